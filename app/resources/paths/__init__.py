"""/paths: the paths from a node to the output."""
