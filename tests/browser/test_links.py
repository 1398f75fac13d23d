"""Links: the state is in the address and comes back from it; what cannot be opened is told plainly."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.address import packed, unpacked
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.until import comes_to, until

TEXTS = """() => [...document.querySelectorAll(".tl, .tape, .frame svg")].map((each) => each.textContent)"""
PROGRAM = "a = Value(2.0, label='a')\nb = a*a; b.label = 'b'\n"


def kept(page: Page, **members: Any) -> str:
    """Wait until the address keeps these members; gives the address back."""

    def keeps(address: str) -> bool:
        state = unpacked(address) if "#1." in address else {}
        return all(state.get(name) == value for name, value in members.items())

    page.wait_for_url(keeps, wait_until="commit")
    return page.url


@pytest.mark.parametrize("mode", ["forward", "backward"])
def test_a_link_opens_the_same_step_in_another_browser(open_page: OpenPage, mode: str) -> None:
    page, _ = open_page(calm=True)
    explorer = Explorer(page).open()
    length = page.evaluate("history.length")
    explorer.set("a", "0.5")
    explorer.field("a").blur()
    page.keyboard.press(mode[0])
    expect(page.locator(".tl h2")).to_contain_text(f"{mode.title()}, step 7 of 7")
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    explorer.card("n3").click()
    page.keyboard.press("m")
    page.keyboard.press("l")
    expect(page.locator(".frame svg.classic")).to_be_visible()
    address = kept(page, mode=mode, step=5, selected="n3", look="classic", direction="TB")
    assert page.evaluate("history.length") == length
    other, _ = open_page(calm=True)
    other.goto(address)
    opened = Explorer(other)
    expect(other.locator(".tl h2")).to_contain_text("step 5 of 7")
    expect(other.locator(".frame svg.classic")).to_be_visible()
    expect(opened.card("n3")).to_contain_class("is-selected")
    expect(opened.field("a")).to_have_value("0.50")
    # What a screen reader hears comes a moment after what is seen, on both pages.
    expect(opened.sentence).not_to_be_empty()
    until(
        page,
        lambda: [each.sentence.text_content() for each in (explorer, opened)],
        lambda said: said[0] == said[1],
    )
    comes_to(other, lambda: other.evaluate(TEXTS), page.evaluate(TEXTS))
    assert unpacked(kept(other, step=5)) == unpacked(address)


def test_a_link_put_into_an_open_page_is_opened(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    Explorer(page).open()
    page.evaluate(
        "fragment => { location.hash = fragment }", packed({"source": PROGRAM, "mode": "backward", "step": 2})
    )
    expect(page.locator(".tl h2")).to_contain_text("Backward, step 2 of 3")


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        (packed({"source": PROGRAM})[:-5], "This link is incomplete or was changed"),
        ("#2.abcdef", "another version of Backlens"),
        ("#hello", "This link is incomplete or was changed"),
        (packed({"source": PROGRAM, "step": "x"}), "This link is incomplete or was changed"),
    ],
)
def test_a_damaged_link_leaves_a_usable_page(page: Page, fragment: str, said: str) -> None:
    page.goto(f"/{fragment}")
    expect(page.locator(".banner")).to_contain_text(said)
    expect(page.get_by_role("heading", name="Write a program")).to_be_visible()
    explorer = Explorer(page)
    page.get_by_role("button", name="Close", exact=True).last.click()
    explorer.paste(PROGRAM)
    expect(explorer.data("n1")).to_have_text("4.0000")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"mode": "backward", "step": 90}, "The link goes to step 90; this pass has 3 steps."),
        ({"selected": "n77"}, "The link selects n77, which is not a value of this graph."),
        ({"collapsed": ["mlp/layer9"]}, "This graph has no group mlp/layer9."),
        ({"around": {"node": "n88", "hops": 2}}, "around n88, which is not a value of this graph."),
    ],
)
def test_what_is_not_there_is_said_and_the_rest_is_shown(
    open_page: OpenPage, members: dict[str, Any], said: str
) -> None:
    page, _ = open_page(calm=True)
    page.goto("/" + packed({"source": PROGRAM, **members}))
    expect(Explorer(page).data("n1")).to_have_text("4.0000")
    expect(page.locator(".banner")).to_contain_text(said)


def test_a_link_with_a_faulty_text_shows_the_fault(page: Page) -> None:
    page.goto("/" + packed({"source": "a = Value(", "mode": "backward", "step": 1}))
    expect(page.locator(".left .tag.err")).to_have_text("1 problem")


def test_the_link_is_copied_by_key_and_by_menu(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer = Explorer(page).open()
    page.keyboard.press("b")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    page.keyboard.press("k")
    expect(page.locator(".toast")).to_have_text("Link to backward step 7 copied.")
    assert unpacked(page.evaluate("navigator.clipboard.readText()"))["step"] == 7
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("menuitem", name="Copy link at this step").click()
    expect(page.locator(".toast")).to_have_text("Link to backward step 6 copied.")
    assert unpacked(page.evaluate("navigator.clipboard.readText()"))["step"] == 6
    page.get_by_role("button", name="Share").click()
    page.get_by_role("menuitem", name="Copy code to embed").click()
    expect(page.locator(".toast")).to_have_text("Code to embed copied.")
    assert re.match(r'<iframe src="http[^"]+/\?embed=1#1\.', page.evaluate("navigator.clipboard.readText()"))
    expect(explorer.card("n6")).to_be_visible()


def test_where_the_clipboard_is_refused_the_link_is_shown(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(Clipboard.prototype, 'writeText', "
        "{ value: () => Promise.reject(new Error('no')) })"
    )
    Explorer(page).open()
    page.keyboard.press("k")
    field = page.get_by_role("textbox", name="Link", exact=True)
    expect(field).to_be_focused()
    assert unpacked(field.input_value())["source"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Link")).to_be_hidden()


def test_an_embedded_page_stands_in_another_one(
    open_page: OpenPage, axe: Callable[[Page], list[str]], server: str
) -> None:
    page, _ = open_page(calm=True, width=960, height=540)
    fragment = packed({"source": PROGRAM, "mode": "backward", "step": 3})
    address = f"{server}/?embed=1&amp;theme=dark{fragment}"
    page.set_content(f"<iframe title='graph' width=900 height=500 src='{address}'></iframe>")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".tl h2")).to_contain_text("step 3 of 3")
    for gone in (".topbar", ".left", ".insp", ".toolbar", ".values", ".verbs", ".desc"):
        expect(frame.locator(gone).filter(visible=True)).to_have_count(0)
    frame.get_by_role("button", name="Step back").click()
    expect(frame.locator(".tl h2")).to_contain_text("step 2 of 3")
    page.goto(f"/?embed=1&theme=dark{fragment}")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator(".tl h2")).to_contain_text("step 3 of 3")
    assert axe(page) == []


def test_an_embedded_page_has_sliders_and_computes_what_they_change(
    open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page, watch = open_page(calm=True, width=960, height=540)
    explorer = Explorer(page)
    page.goto(f"/?embed=1{packed({'source': PROGRAM, 'mode': 'backward', 'step': 3})}")
    expect(page.locator(".tl h2")).to_contain_text("step 3 of 3")
    slider = page.get_by_role("slider", name="a", exact=True)
    expect(slider).to_have_count(1)
    assert axe(page) == []
    sent = len(watch.requests)
    page.context.set_offline(True)
    slider.fill("1")
    expect(page.locator(".slider-strip [data-leaf=a] .num")).to_have_text("1")
    expect(explorer.data("n0")).to_have_text("1.0000")
    expect(explorer.grad("n0")).to_have_text("2.0000")
    page.context.set_offline(False)
    assert len(watch.requests) == sent
    page.set_viewport_size({"width": 390, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1440, 390])
def test_presenting(open_page: OpenPage, axe: Callable[[Page], list[str]], width: int) -> None:
    page, _ = open_page(calm=True, width=width, height=900)
    Explorer(page).open()
    page.keyboard.press("f")
    expect(page.locator(".tl h2")).to_contain_text("Forward, step 7 of 7")
    page.keyboard.press("ArrowLeft")
    assert axe(page) == []
    page.keyboard.press("p")
    expect(page.locator(".tape")).to_be_hidden()
    expect(page.locator(".left")).to_be_hidden()
    assert axe(page) == []
    if width == 1440:
        expect(page.locator(".say:not(.brief)")).to_have_css("font-size", "28px")
        expect(page.locator(".pct")).to_have_text("150%")
    nothing_scrolls_sideways(page)
    page.keyboard.press("Escape")
    expect(page.locator(".topbar")).to_be_visible()


def test_collapsed_groups_of_an_older_link_are_drawn(
    open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page, _ = open_page(calm=True)
    source = "n = MLP(2, [2, 1])\no = n([1.0, 2.0])\n"
    page.goto("/" + packed({"source": source, "collapsed": ["n[0]/layer0"]}))
    expect(page.locator(".frame g.group")).to_have_count(1)
    part = page.locator(".frame g.node").count()
    page.get_by_role("button", name="Share").click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Every value").check(force=True)
    page.keyboard.press("1")
    page.keyboard.press("4")
    expect(page.locator(".frame g.group")).to_have_count(0)
    expect(page.locator(".frame g.node")).not_to_have_count(part)
