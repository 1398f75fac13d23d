"""Requests and responses as such: problems, bodies, negotiation, tags, idempotency, events, headers."""
