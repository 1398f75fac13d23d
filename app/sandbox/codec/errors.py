"""What is wrong with an answer that no encoder of ours has written."""

from app.sandbox.errors import TooMuch


class GarbledError(TooMuch):
    """The bytes are not an answer: cut off, too large, or forged by the program."""
