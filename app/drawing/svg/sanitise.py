"""The last look at a picture before it leaves: an allow-list of tags, attributes and the shape of their
values.

Pictures are built element by element from our own words, so there should be nothing to find. This is the
second wall: whatever is not on the list is taken out, wherever it came from.
"""

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

_NUMBER = r"-?\d+(?:\.\d+)?"
_PATTERNS = {
    "number": _NUMBER,
    "numbers": rf"(?:{_NUMBER}|[\s,])*",
    "path": rf"(?:[MmLlHhVvCcAaZz]|{_NUMBER}|[\s,])*",
    "id": r"[A-Za-z][A-Za-z0-9_-]*",
    "words": r"[A-Za-z0-9_ -]*",
    "ranges": r"[0-9+* ]*",
    "node": r"n\d+",
    "rotation": rf"rotate\({_NUMBER}\)",
    "shift": rf"translate\({_NUMBER} {_NUMBER}\)",
    "count": r"\d+",
    "counts": r"[0-9 ]*",
    "encoded": r"[A-Za-z0-9_.~%/:\[\] -]*",
    "scales": r"[a-z0-9=.+ -]*",
    "units": "userSpaceOnUse",
    "text": r"[^\x00-\x1f]*",
    "role": r"group|img|button",
    "index": r"0|-1",
    "true": "true",
    "namespace": re.escape("http://www.w3.org/2000/svg"),
}
_SHAPE = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_EVERYWHERE = {"id": "id", "class": "words"}
_BOX = {"x": "number", "y": "number", "width": "number", "height": "number"}
TAGS: dict[str, dict[str, str]] = {
    "svg": {
        "xmlns": "namespace", "role": "role", "aria-label": "text", "width": "number", "height": "number",
        "viewBox": "numbers", "data-detail": "words", "data-direction": "words", "data-boxes": "count",
        "data-open": "encoded", "data-scale": "scales", "data-details": "scales",
    },
    "title": {},
    "style": {},
    "defs": {},
    "pattern": {**_BOX, "patternUnits": "units", "patternTransform": "rotation"},
    "g": {
        "role": "role", "tabindex": "index", "aria-label": "text", "aria-hidden": "true", "data-node": "node",
        "data-group": "text", "data-from": "id", "data-to": "id",
        "data-path": "encoded", "data-kind": "words", "data-name": "text", "data-opens": "true",
        "data-count": "count", "data-copies": "count", "data-copy": "count", "data-twins": "encoded",
        "data-members": "ranges", "data-cells": "ranges", "data-shape": "counts", "data-lines": "counts",
    },
    "rect": {**_BOX, "rx": "number"},
    "circle": {"cx": "number", "cy": "number", "r": "number"},
    "ellipse": {"cx": "number", "cy": "number", "rx": "number", "ry": "number"},
    "path": {"d": "path", "transform": "shift"},
    "polygon": {"points": "numbers"},
    "text": {"x": "number", "y": "number"},
}  # fmt: skip
"""Allowed tags; for each its attributes beside id and class, with the shape of their values."""


def sanitise(root: Element, styles: Collection[str] = ()) -> None:
    """Takes out of the tree what is not allowed: elements with all that is in them, and attributes.

    `styles` are the texts that a style element may have. The root's own tag is the caller's.
    """
    pending = [root]
    while pending:
        parent = pending.pop()
        _strip(parent)
        for child in list(parent):
            if _allowed(child, styles):
                pending.append(child)
            else:
                parent.remove(child)


def _allowed(child: Element, styles: Collection[str]) -> bool:
    # A comment's or instruction's tag is a function, which is in no list either.
    if child.tag not in TAGS or child.tag == "svg":
        return False
    return child.tag != "style" or (child.text in styles and not len(child))


def _strip(element: Element) -> None:
    allowed = TAGS.get(element.tag, {})
    for name, value in list(element.attrib.items()):
        shape = allowed.get(name) or _EVERYWHERE.get(name)
        if shape is None or not _SHAPE[shape].fullmatch(value):
            del element.attrib[name]
