"""Which scopes a program opens, and what it calls its lists of Values: the same however it runs."""
