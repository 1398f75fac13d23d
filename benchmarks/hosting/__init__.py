"""`make stress`: one client attacks beside a polite one; what the polite one gets is what is measured."""
