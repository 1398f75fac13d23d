"""What runs in a layout process: DOT in, plain numbers out. Nothing here knows graphs, views or requests.

Graphviz is C and holds the interpreter's lock for as long as it works. In a process of its own it can be
bounded in memory and killed at a deadline, and a crash of it is not a crash of the service.
"""

import os
import sys
from xml.etree import ElementTree

Numbers = tuple[float, ...]
Placed = tuple[float, float, dict[str, Numbers], dict[str, Numbers]]
"""Width and height; centre of each box by id; for each edge by id the points of its curve (one, then
threes)."""
_SVG = "{http://www.w3.org/2000/svg}"


def prepare(memory_bytes: int) -> None:
    """Run once in a fresh process: Graphviz may open no file, and memory beyond the limit ends the
    process."""
    # Graphviz takes itself for a public server if this is set, and then reads no image and no other file.
    os.environ["SERVER_NAME"] = "backlens"
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pygraphviz  # noqa: F401  # loaded before the first task, so that no deadline pays for it


def place(dot: str) -> Placed:
    """Lays out DOT and returns where everything is, y downwards from the top edge."""
    import pygraphviz

    with pygraphviz.AGraph(string=dot) as graph:
        drawn = graph.draw(format="svg", prog="dot")
    return read_svg(drawn)


def read_svg(drawn: bytes) -> Placed:
    """Positions out of Graphviz's SVG, which has them to a hundredth of a point at any distance from the
    origin; its own formats round to five digits."""
    root = ElementTree.fromstring(drawn)  # noqa: S314  # written by Graphviz a moment ago, not by a client
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    boxes: dict[str, Numbers] = {}
    edges: dict[str, Numbers] = {}
    for group in root.iter(f"{_SVG}g"):
        kind = group.attrib.get("class", "").split(" ")[0]
        if kind == "node":
            boxes[group.attrib["id"]] = _centre(group, height)
        elif kind == "edge":
            edges[group.attrib["id"]] = _curve(group, height)
    return width, height, boxes, edges


def _centre(group: ElementTree.Element, height: float) -> Numbers:
    ellipse = group.find(f"{_SVG}ellipse")
    if ellipse is not None:
        return float(ellipse.attrib["cx"]), height + float(ellipse.attrib["cy"])
    polygon = group.find(f"{_SVG}polygon")
    if polygon is None:
        raise ValueError("Graphviz drew a box without an outline.")
    points = [tuple(map(float, pair.split(","))) for pair in polygon.attrib["points"].split()]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return (min(xs) + max(xs)) / 2, height + (min(ys) + max(ys)) / 2


def _curve(group: ElementTree.Element, height: float) -> Numbers:
    path = group.find(f"{_SVG}path")
    if path is None:
        raise ValueError("Graphviz drew an edge without a line.")
    text = path.attrib["d"].replace("M", " ").replace("C", " ").replace(",", " ")
    numbers = [float(number) for number in text.split()]
    return tuple(number + height if k % 2 else number for k, number in enumerate(numbers))
