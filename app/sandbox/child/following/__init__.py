"""Following a run pass by pass: what is told of each `backward()` while the program goes on.

Nothing here runs the program's own code, changes its numbers or its random sequence, or takes more of its
time than a small share.
"""
