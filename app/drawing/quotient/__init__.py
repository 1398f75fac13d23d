"""Graph -> boxes and links: the quotient graph, in which nodes that share a box are merged. Knows no SVG."""
