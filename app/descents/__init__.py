"""Gradient descent on a graph, whole and as events, for /descend and for stored graphs."""
