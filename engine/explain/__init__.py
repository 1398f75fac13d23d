"""Why a grad is what it is: kinks, a nudge beside the grad, paths to the output, backward with bugs in it."""
