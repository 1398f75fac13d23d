"""``python -m engine.compiled``: compiles the loops now, so that nobody waits for it later."""

from engine import kernels

kernels.load()
