"""Why a run in the sandbox gave no answer."""


class SandboxError(Exception):
    """The root of these."""


class TooMuch(SandboxError):  # noqa: N818  # the seam's word
    """The answer is larger than its limit, or what came was not an answer; ``str`` says which."""
