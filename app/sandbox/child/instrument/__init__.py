"""The program's syntax tree, changed so that running it tells where its Values come from.

Statements are added; none of the program's own is moved to another line or wrapped in a call. The added ones
reach Backlens by names that stand among the built-ins, and where they would cost a frame they are subscripts
instead of calls, so that recursion goes as deep as it does without them.
"""
