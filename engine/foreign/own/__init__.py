"""Engines that programs bring along: read, whatever way they are written, and checked by calculus."""

from engine.foreign.own.examine import Examined, Seen, examine, seen

__all__ = ["Examined", "Seen", "examine", "seen"]
