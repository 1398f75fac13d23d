"""Things from modules that are not available here: numpy, matplotlib, graphviz, torch.

A lecture's cells use them beside its Values: ``plt.plot(xs, ys)``, ``torch.Tensor([2.0])``. What they give is
unknown, and so is everything computed from it: it is carried along as ``Unavailable``, and what only uses it
is skipped with a notice. It is an error only where a program cannot go on without knowing: a branch, a loop,
or a number that a Value needs. So a whole notebook goes through, and no Value ever holds a number that was
made up.
"""

from __future__ import annotations

from engine.errors import ProgramError

MODULES = {"numpy": "NumPy", "matplotlib": "Matplotlib", "graphviz": "Graphviz", "torch": "PyTorch"}
_INSTEAD = {
    "numpy": "Use `math`, `random`, lists and `range` instead.",
    "torch": "Use `Value` instead.",
}


class Unavailable:
    """Something that only a module that is not available could give. ``module`` is that module, ``text`` its
    origin.
    """

    __slots__ = ("module", "text")

    def __init__(self, module: str, text: str) -> None:
        self.module = module
        self.text = text[:80]

    def needed(self, purpose: str) -> ProgramError:
        """The error for something that cannot be done without knowing this."""
        return ProgramError(
            f"`{self.text}` needs {MODULES[self.module]}, which is not available here, "
            f"and {purpose} depends on it.",
            code="unsupported",
            hint=_INSTEAD.get(self.module, "Leave it out."),
        )


def first_unavailable(things: object) -> Unavailable | None:
    """The first Unavailable among arguments, if any."""
    if isinstance(things, Unavailable):
        return things
    if isinstance(things, list | tuple):
        return next((thing for thing in things if isinstance(thing, Unavailable)), None)
    return None
