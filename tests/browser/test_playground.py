"""The playground: controls and program as one, points by mouse and keyboard, own data, boundary, network.

Runs are told by a stream that stands in for the server's: the rows are those of the asked program, the
parameters those of the engine's own network, as drawn or as micrograd's demo leaves them.
"""

import base64
import json
import random
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from engine.data import DATASETS, csv
from engine.nn import MLP
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.gate import intercept
from tests.browser.until import comes_to, steady, until

Axe = Callable[[Page], list[str]]
TRAINED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "playground_regions.json").read_text()
)["parts"]

COLOURS = """() => {
  const canvas = document.querySelector(".pg-plot canvas");
  const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const at = (x, y) => {
    const from = 4 * (Math.round(y * canvas.height) * canvas.width + Math.round(x * canvas.width));
    return [...all.data.slice(from, from + 3)];
  };
  return [at(0.2, 0.1), at(0.9, 0.8)];
}"""


def _numbers(values: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def _rows(body: dict[str, Any]) -> tuple[list[list[float]], list[float]]:
    source = body["source"]
    if "points.csv" in source:
        return csv(body["files"]["points.csv"])
    name, more = re.findall(r"^X, y = (\w+)\(points, noise, data_seed(?:, (\d))?\)$", source, re.MULTILINE)[0]
    given = {key: json.loads(_assigned(source, key)) for key in ("points", "noise", "data_seed")}
    words = {"centers": int(more)} if more else {}
    return DATASETS[name](n=given["points"], noise=given["noise"], seed=given["data_seed"], **words)


def _assigned(source: str, name: str) -> str:
    found = re.search(rf"^{name} = (\S+)$", source, re.MULTILINE)
    assert found is not None, name
    return found[1]


def _parts(source: str) -> list[dict[str, Any]]:
    found = re.search(r'MLP\((\d+), \[([\d, ]+)\], "(\w+)"', source)
    assert found is not None
    widths = [int(width) for width in found[2].split(",")]
    if (found[1], widths) == ("2", [16, 16, 1]):
        return TRAINED
    model = MLP(int(found[1]), widths, found[3], rng=random.Random(5))
    parts = []
    for k, layer in enumerate(model.layers):
        shape = [len(layer.neurons), len(layer.neurons[0].w)]
        weights = [w.data for neuron in layer.neurons for w in neuron.w]
        parts.append({"name": f"layers.{k}.w", "shape": shape, "data": weights})
        parts.append(
            {"name": f"layers.{k}.b", "shape": shape[:1], "data": [neuron.b.data for neuron in layer.neurons]}
        )
    return parts


class Runs:
    """Answers the runs of a page, and keeps what was asked."""

    def __init__(self, page: Page) -> None:
        self.asked: list[dict[str, Any]] = []
        intercept(page, re.compile(r"/api/v1/evaluate$"), self._run)
        page.route(re.compile(r"/api/v1/runs/"), lambda route: route.fulfill(status=200, json={}))

    def _run(self, route: Route) -> None:
        body: dict[str, Any] = json.loads(route.request.post_data or "{}")
        self.asked.append(body)
        told = "".join(
            f"event: {name}\nid: run.{at}\ndata: {json.dumps(data)}\n\n"
            for at, (name, data) in enumerate(self._events(body))
        )
        route.fulfill(status=200, headers={"content-type": "text/event-stream"}, body=told)

    @staticmethod
    def _events(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        rows, labels = _rows(body)
        yield "run", {"id": "run"}

        def watch(name: str, kind: str, value: Any, shape: list[int], number: int = 0) -> tuple[str, Any]:
            place = {"line": 1, "file": None, "pass": number}
            return "watch", {"name": name, "kind": kind, "value": value, "shape": shape, **place}

        flat = [value for row in rows for value in row]
        yield watch("inputs", "matrix", flat, [len(rows), len(rows[0])])
        yield watch("labels", "list", labels, [len(labels)])
        parts = [
            {**part, "data": _numbers(part["data"]), "grad": _numbers([0.01 * x for x in part["data"]])}
            for part in _parts(body["source"])
        ]
        for number in (1, 2, 3):
            common = {"nodes": 9, "line": 45, "file": None, "seconds": number, "of": 3}
            missing = {"norms": None, "recorded": False, "non_finite": None}
            yield "pass", {**common, **missing, "pass": number, "value": 1 / number, "parts": parts}
        yield "document", {"nodes": [], "edges": [], "groups": [], "notices": [], "output": None}


class Playground:
    """One open playground."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.runs = Runs(page)
        self.plot = page.get_by_role("application")
        self.point = page.get_by_role("region", name="Chosen point")
        self.page.goto("/train")
        expect(self.plot).to_have_attribute("data-regions", "shown")

    @property
    def source(self) -> str:
        return str(self.runs.asked[-1]["source"])

    def ran(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The run that is asked for, once there is one of which this holds."""
        return until(self.page, lambda: self.runs.asked[-1], holds)

    def choose(self, label: str, title: str) -> None:
        self.page.get_by_role("combobox", name=label, exact=True).select_option(label=title)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)
        self.field(label).press("Enter")


@pytest.fixture
def its(page: Page) -> Playground:
    return Playground(page)


def _different(one: str, other: str) -> list[tuple[str, str]]:
    pairs = zip(one.split("\n"), other.split("\n"), strict=True)
    return [(a, b) for a, b in pairs if a != b]


def test_a_control_edits_its_line_and_no_other(its: Playground) -> None:
    before = its.source
    its.write("Points", "40")
    after = its.ran(lambda body: "points = 40\n" in body["source"])["source"]
    assert _different(before, after) == [("points = 100", "points = 40")]
    its.choose("Activation", "tanh")
    found = its.ran(lambda body: '"tanh"' in body["source"])["source"]
    assert len(_different(after, found)) == 1
    its.choose("Loss", "Cross-entropy")
    its.ran(lambda body: "softplus" in body["source"])
    its.page.get_by_role("button", name="Add a layer").click()
    its.ran(lambda body: "[16, 16, 16, 1]" in body["source"])
    its.choose("Method", "Adam")
    its.ran(lambda body: "0.999" in body["source"])


def test_the_text_moves_the_controls(its: Playground) -> None:
    its.page.get_by_role("button", name="Edit program").click()
    editor = its.page.locator(".cm-content")
    lines = editor.locator(".cm-line")
    lines.filter(has_text=re.compile(r"^steps = 100$")).click()
    its.page.keyboard.press("End")
    its.page.keyboard.press("Backspace")
    expect(its.field("Steps")).to_have_value("10")
    its.page.keyboard.type(" * 2")
    expect(its.field("Steps")).to_have_count(0)
    expect(its.page.get_by_role("region", name="Optimiser")).to_contain_text("set in the program")


def test_every_kind_of_set_is_drawn(its: Playground) -> None:
    its.choose("Data set", "Three blobs")
    its.ran(lambda body: "[16, 16, 3]" in body["source"] and "data_seed, 3)" in body["source"])
    expect(its.page.get_by_role("region", name="Confusion").locator("tbody tr")).to_have_count(3)
    expect(its.plot).to_have_attribute("data-regions", "shown")
    its.choose("Data set", "A sine, f(x)")
    source = its.ran(lambda body: "regression_sine" in body["source"])["source"]
    assert "MLP(1, [16, 16, 1]" in source
    assert "(score - y[i]) ** 2" in source
    expect(its.page.get_by_role("heading", name="Function")).to_be_visible()
    its.choose("Data set", "XOR")
    source = its.ran(lambda body: "xor(" in body["source"])["source"]
    assert "MLP(2, [16, 16, 1]" in source


def test_points_are_added_moved_and_removed_by_keyboard(its: Playground) -> None:
    its.plot.focus()
    its.page.keyboard.press("ArrowRight")
    expect(its.point).to_contain_text("Point 0")
    its.page.keyboard.press("ArrowRight")
    expect(its.point).not_to_contain_text("Point 0")
    its.page.keyboard.press("a")
    body = its.ran(lambda body: "files" in body)
    assert 'X, y = csv(open("points.csv").read())' in body["source"]
    assert "noise =" not in body["source"]
    rows, labels = csv(body["files"]["points.csv"])
    assert len(rows) == 101
    expect(its.point).to_contain_text("Point 100")
    its.page.keyboard.press("Shift+ArrowUp")
    moved = its.ran(lambda body: csv(body["files"]["points.csv"])[0][-1][1] > rows[-1][1])
    assert csv(moved["files"]["points.csv"])[1] == labels
    its.page.keyboard.press("Delete")
    its.ran(lambda body: len(csv(body["files"]["points.csv"])[0]) == 100)
    expect(its.page.locator(".pg-boundary [aria-live]")).to_contain_text("Removed point 100.")


def test_points_are_added_chosen_and_dragged_by_mouse(its: Playground) -> None:
    box = steady(its.page, its.plot.bounding_box)
    assert box is not None
    its.page.locator(".pg-tools label", has_text="Add +1").click()
    x, y = box["x"] + 90, box["y"] + 40
    its.page.mouse.click(x, y)
    added = its.ran(lambda body: "files" in body)
    rows, labels = csv(added["files"]["points.csv"])
    assert (len(rows), labels[-1]) == (101, 1.0)
    expect(its.point).to_contain_text("wrong side")
    its.page.locator(".pg-tools label", has_text="Look").click()
    # The axes may have made room for the new point, so it is moved by its numbers.
    its.write("x1 of point 100", "0.5")
    its.ran(lambda body: csv(body["files"]["points.csv"])[0][-1][0] == 0.5)


def test_a_point_says_what_it_adds_and_drives_the_network(its: Playground) -> None:
    network = its.page.get_by_role("region", name="Network drawing")
    expect(network).to_contain_text("The mean of all points drives the network.")
    its.plot.focus()
    its.page.keyboard.press("ArrowDown")
    expect(its.point).to_contain_text("right side")
    expect(its.point).to_contain_text("margin")
    expect(its.point).to_contain_text("gradient in this step")
    expect(network).to_contain_text("Point 0 drives the network.")
    rows, _ = DATASETS["moons"](n=100, noise=0.1, seed=1337)
    expect(its.field("x1 of point 0")).to_have_attribute(
        "title", re.compile(f"^[−]?{str(abs(rows[0][0]))[:9]}")
    )


def test_a_neuron_has_a_boundary(its: Playground) -> None:
    neuron = its.page.get_by_role("group", name="Layer 1, 16 relu").get_by_role(
        "button", name=re.compile("^n3")
    )
    neuron.focus()
    its.page.keyboard.press("Enter")
    expect(its.page.get_by_role("heading", name="Boundary of neuron 3 in layer 1")).to_be_visible()
    expect(its.page.get_by_role("link", name="Open neuron n3 in Explore")).to_be_visible()
    its.page.get_by_role("button", name="Whole network").click()
    expect(its.page.get_by_role("heading", name="Decision boundary")).to_be_visible()


def test_the_boundary_is_painted(its: Playground) -> None:
    """The class of a region is its colour: far up on the left −1, in the middle of the lower moon +1."""
    expect(its.page.locator(".pg-key")).to_contain_text("0 wrong")
    wanted = [[0xDC, 0xEF, 0xEC], [0xF8, 0xE4, 0xEF]]
    comes_to(its.page, lambda: its.page.evaluate(COLOURS), wanted)


def test_own_data_by_pasting(its: Playground) -> None:
    page = its.page
    page.get_by_role("button", name="Own data").click()
    dialog = page.get_by_role("dialog", name="Own data")
    table = dialog.get_by_label("Table")
    use = dialog.get_by_role("button", name="Use these points")
    expect(use).to_be_disabled()
    table.fill("a;b;c;kind\n1,5;2;7;oak\n3;4;7;elm\n0,5;1\n")
    expect(dialog.get_by_role("alert")).to_contain_text("Line 4, column 3. This row has 2 columns")
    table.fill("a;b;c;kind\n1,5;2;7;oak\n3;x;7;elm\n")
    expect(dialog.get_by_label("b", exact=True)).not_to_be_checked()
    dialog.get_by_label("b", exact=True).check()
    expect(dialog.get_by_role("alert")).to_contain_text("Line 3, column 2. `x` is not a finite number.")
    expect(use).to_be_disabled()
    table.fill("a;b;c;kind\n1,5;2;7;oak\n3;4;7;elm\n0,5;1;7;oak\n")
    expect(dialog).to_contain_text("Column 3 is 7 in every row.")
    expect(dialog.get_by_role("cell", name="1,5")).to_be_visible()
    dialog.get_by_label("c", exact=True).uncheck()
    use.click()
    body = its.ran(lambda body: "files" in body)
    assert body["files"]["points.csv"] == "a,b,label: elm | oak\n1.5,2,1\n3,4,-1\n0.5,1,1\n"
    assert "MLP(2, [16, 16, 1]" in body["source"]
    expect(page.locator(".pg-key")).to_contain_text("elm")
    expect(its.plot).to_have_attribute("data-regions", "shown")


def test_own_data_from_a_file_with_three_inputs(its: Playground, tmp_path: Path) -> None:
    file = tmp_path / "trees.csv"
    made = random.Random(4)
    lines = [f"{made.random()},{made.random()},{made.random()},{at % 3}" for at in range(30)]
    file.write_text("\n".join(lines))
    page = its.page
    page.get_by_role("button", name="Own data").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a CSV file").click()
    chooser.value.set_files(file)
    page.get_by_role("button", name="Use these points").click()
    body = its.ran(lambda body: "files" in body)
    assert "MLP(3, [16, 16, 3]" in body["source"]
    page.get_by_label("Input up").select_option(label="x3")
    expect(page.get_by_text("others at their mean")).to_be_visible()
    expect(its.plot).to_have_attribute("data-regions", "shown")


def test_large_numbers_are_rescaled_unless_one_says_otherwise(its: Playground) -> None:
    page = its.page
    page.get_by_role("button", name="Own data").click()
    dialog = page.get_by_role("dialog", name="Own data")
    dialog.get_by_label("Table").fill("cm,kg,kind\n150,40,elf\n170,60,orc\n190,80,orc\n")
    rescale = dialog.get_by_label("Rescale each input")
    expect(rescale).to_be_checked()
    expect(dialog).to_contain_text("cm: (x − 170) / 16.3299; kg: (x − 60) / 16.3299")
    rescale.uncheck()
    expect(dialog).not_to_contain_text("(x − 170)")
    rescale.check()
    dialog.get_by_role("button", name="Use these points").click()
    body = its.ran(lambda body: "files" in body)
    rows, _ = csv(body["files"]["points.csv"])
    assert rows[1] == [0.0, 0.0]
    assert rows[2][0] == -rows[0][0] == pytest.approx(1.5**0.5)


def test_a_point_of_several_classes_says_what_it_adds_to_each_score(its: Playground) -> None:
    its.choose("Data set", "Three blobs")
    its.ran(lambda body: "data_seed, 3)" in body["source"])
    expect(its.page.get_by_role("region", name="Confusion").locator("tbody tr")).to_have_count(3)
    its.plot.focus()
    its.page.keyboard.press("ArrowRight")
    scores = its.page.get_by_role("table", name="Scores of point 0")
    expect(scores.locator("tbody tr")).to_have_count(3)
    expect(scores.locator("thead")).to_contain_text("adds to grad")
    expect(scores.locator("thead")).not_to_contain_text("softmax")
    its.choose("Loss", "Cross-entropy")
    expect(scores.locator("thead")).to_contain_text("softmax")


def test_a_million_rows_are_refused_at_once(its: Playground, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("1,2\n" * 1_000_000)
    its.page.get_by_role("button", name="Own data").click()
    with its.page.expect_file_chooser() as chooser:
        its.page.get_by_role("button", name="Choose a CSV file").click()
    chooser.value.set_files(file)
    expect(its.page.get_by_role("alert")).to_contain_text("1,000,000 rows. The limit is 10,000.")


def test_the_page_fits_a_phone(open_page: OpenPage, axe: Axe) -> None:
    page, _ = open_page(width=390, height=844)
    its = Playground(page)
    expect(its.plot).to_be_visible()
    expect(page.get_by_role("radio", name="Boundary")).to_be_checked()
    nothing_scrolls_sideways(page)
    its.plot.focus()
    page.keyboard.press("ArrowRight")
    expect(its.point).to_be_visible()
    assert axe(page) == []
    page.get_by_role("radio", name="Network").check(force=True)
    expect(page.get_by_role("region", name="Network drawing")).to_be_visible()
    page.get_by_role("radio", name="Settings").check(force=True)
    expect(its.field("Noise")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_no_accessibility_fault(open_page: OpenPage, axe: Axe, color_scheme: ColorScheme) -> None:
    page, _ = open_page(color_scheme=color_scheme)
    its = Playground(page)
    its.plot.focus()
    page.keyboard.press("ArrowRight")
    expect(its.point).to_contain_text("Point 0")
    assert axe(page) == []
    page.get_by_role("button", name="Own data").click()
    page.get_by_label("Table").fill("a,b\n1,2\n2,3\n")
    assert axe(page) == []
