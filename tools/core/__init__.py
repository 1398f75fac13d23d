"""Compiles the engine's core: engine/core/value.c, and engine/ops.py in C beside it."""
