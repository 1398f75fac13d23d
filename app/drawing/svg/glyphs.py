"""The marks of functions: the same function has the same mark everywhere."""

SHAPES = (
    "M 0 -4.2 4.2 0 0 4.2 -4.2 0 z",
    "M -3.4 -3.4 h 6.8 v 6.8 h -6.8 z",
    "M 0 -4.4 4.2 3.4 h -8.4 z",
    "M 3.7 0 a 3.7 3.7 0 1 1 -7.4 0 a 3.7 3.7 0 1 1 7.4 0 z",
    "M -4.2 -3.4 h 8.4 L 0 4.4 z",
    "M -4.2 -2.2 0 -4.4 4.2 -2.2 V 2.2 L 0 4.4 -4.2 2.2 z",
    "M -4 -1.4 h 2.6 v -2.6 h 2.8 v 2.6 h 2.6 v 2.8 h -2.6 v 2.6 h -2.8 v -2.6 h -2.6 z",
    "M -4.4 0 a 4.4 4.4 0 0 1 8.8 0 v 2 h -8.8 z",
)
"""Path data about the origin. After these come the same in outline; what comes after has no mark."""


def glyph(mark: int) -> tuple[str, bool] | None:
    """The shape of a mark and whether it is drawn in outline; None where all are taken."""
    outlined, shape = divmod(mark, len(SHAPES))
    return (SHAPES[shape], outlined == 1) if 0 <= outlined < 2 else None
