"""What is put over a child so that it can compute and answer, and nothing else. Knows no program."""
