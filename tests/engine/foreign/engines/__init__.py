"""Engines as people write them, one a file: each is right, and none is like another."""
