"""/bugs: backward broken on purpose."""
