"""/curve: a program as a function of one leaf."""
