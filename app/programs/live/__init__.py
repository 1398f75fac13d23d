"""Runs that are followed while they go on: their events, recorded passes and states. Knows no HTTP."""
