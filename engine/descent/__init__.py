"""Gradient descent on a graph: the update rules, the optimisers that use them, and the loop under way."""
