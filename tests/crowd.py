"""How much slower than alone a thing may be on this machine at this moment."""

import os


def crowd() -> float:
    """How many want this machine, and at least 1: what all of them slow each one down by."""
    return max(1.0, os.getloadavg()[0])
