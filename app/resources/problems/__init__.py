"""/problems/{code}: what a problem means."""
