"""/conformance: statements about correctness, each with a request that tests it."""
