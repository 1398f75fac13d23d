"""``python -m engine.kernels``: compiles the loops now, so that nobody waits for it later."""

from engine.kernels import compiled

if __name__ == "__main__":
    compiled.load()
