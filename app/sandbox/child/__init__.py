"""What happens inside the child: a program's text is rewritten, run as Python, and told as a `Run`."""
