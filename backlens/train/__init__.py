"""`python -m backlens train`: a program runs on a service, and its loss is followed in the terminal."""
