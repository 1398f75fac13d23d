"""/evaluate, /forward and /backward: a program in, its graph document out."""
