"""The explorer's columns at the widths of common screens: nothing runs over, all can be reached."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

WIDTHS = (721, 961, 1181, 1280, 1366, 1440, 1920)
LARGEST = "micrograd's demo: two moons"
EXAMPLES = ("Training a network", "A neuron", LARGEST)

COLUMNS = """() => {
  const shown = (name) => [...document.querySelectorAll(name)].filter((e) => e.getClientRects().length > 0);
  const edge = (name, side) => shown(name)[0]?.getBoundingClientRect()[side] ?? null;
  const over = (column, names) => {
    const { left, right } = shown(column)[0].getBoundingClientRect();
    return shown(names)
      .filter((e) => e.getBoundingClientRect().left < left - 1 || e.getBoundingClientRect().right > right + 1)
      .map((e) => e.outerHTML.slice(0, 90));
  };
  return {
    canvas: edge(".canvas", "right"),
    inspector: edge(".insp", "left"),
    wide: document.documentElement.scrollWidth,
    over: [
      ...over(".mid", ".toolbar :is(button, input, label), .canvas, .values, .legend, .zoom"),
      ...over(".tl", ".tl-top :is(button, select, label)"),
      ...over("body", ".explore > *"),
    ],
    legend: edge(".legend", "right"),
    zoom: edge(".zoom", "left"),
  };
}"""


def _choose(page: Page, title: str) -> None:
    page.get_by_role("button", name="Choose an example").click()
    page.get_by_role("menuitem", name=title).click()
    expect(page.locator(".topbar .doc b")).to_have_text(title)
    expect(page.locator(".frame svg")).to_be_visible()
    expect(page.locator(".frame")).to_have_attribute("aria-busy", "false")


def _assert_in_columns(page: Page, width: int) -> None:
    found = page.evaluate(COLUMNS)
    assert found["over"] == []
    assert found["wide"] <= width
    assert found["canvas"] <= (width if found["inspector"] is None else found["inspector"])
    assert found["legend"] <= found["zoom"]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_column_keeps_to_its_width(open_page: OpenPage, width: int) -> None:
    page, _ = open_page(width=width, calm=True)
    page.goto("/")
    for title in EXAMPLES:
        _choose(page, title)
        _assert_in_columns(page, width)
    unfold = page.get_by_role("button", name="Fold", exact=True)
    expect(unfold).to_be_visible()
    inspector = page.get_by_role("button", name="Close inspector")
    if inspector.is_visible():
        inspector.click()
        _assert_in_columns(page, width)


def _names(items: Locator) -> list[str]:
    return [text.strip() for text in items.all_inner_texts()]


def test_what_a_narrow_toolbar_leaves_out_is_in_its_menu(open_page: OpenPage) -> None:
    page, _ = open_page(width=1181, calm=True)
    page.goto("/")
    _choose(page, "Training a network")
    toolbar = page.get_by_role("toolbar", name="Graph view")
    expect(toolbar.get_by_role("button", name="Share")).to_be_hidden()
    view = toolbar.get_by_role("button", name="View")
    view.click()
    items = page.get_by_role("menu", name="View").get_by_role("menuitem")
    button, menu = view.bounding_box(), page.get_by_role("menu", name="View").bounding_box()
    assert button is not None
    assert menu is not None
    assert menu["x"] + menu["width"] == pytest.approx(button["x"] + button["width"], abs=1)
    assert menu["y"] == pytest.approx(button["y"] + button["height"] + 4, abs=1)
    names = "\n".join(_names(items))
    for name in ("Classic look", "Top to bottom", "Present", "Copy short link", "Export Mermaid"):
        assert name in names
    items.filter(has_text="Classic look").click()
    expect(page.locator(".frame svg.classic")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(view).to_be_hidden()
    expect(toolbar.get_by_role("button", name="Share")).to_be_visible()
    expect(toolbar.get_by_role("radio", name="Classic")).to_be_checked()
