"""/nudge: one node moved by h."""
