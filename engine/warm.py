"""``python -m engine.warm``: compiles the loops now, so that nobody waits for it later."""

from engine.kernels import compiled as kernels

if __name__ == "__main__":
    kernels.load()
