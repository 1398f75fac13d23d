"""Connections: who may have one, what one may send, how long it may take. Knows no route and no program."""
