"""View, positions and numbers -> an SVG whose elements a page can address. Knows no Graphviz."""
