"""The graph as a file: a drawing complete on its own, or another tool's text, of the numbers on screen."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.gate import Gate
from tests.browser.until import comes_to, until


def _saved(page: Page, form: str) -> Path:
    with page.expect_download() as caught:
        Explorer(page).choose_in_view("Export", form)
    saved: Path = caught.value.path()
    return saved.rename(saved.with_name(caught.value.suggested_filename))


def test_a_drawing_is_saved_with_the_numbers_on_screen(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.set("a", "7")
    root = ElementTree.fromstring(_saved(page, "Drawing (SVG)").read_text())  # noqa: S314  # written by the code under test
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "7.0000" in texts
    assert root.find(".//{http://www.w3.org/2000/svg}style") is not None


@pytest.mark.parametrize(
    ("form", "name", "start"),
    [
        ("Drawing (PNG)", "a_small_expression.png", b"\x89PNG"),
        ("Drawing (PDF)", "a_small_expression.pdf", b"%PDF"),
        ("DOT for Graphviz", "a_small_expression.dot", b"digraph"),
        ("PyTorch program", "a_small_expression_torch.py", b'"""A graph for PyTorch'),
        ("LaTeX derivation", "a_small_expression.tex", b"% Written by Backlens"),
    ],
)
def test_each_form_is_saved_under_its_name(page: Page, form: str, name: str, start: bytes) -> None:
    Explorer(page).open()
    saved = _saved(page, form)
    assert saved.name == name
    assert saved.read_bytes().startswith(start)


def test_a_second_file_does_not_take_the_place_of_the_first(page: Page) -> None:
    Explorer(page).open()
    gate = Gate(page, "export")
    saved: list[str] = []
    page.on("download", lambda download: saved.append(download.suggested_filename))

    def export(form: str) -> None:
        Explorer(page).choose_in_view("Export", form)

    gate.reached_by(lambda: export("PyTorch program"))
    with page.expect_download(lambda download: download.suggested_filename == "a_small_expression.tex"):
        export("LaTeX derivation")
        gate.open()
    # Which of the two answers is there first is the server's affair.
    comes_to(page, lambda: sorted(saved), ["a_small_expression.tex", "a_small_expression_torch.py"])


def test_a_drawing_is_of_the_step_that_is_shown(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    page.get_by_role("slider", name="Backward step").fill("4")
    expect(page.locator(".tl h2")).to_contain_text("step 4 of 7")

    def grads() -> dict[str, str]:
        return {node: grad for node, (_, grad) in explorer.numbers().items()}

    on_screen = until(page, grads, lambda found: list(found.values()).count("–") == 3)
    root = ElementTree.fromstring(_saved(page, "Drawing (SVG)").read_text())  # noqa: S314  # as above
    saved = {
        card.get("id"): text.text
        for card in root.iter("{http://www.w3.org/2000/svg}g")
        for text in card.findall("{http://www.w3.org/2000/svg}text")
        if text.get("class") == "grad"
    }
    assert saved == on_screen
    dot = _saved(page, "DOT for Graphviz").read_text()
    assert dot.count('grad -"') == 3


def test_a_drawing_may_have_no_background(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("x = Value(2.0, label='x')\ny_1 = x*3; y_1.label = 'y_1'\n")
    explorer.choose_in_view("Export", "No background")
    saved = _saved(page, "Drawing (SVG)")
    assert saved.name == "y_1.svg"
    assert "paper" not in saved.read_text().split("</style>")[1]
