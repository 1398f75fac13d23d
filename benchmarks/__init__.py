"""Side by side with peers: ``make bench`` measures every row in one run on the same work (``__main__``)."""
