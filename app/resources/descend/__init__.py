"""/descend: gradient descent."""
