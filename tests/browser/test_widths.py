"""The explorer's columns at the widths of common screens: nothing runs over, all can be reached."""

from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from app.examples import EXAMPLES, Example
from tests.browser.address import packed
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.gate import Gate
from tests.browser.until import comes_to, steady, until

WIDTHS = (721, 961, 1181, 1280, 1366, 1440, 1920, 2560)
# Windows without height: a laptop's at 200 % zoom, and small phones.
SHORT = ((720, 450), (360, 640), (320, 700))
ROW, LEAST = 52, 280

COLUMNS = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
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


def _begin(page: Page, title: str) -> None:
    page.get_by_role("button", name="Examples", exact=True).click()
    page.get_by_role("menuitem", name=title).click()


def _choose(page: Page, title: str) -> None:
    _begin(page, title)
    expect(page.locator(".topbar .doc b")).to_have_text(title)
    expect(page.locator(".frame svg")).to_be_visible()
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")


def _assert_in_columns(page: Page, width: int) -> None:
    def is_in_columns(found: dict[str, Any]) -> bool:
        return bool(
            found["over"] == []
            and found["wide"] <= width
            and found["canvas"] <= (width if found["inspector"] is None else found["inspector"])
            and found["legend"] <= found["zoom"]
        )

    until(page, lambda: page.evaluate(COLUMNS), is_in_columns)


def _assert_at_every_width(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        _assert_in_columns(page, width)


def test_every_column_keeps_to_its_width(open_page: OpenPage) -> None:
    page, _ = open_page(width=1440, calm=True)
    page.goto("/")
    for example in EXAMPLES:
        page.set_viewport_size({"width": 1440, "height": 800})
        _choose(page, example.title)
        _assert_at_every_width(page)
    page.set_viewport_size({"width": 1440, "height": 800})
    _choose(page, "Training a network")
    expect(page.locator(".frame g.box", has_text="line 16")).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator(".frame g.box")).to_have_count(0)
    Explorer(page).choose_in_view("Classic")
    expect(page.locator(".frame svg.classic")).to_be_visible()
    page.get_by_role("button", name="Close inspector").click()
    _assert_at_every_width(page)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_detail_keeps_to_its_width(open_page: OpenPage, example: Example) -> None:
    page, _ = open_page(width=1440, calm=True)
    page.goto("/" + packed({"source": example.source, "values": dict(example.values)}))
    expect(page.locator(".frame svg")).to_be_visible()
    expect(page.locator(".canvas.is-old")).to_have_count(0)
    for key, name in zip("1234", ("Program", "Calls", "Lines", "Every value"), strict=True):
        page.keyboard.press(key)
        expect(page.get_by_role("radio", name=name)).to_be_checked()
        expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")
        expect(page.locator(".legend")).to_be_visible()
        for width in WIDTHS[2:]:
            page.set_viewport_size({"width": width, "height": 800})
            _assert_in_columns(page, width)


BAR = """() => {
  const right = document.querySelector(".topbar nav").getBoundingClientRect().right;
  const parts = [...document.querySelectorAll(".topbar .doc > *")];
  const shown = parts.filter((e) => e.getClientRects().length > 0);
  const places = shown.map((e) => e.getBoundingClientRect());
  const acts = document.querySelector(".topbar .acts").getBoundingClientRect().left;
  return [right, Math.min(...places.map((e) => e.left)), Math.max(...places.map((e) => e.right)), acts];
}"""


@pytest.mark.parametrize("path", ["/", "/practise"])
def test_the_title_keeps_clear_of_the_links(open_page: OpenPage, path: str) -> None:
    page, _ = open_page(width=1440, calm=True)
    source = next(example.source for example in EXAMPLES if example.name == "moons")
    page.goto(path + (packed({"source": source}) if path == "/" else ""))
    expect(page.locator(".topbar .doc b")).to_be_visible()
    for width in (721, 1024, *WIDTHS[2:]):
        page.set_viewport_size({"width": width, "height": 800})
        until(page, lambda: page.evaluate(BAR), lambda places: places == sorted(places))


def test_a_detail_is_chosen_while_another_program_runs(open_page: OpenPage) -> None:
    page, watch = open_page(width=1440, calm=True)
    page.goto("/")
    _choose(page, "A bare formula")
    expect(page.locator(".frame g.node")).to_have_count(7)
    gate = Gate(page, "evaluate")
    gate.reached_by(lambda: _begin(page, "The whole lecture"))
    with page.expect_response("**/api/v1/render") as drawn:
        page.keyboard.press("1")
    assert drawn.value.status == 200
    expect(page.locator("div.frame svg")).to_have_attribute("data-detail", "program")
    gate.open()
    expect(page.locator(".canvas.is-old")).to_have_count(0)
    expect(page.locator(".legend")).to_be_visible()
    assert watch.refused == []


SMALL = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  scrollTo(0, 0);
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const pressed = [...document.querySelectorAll(".timeline :is(button, .say), .tabs label, .toolbar > *")]
    .filter((e) => e.getClientRects().length > 0 && e.closest(".scrub, .menu-list, .leaves") === null)
    .map((e) => ({ text: e.ariaLabel ?? e.textContent, ...e.getBoundingClientRect().toJSON() }))
    .filter(({ width }) => width > 0);
  const over = pressed.flatMap((one, at) =>
    pressed.slice(at + 1)
      .filter((other) => one.left < other.right - 1 && other.left < one.right - 1)
      .filter((other) => one.top < other.bottom - 1 && other.top < one.bottom - 1)
      .map((other) => `${one.text} | ${other.text}`));
  return {
    graph: box(".frame").height,
    row: box(".timeline").height,
    foot: box(".timeline").bottom,
    middles: [".tabs", ".toolbar"].map((name) => box(name).top + box(name).height / 2),
    legend: box(".legend").top - box(".frame").bottom,
    wide: document.documentElement.scrollWidth,
    out: pressed.filter(({ right, left }) => right > innerWidth + 1 || left < -1).map(({ text }) => text),
    over,
  };
}"""


def _assert_small(page: Page, width: int, height: int, text: float = 1) -> None:
    found = steady(page, lambda: page.evaluate(SMALL))
    assert found["graph"] >= LEAST * text
    assert found["row"] == pytest.approx(ROW * text, abs=2)
    assert found["foot"] == pytest.approx(height, abs=1)
    assert found["middles"][0] == pytest.approx(found["middles"][1], abs=2)
    assert found["legend"] >= 0
    assert found["wide"] <= width
    assert found["out"] == []
    assert found["over"] == []


def test_a_window_without_height_keeps_the_graph(open_page: OpenPage) -> None:
    page, _ = open_page(width=720, height=450, calm=True)
    explorer = Explorer(page).open()
    page.locator(".verbs").get_by_role("button", name="Backward").click()
    expect(page.locator(".frame g.node.is-active")).to_have_count(1)
    for width, height in SHORT:
        page.set_viewport_size({"width": width, "height": height})
        _assert_small(page, width, height)
        expect(page.locator(".say:visible")).to_contain_text("b")
        for node in ("n0", "n6"):
            place = steady(page, partial(explorer.place, node))
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= width
            assert place["y"] + place["height"] <= height - ROW
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Step descent").click()
    expect(explorer.data("n6")).not_to_have_text("−8.0000")


def test_text_at_twice_its_size_enlarges_the_page(open_page: OpenPage) -> None:
    page, _ = open_page(width=1440, height=900, calm=True)
    sizes = {"standard": 32, "fixed": 26}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    Explorer(page).open()
    _assert_small(page, 1440, 900, text=2)


def test_sliders_are_with_the_graph_on_a_phone(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Sliders").click()
    for width, height in ((390, 844), *SHORT):
        page.set_viewport_size({"width": width, "height": height})
        expect(explorer.slider("a")).to_be_in_viewport(ratio=1)
        expect(explorer.card("n6")).to_be_in_viewport()
    explorer.slider("a").press("ArrowRight")
    expect(explorer.data("n0")).not_to_have_text("2.0000")
    page.get_by_role("button", name="Sliders").click()
    expect(explorer.slider("a")).to_be_hidden()


def test_a_small_graph_fills_a_large_window(open_page: OpenPage) -> None:
    page, _ = open_page(width=2560, height=1300, calm=True)
    explorer = Explorer(page).open()
    explorer.paste("a = Value(2.0)\nb = a + 3\n")
    expect(page.locator(".pct")).to_have_text("200%")


def _corners(button: Locator, menu: Locator) -> tuple[float, float]:
    """How far the menu's right upper corner is from the button's right lower one."""
    above, below = button.bounding_box(), menu.bounding_box()
    assert above is not None
    assert below is not None
    right = below["x"] + below["width"] - above["x"] - above["width"]
    return right, below["y"] - above["y"] - above["height"]


def _names(items: Locator) -> str:
    return "\n".join(text.strip() for text in items.all_inner_texts())


def test_what_a_narrow_toolbar_leaves_out_is_in_its_menu(open_page: OpenPage) -> None:
    page, _ = open_page(width=1181, calm=True)
    page.goto("/")
    _choose(page, "Training a network")
    toolbar = page.get_by_role("toolbar", name="Graph view")
    view = toolbar.get_by_role("button", name="View")
    menu = page.get_by_role("menu", name="View")
    for width, outward in ((1181, ()), (1440, ("Share",)), (1920, ("Share", "Export"))):
        page.set_viewport_size({"width": width, "height": 800})
        view.click()
        comes_to(page, lambda: _corners(view, menu), pytest.approx((0, 4), abs=1))
        names = steady(page, partial(_names, menu.locator("[role^=menuitem]")))
        for name in ("Merged", "Classic", "Chosen to fit", "Left to right", "Top to bottom", "Present"):
            assert name in names
        for name in ("Share", "Export"):
            expect(toolbar.get_by_role("button", name=name)).to_be_visible(visible=name in outward)
            expect(menu.get_by_role("menuitem", name=name)).to_be_visible(visible=name not in outward)
        page.keyboard.press("Escape")
    _choose(page, "A small expression")
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
    expect(menu.get_by_role("menuitem", name="Export")).to_be_visible()
    page.keyboard.press("t")
    expect(menu.get_by_role("menuitemradio", name="Top to bottom")).to_be_focused()
    with page.expect_response("**/render") as drawn:
        page.keyboard.press("Enter")
    assert '"direction":"TB"' in (drawn.value.request.post_data or "")
    expect(view).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("menuitemradio", name="Top to bottom")).to_be_checked()
    page.keyboard.press("Escape")
    expect(view).to_be_focused()
    expect(menu).to_be_hidden()
