"""A stored graph with its numbers: found by id, changed, given in its representations."""
