"""/export: a graph as text for another tool."""
