"""Texts that teach, as files: how lessons and questions are read. Knows nothing of what they are about."""
