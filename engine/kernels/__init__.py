"""A graph lowered to flat arrays (``tape``) and the compiled loops over it; ``dispatch`` picks the loop."""
