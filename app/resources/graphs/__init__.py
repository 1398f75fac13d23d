"""/graphs: stored graphs."""
