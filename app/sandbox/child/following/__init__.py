"""Following a run pass by pass: what is sent of each `backward()` while the program runs.

Nothing here runs the program's own code, changes its numbers or its random sequence, or takes more of its
time than a small share.
"""
