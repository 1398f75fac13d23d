"""How large a run may be that a child answers, whatever it claims."""

from dataclasses import dataclass
from typing import Final

TEXT: Final = 2_000  # characters of a sentence or of a name that nothing else bounds
LINE: Final = 10_000_000  # the last line of a program
COUNT: Final = 2**31 - 1  # passes over a grad, elements of a list's dimension
FEW: Final = 10_000  # notices, findings, names
CONTRIBUTIONS: Final = 250_000  # uses of the chain rule in one pass of an own engine
SVG: Final = 2 * 2**20  # bytes of one figure
SVGS: Final = 8 * 2**20  # of all figures of a run
PART_NUMBERS: Final = 65_536  # numbers of all parts of a pass, or of what is watched
WATCHED_NAMES: Final = 200
WATCHED_NAME: Final = 200  # characters
CASES: Final = 16  # of one operation of an own engine, and numbers of one case
PARTS: Final = 1_000  # parts of a pass, lists and scopes with norms
DIMENSIONS: Final = 16
RECORDED: Final = 32 * 2**20  # bytes of the graph of one pass
ITEMS: Final = 1_000_000  # scopes, passes, names of leaves


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one answer. nodes: of the graph. text: bytes of its JSON. source, printed, figures: as the limits of
    runs have them.
    """

    nodes: int = 200_000
    text: int = 8 * 2**20
    source: int = 200_000
    printed: int = 10_000
    figures: int = 20

    @property
    def edges(self) -> int:
        """Argument slots of all nodes together; a sum may have many."""
        return 4 * self.nodes + 1_000_000
