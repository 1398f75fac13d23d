"""390 pixels: one part at a time, nothing scrolls sideways, everything can be touched."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_is_beyond_the_edge
from tests.browser.until import comes_to, steady

TOUCH = 36
SMALL = """(least) => [...document.querySelectorAll("button, .tabs label, .seg label")]
  .filter((e) => e.getClientRects().length > 0 && !e.closest(".scrub, .uses, .tape, .cm-editor"))
  .filter((e) => e.getBoundingClientRect().height < least)
  .map((e) => `${e.outerHTML.slice(0, 90)} ${e.getBoundingClientRect().height}`)"""


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    page, _ = open_page(width=390, height=844, calm=True)
    return page


def _show(page: Page, tab: str) -> None:
    page.get_by_role("radio", name=tab).check(force=True)


def test_tabs_show_one_part_at_a_time(phone: Page) -> None:
    explorer = Explorer(phone).open()
    parts = {
        "Graph": explorer.frame,
        "Program": explorer.editor,
        "Values": phone.locator(".tape"),
        "Inspect": phone.locator(".kv"),
    }
    for tab in parts:
        _show(phone, tab)
        for other, part in parts.items():
            expect(part).to_be_visible(visible=other == tab)


SCROLL_ALL = """() => {
  for (const part of document.querySelectorAll(".explore, .explore *")) part.scrollTop = part.scrollHeight;
}"""


def test_the_graph_is_in_sight_when_its_tab_comes_back(phone: Page) -> None:
    explorer = Explorer(phone).open()
    explorer.press("Backward")
    expect(phone.locator(".tl h2")).to_contain_text("step 7 of 7")
    before = steady(phone, lambda: {node: explorer.place(node) for node in ("n0", "n6")})
    for tab in ("Program", "Values", "Inspect"):
        _show(phone, tab)
        phone.evaluate(SCROLL_ALL)
        _show(phone, "Graph")
        expect(explorer.frame).to_be_in_viewport(ratio=1)
        for node, place in before.items():
            comes_to(phone, partial(explorer.place, node), pytest.approx(place, abs=1))


def test_a_value_that_is_selected_in_the_list_does_not_move_the_hidden_graph(phone: Page) -> None:
    explorer = Explorer(phone).open()
    before = steady(phone, lambda: explorer.place("n0"))
    _show(phone, "Values")
    phone.locator(".tape tbody tr").first.click()
    _show(phone, "Graph")
    comes_to(phone, lambda: explorer.place("n0"), pytest.approx(before, abs=1))


def test_the_graph_runs_downward(phone: Page) -> None:
    explorer = Explorer(phone).open()
    boxes = steady(phone, lambda: [explorer.place(node) for node in ("n0", "n2", "n4", "n6")])
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops)
    assert len(set(tops)) == 4
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_nothing_scrolls_sideways(phone: Page) -> None:
    explorer = Explorer(phone).open()
    explorer.press("Backward")
    for tab in ("Graph", "Program", "Values", "Inspect"):
        _show(phone, tab)
        nothing_is_beyond_the_edge(phone)


def test_what_is_pressed_is_large_enough(phone: Page) -> None:
    Explorer(phone).open()
    for tab in ("Graph", "Program", "Inspect"):
        _show(phone, tab)
        comes_to(phone, lambda: phone.evaluate(SMALL, TOUCH), [])


def test_a_leaf_is_moved_and_a_step_taken(phone: Page) -> None:
    explorer = Explorer(phone).open()
    _show(phone, "Program")
    explorer.set("a", "3")
    _show(phone, "Graph")
    expect(explorer.data("n6")).to_have_text("−2.0000")
    explorer.press("Step descent")
    expect(explorer.data("n6")).not_to_have_text("−2.0000")
    _show(phone, "Inspect")
    expect(phone.locator(".desc .plot")).to_be_visible()


def test_between_phone_and_desk_the_inspector_is_a_drawer(open_page: OpenPage) -> None:
    page, _ = open_page(width=1000)
    Explorer(page).open()
    expect(page.locator("aside.insp")).to_be_hidden()
    page.get_by_role("button", name="Inspector", exact=True).click()
    expect(page.locator("aside.insp .desc")).to_be_visible()
    page.get_by_role("button", name="Close inspector").click()
    expect(page.locator("aside.insp")).to_be_hidden()


def test_in_a_short_window_the_page_scrolls_and_the_graph_keeps_its_height(open_page: OpenPage) -> None:
    """720 x 450 is a laptop's window at 200 % zoom."""
    page, _ = open_page(width=720, height=450, calm=True)
    explorer = Explorer(page).open()
    frame = steady(page, explorer.frame.bounding_box)
    assert frame is not None
    assert frame["height"] >= 280
    for node in ("n0", "n6"):
        place = steady(page, partial(explorer.place, node))
        assert place["y"] >= frame["y"]
        assert place["y"] + place["height"] <= frame["y"] + frame["height"]
    explorer.press("Backward")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    for tab in ("Graph", "Program", "Values", "Inspect"):
        _show(page, tab)
        nothing_is_beyond_the_edge(page)
    expect(page.locator(".desc .plot")).to_be_visible()
