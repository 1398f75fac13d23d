"""Engines that programs bring along: read, whatever way they are written, and checked by calculus."""

from engine.foreign.own.examine import Examined, examine

__all__ = ["Examined", "examine"]
