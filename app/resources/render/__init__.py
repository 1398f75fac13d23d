"""/render: a picture of a graph."""
