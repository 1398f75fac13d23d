"""/snapshots and /s/{key}: immutable copies."""
