"""A program and how many backward passes to run."""

from app.programs.request import Passes, ProgramRequest


class BackwardRequest(Passes, ProgramRequest):
    """A program and how many backward passes to run."""
