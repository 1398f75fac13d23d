"""Graphs that come from elsewhere: other libraries' objects, and lists of nodes."""
