"""What keeps the process answering: the work queue, readiness, shutdown, how threads share it. No HTTP."""
