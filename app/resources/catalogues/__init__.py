"""The catalogues: ops, examples, lessons, datasets, formats, limits."""
