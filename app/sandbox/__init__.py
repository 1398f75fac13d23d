"""Programs as real Python, each in a process of its own that may do nothing else. Knows no HTTP."""
