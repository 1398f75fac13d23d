"""The resources of the REST contract, one folder each."""
