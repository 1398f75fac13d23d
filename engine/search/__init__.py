"""Finding things in a graph: a query, an index of what can be found, what matches, and orders of nodes."""
