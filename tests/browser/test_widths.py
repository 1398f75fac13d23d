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


def _names(items: Locator) -> str:
    return "\n".join(text.strip() for text in items.all_inner_texts())


def test_what_a_narrow_toolbar_leaves_out_is_in_its_menu(open_page: OpenPage) -> None:
    page, _ = open_page(width=1181, calm=True)
    page.goto("/")
    _choose(page, "Training a network")
    toolbar = page.get_by_role("toolbar", name="Graph view")
    view = toolbar.get_by_role("button", name="View")
    for width, outward in ((1181, ()), (1440, ("Share",)), (1920, ("Share", "Export"))):
        page.set_viewport_size({"width": width, "height": 800})
        view.click()
        menu = page.get_by_role("menu", name="View")
        button, list_ = view.bounding_box(), menu.bounding_box()
        assert button is not None
        assert list_ is not None
        assert list_["x"] + list_["width"] == pytest.approx(button["x"] + button["width"], abs=1)
        assert list_["y"] == pytest.approx(button["y"] + button["height"] + 4, abs=1)
        names = _names(menu.locator("[role^=menuitem]"))
        for name in ("Merged", "Classic", "Chosen to fit", "Left to right", "Top to bottom", "Present"):
            assert name in names
        for name in ("Share", "Export"):
            expect(toolbar.get_by_role("button", name=name)).to_be_visible(visible=name in outward)
            expect(menu.get_by_role("menuitem", name=name)).to_be_visible(visible=name not in outward)
        page.keyboard.press("Escape")
    view.click()
    page.get_by_role("menuitemradio", name="Classic").click()
    expect(page.locator(".frame svg.classic")).to_be_visible()


def test_the_view_menu_is_walked_with_the_keys(open_page: OpenPage) -> None:
    page, _ = open_page(width=1181, calm=True)
    page.goto("/")
    view = page.get_by_role("toolbar", name="Graph view").get_by_role("button", name="View")
    view.focus()
    page.keyboard.press("ArrowDown")
    menu = page.get_by_role("menu", name="View")
    expect(menu.get_by_role("menuitemradio", name="Merged")).to_be_focused()
    page.keyboard.press("t")
    expect(menu.get_by_role("menuitemradio", name="Top to bottom")).to_be_focused()
    page.keyboard.press("e")
    expect(menu.get_by_role("menuitem", name="Export")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("menuitem", name="Drawing (SVG)")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    with page.expect_response("**/render") as drawn:
        page.keyboard.press("Enter")
    assert '"direction":"TB"' in (drawn.value.request.post_data or "")
    expect(view).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("menuitemradio", name="Top to bottom")).to_be_checked()
    page.keyboard.press("Escape")
    expect(view).to_be_focused()
    expect(menu).to_be_hidden()
