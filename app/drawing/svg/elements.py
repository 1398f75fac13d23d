"""SVG elements by construction: every tag, attribute and coordinate of a picture goes through here."""

from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

SAFE = "/[]:"
"""What of a path is not percent-encoded, for a person to read."""


def element(
    parent: Element, tag: str, css: str = "", text: str = "", /, **attributes: str | float
) -> Element:
    """A child of `parent` with classes, text and attributes. Numbers are written to a hundredth of a px; an
    underscore in a name becomes a hyphen."""
    made = SubElement(parent, tag, {"class": css} if css else {})
    for name, value in attributes.items():
        made.set(name.replace("_", "-"), value if isinstance(value, str) else px(value))
    if text:
        made.text = text
    return made


def px(number: float) -> str:
    """A coordinate, to a hundredth, without needless zeros."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path(*parts: str | float) -> str:
    """Path data from commands and numbers, as in path("M", 1, 2, "h", 5)."""
    return " ".join(part if isinstance(part, str) else px(part) for part in parts)


def encoded(path: str) -> str:
    """A box path in an attribute: no space, no character that would end it."""
    return quote(path, safe=SAFE, errors="replace")
