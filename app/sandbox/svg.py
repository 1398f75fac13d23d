"""A figure's SVG, built again from an allow-list: what a program returns can be anything, a script included.

What stays is what matplotlib draws with. Nothing refers outside the picture, no style has an address, and
what is used more than once is a single path, so that a small picture cannot unfold into a large one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLPullParser, tostring

ELEMENTS: Final = 100_000
DEPTH: Final = 40

_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
# Sets of characters, not grammars: a repeated number could be matched in too many ways.
_DIGITS: Final = r"-+\d.eE\s,"
_SHAPES: Final = {
    "number": r"[-+\d.eE]{1,40}(?:pt|px|%)?",
    "numbers": rf"[{_DIGITS}]*",
    "path": rf"[{_DIGITS}MmLlHhVvCcSsQqTtAaZz]*",
    "id": r"[A-Za-z_][\w.-]{0,99}",
    "local": r"url\(#[A-Za-z_][\w.-]{0,99}\)",
    "transform": rf"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([{_DIGITS}]*\)|[\s,])*",
    "units": r"userSpaceOnUse|objectBoundingBox",
    "colour": r"none|[a-zA-Z]{1,20}|#[0-9a-fA-F]{3,8}|rgba?\([\d.,%\s]*\)",
    "word": r"[a-zA-Z-]{1,30}",
    "words": r"[\w\s,.'\"-]{1,200}",
    "picture": r"data:image/png;base64,[A-Za-z0-9+/=\s]*",
}  # fmt: skip
_SHAPE: Final = {name: re.compile(shape) for name, shape in _SHAPES.items()}

_BOX: Final = {"x": "number", "y": "number", "width": "number", "height": "number"}
_EVERYWHERE: Final = {"id": "id", "transform": "transform", "clip-path": "local"}
ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    "svg": {"width": "number", "height": "number", "viewBox": "numbers", "version": "number"},
    "defs": {}, "g": {}, "pattern": {**_BOX, "patternUnits": "units", "patternTransform": "transform"},
    "clipPath": {"clipPathUnits": "units"},
    "path": {"d": "path"},
    "use": {"x": "number", "y": "number"},
    "rect": {**_BOX, "rx": "number", "ry": "number"},
    "circle": {"cx": "number", "cy": "number", "r": "number"},
    "ellipse": {"cx": "number", "cy": "number", "rx": "number", "ry": "number"},
    "line": {"x1": "number", "y1": "number", "x2": "number", "y2": "number"},
    "polyline": {"points": "numbers"}, "polygon": {"points": "numbers"},
    "image": dict(_BOX), "text": {"x": "number", "y": "number"}, "tspan": {"x": "number", "y": "number"},
}  # fmt: skip
"""Allowed elements; for each its attributes, with the shape of their values. All may have a style."""

PROPERTIES: Final = {
    "fill": "colour", "fill-opacity": "number", "fill-rule": "word", "stroke": "colour",
    "stroke-width": "number", "stroke-opacity": "number", "stroke-linejoin": "word", "stroke-linecap": "word",
    "stroke-dasharray": "numbers", "stroke-dashoffset": "number", "stroke-miterlimit": "number",
    "opacity": "number", "font-size": "number", "font-family": "words", "font": "words",
    "font-weight": "word", "font-style": "word", "text-anchor": "word", "image-rendering": "word",
}  # fmt: skip
_TEXTS: Final = ("text", "tspan")


class FigureError(ValueError):
    """The figure is not a picture that can be shown."""


def rebuilt(svg: str) -> str:
    """The picture with what is allowed of it. Raises FigureError for what is not an SVG, or is too large."""
    if "<!ENTITY" in svg:
        raise FigureError("The figure declares entities.")
    root = _tree(svg)
    if root.tag != f"{_SVG}svg":
        raise FigureError("The figure is not an SVG.")
    made = _copy(root, {each.get("id", "") for each in root.iter(f"{_SVG}path")})
    made.set("xmlns", "http://www.w3.org/2000/svg")
    made.set(
        "style", "stroke-linejoin: round; stroke-linecap: butt"
    )  # what matplotlib says in a style element
    return tostring(made, encoding="unicode")


def _tree(svg: str) -> Element:
    """The parsed text; counted as it comes, before there is much of it."""
    parser: Any = XMLPullParser(("start", "end"))
    count = depth = 0
    root: Element | None = None
    for start in range(0, len(svg), 65_536):
        try:
            parser.feed(svg[start : start + 65_536].encode())
            events = list(parser.read_events())
        except ParseError:
            raise FigureError("The figure is not XML.") from None
        for event, element in events:
            assert isinstance(element, Element)
            root = element if root is None else root
            count, depth = (count + 1, depth + 1) if event == "start" else (count, depth - 1)
            if count > ELEMENTS or depth > DEPTH:
                raise FigureError("The figure has too many elements.")
    try:
        parser.close()
    except ParseError:
        raise FigureError("The figure is cut off.") from None
    assert root is not None
    return root


def _copy(element: Element, paths: set[str], is_inside: bool = False) -> Element:
    """The element with what is allowed of it and in it. paths: what may be used more than once.

    What is in a pattern is not filled with one.
    """
    tag = element.tag.removeprefix(_SVG)
    is_inside = is_inside or tag == "pattern"
    made = Element(tag, dict(_attributes(element, tag, is_inside)))
    if tag in _TEXTS:
        made.text = element.text
    for child in element:  # the parser has left comments and instructions out
        if _is_allowed(child, paths):
            part = _copy(child, paths, is_inside)
            if tag in _TEXTS:
                part.tail = child.tail
            made.append(part)
    return made


def _is_allowed(element: Element, paths: set[str]) -> bool:
    tag = element.tag
    if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in ATTRIBUTES or tag == f"{_SVG}svg":
        return False
    return tag != f"{_SVG}use" or _reference(element)[1:] in paths


def _reference(element: Element) -> str:
    return element.get(_XLINK) or element.get("href") or ""


def _attributes(element: Element, tag: str, is_inside: bool) -> Iterator[tuple[str, str]]:
    allowed = _EVERYWHERE | ATTRIBUTES[tag]
    for name, value in element.attrib.items():
        if name in allowed:
            if _SHAPE[allowed[name]].fullmatch(value):
                yield name, value
        elif _is_property(name, value, is_inside):
            yield name, value
    if style := "; ".join(_declarations(element.get("style", ""), is_inside)):
        yield "style", style
    if tag == "use":
        yield "href", f"#{_reference(element)[1:]}"
    elif tag == "image" and _SHAPE["picture"].fullmatch(_reference(element)):
        yield "href", _reference(element)


def _declarations(style: str, is_inside: bool) -> Iterator[str]:
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if _is_property(name, value, is_inside):
            yield f"{name}: {value}"


def _is_property(name: str, value: str, is_inside: bool) -> bool:
    if name not in PROPERTIES:
        return False
    if name == "fill" and not is_inside and _SHAPE["local"].fullmatch(value):
        return True
    return value == "none" or _SHAPE[PROPERTIES[name]].fullmatch(value) is not None
