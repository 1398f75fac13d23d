"""The drawing as a file: complete on its own, of the same graph and numbers."""

from xml.etree import ElementTree

from playwright.sync_api import Page

from tests.browser.explorer import Explorer


def _saved(page: Page, form: str) -> str:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as caught:
        page.get_by_role("menuitem", name=form).click()
    return caught.value.path().read_text(encoding="utf-8")


def test_a_drawing_is_saved_with_the_numbers_on_screen(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.set("a", "7")
    root = ElementTree.fromstring(_saved(page, "Drawing (SVG)"))  # noqa: S314  # written by the code under test
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "7.0000" in texts
    assert root.find(".//{http://www.w3.org/2000/svg}style") is not None


def test_a_graph_is_saved_for_graphviz(page: Page) -> None:
    Explorer(page).open()
    dot = _saved(page, "Graph (DOT)")
    assert dot.startswith("digraph")
    assert "n0 -> n2" in dot
