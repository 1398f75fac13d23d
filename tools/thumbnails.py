"""Writes static/src/components/thumbnails.json: each example's graph as it opens, without words.

    python -m tools.thumbnails

It is committed, because the service does not run where the page is built, and holds shapes alone: the page
gives them the colours of its theme.
"""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from app.examples import EXAMPLES, Example
from tools import server

FILE: Final = Path(__file__).parents[1] / "static/src/components/thumbnails.json"
# As the explorer's canvas, so that an example has the shape that it opens with.
PLACE: Final = {"width": 660, "height": 340}

Sketch = dict[str, str]


def sketch(svg: str) -> Sketch:
    """The shapes of a drawing: `box` of the whole, and the paths `frames`, `edges`, `boxes` and `output`."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own drawing
    nodes = list(_having(root, "node"))
    return {
        "box": _whole(root.get("viewBox") or ""),
        "frames": "".join(_rectangles(_having(root, "cluster"), "frame")),
        "edges": "".join(_whole(line.get("d") or "") for line in _having(root, "line")),
        "boxes": "".join(_rectangles((node for node in nodes if not _is(node, "output")), "face")),
        "output": "".join(_rectangles((node for node in nodes if _is(node, "output")), "face")),
    }


def _is(element: ElementTree.Element, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _having(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    tag = {"node": "g", "cluster": "g", "line": "path"}.get(name, "rect")
    return (each for each in root.iter(f"{{http://www.w3.org/2000/svg}}{tag}") if _is(each, name))


def _rectangles(groups: Iterator[ElementTree.Element], name: str) -> Iterator[str]:
    for group in groups:
        for face in _having(group, name):
            x, y, width, height = (round(float(face.get(key) or 0)) for key in ("x", "y", "width", "height"))
            yield f"M{x} {y}h{width}v{height}h{-width}z"


def _whole(numbers: str) -> str:
    """The same with each number rounded."""
    rounded = re.sub(r"-?\d+(\.\d+)?", lambda found: str(round(float(found[0]))), numbers)
    return re.sub(r" ?([A-Z]) ?", r"\1", rounded)


def _drawn(origin: str, example: Example) -> str:
    asked = {"source": example.source, "values": dict(example.values), "view": {"fit": PLACE}}
    request = urllib.request.Request(
        f"{origin}/api/v1/render", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        svg: str = answer.read().decode()
        return svg


def main() -> None:
    with server.running() as origin:
        found = {example.name: sketch(_drawn(origin, example)) for example in EXAMPLES}
    FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
