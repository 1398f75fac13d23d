"""Gradient descent on a graph: what is asked for (``plan``, ``optimisers``), and its steps (``stepping``)."""
