"""What the compiled loops are made of; ``engine.kernels`` puts it together and ``engine.run`` calls it."""
