"""A graph lowered to flat arrays (``tape``) and the compiled loops over it.

``dispatch`` decides between the readable loops and the compiled ones. ``generate`` writes the latter from the
op catalogue as one Python module, ``numba_cache`` has numba compile it, ``folders`` says where it is kept.
"""
