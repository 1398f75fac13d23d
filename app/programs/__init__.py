"""What several resources need of a program: its request, its run, its numbers and its graph document."""
