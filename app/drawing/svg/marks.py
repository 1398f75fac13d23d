"""The marks on a card: the state of its grad, and a warning beside a number that is not finite.

A mark tells by its shape what colour and pattern tell too, so that nothing is said by hue alone.
"""

from xml.etree.ElementTree import Element

from app.drawing.svg.elements import element, path

MARK_AT = 45
RADIUS = 3.6
DIGIT = 7.6
"""Width of a character of a number: 12.5 px monospaced."""


def state_mark(card: Element, state: str, passes: int, x: float, y: float) -> None:
    """The mark of one state at the grad row of the card whose top left corner is (x, y)."""
    at, middle = x + MARK_AT, y + 59.2
    if state == "accumulated":
        text = f"×{passes}"
        width = 22 + 6 * max(0, len(text) - 2)
        element(card, "rect", "mk mk-pill", x=at - 5, y=y + 52.2, width=width, height=14, rx=3)
        element(card, "text", "mk-n", text, x=at - 5 + width / 2, y=y + 62.7)
    elif state == "stale":
        element(card, "circle", "mk mk-ring", cx=at, cy=middle, r=RADIUS)
        half = path("M", at, middle - RADIUS, "a", RADIUS, RADIUS, 0, 0, 1, 0, 2 * RADIUS, "z")
        element(card, "path", "mk mk-half", d=half)
    else:
        kind = "mk-pending" if state == "none" else "mk-fresh"
        element(card, "circle", f"mk {kind}", cx=at, cy=middle, r=RADIUS)


def warn_mark(card: Element, number: str, right: float, baseline: float) -> None:
    """A small triangle to the left of a number that ends at `right`."""
    warn_sign(card, right - DIGIT * len(number) - 10, baseline - 8.6)


def warn_sign(card: Element, x: float, y: float) -> None:
    """The triangle, its tip at (x, y)."""
    outline = path("M", x, y, "l", 4.6, 8.2, "h", -9.2, "z")
    stem = path("M", x, y + 3.2, "v", 2.2, "M", x, y + 6.4, "v", 0.6)
    element(card, "path", "mk mk-warn", d=f"{outline} {stem}")
