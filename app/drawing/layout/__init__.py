"""View -> DOT -> positions, in processes that are killed at a deadline. Knows no SVG but Graphviz's own."""
