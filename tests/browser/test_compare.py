"""Compare: two graphs on one layout, marked, moved and selected as one; a program that fails; by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.app.conftest import LECTURE as BEFORE
from tests.browser.address import packed, unpacked
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.until import until

Axe = Callable[[Page], list[str]]

AFTER = BEFORE.replace("d = e + c", "d = (e + c).tanh()").replace("Value(10.0", "Value(7.0")
CALLS = "def f(x):\n    y = x * 2.0\n    return y.tanh()\na = Value(1.0)\nL = f(a) + f(a * a)"


def link(before: str, after: str) -> str:
    return "/compare" + packed({"source": after, "compare": {"before": {"source": before}}})


FOCUSED = "document.activeElement.closest('g.node')?.id ?? ''"


def opened(page: Page, before: str = BEFORE, after: str = AFTER) -> Page:
    page.goto(link(before, after))
    expect(page.locator(".cp-side[aria-label=After] g.node").first).to_be_attached()
    return page


def transform(page: Page, side: str) -> str:
    """Where a drawing is, to a thousandth of a px: the other one follows what is on the canvas."""
    text = page.locator(f".cp-side[aria-label={side}] g.layer").get_attribute("transform") or ""
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.3f}", text)


def transforms(page: Page) -> list[str]:
    return [transform(page, side) for side in ("Before", "After")]


def place(page: Page, card: str) -> tuple[float, float]:
    face = page.locator(f"#{card} > .face")
    return float(face.get_attribute("x") or ""), float(face.get_attribute("y") or "")


def test_what_both_have_is_at_the_same_places_and_marked(page: Page) -> None:
    opened(page)
    for node in range(8):
        assert place(page, f"before-n{node}") == place(page, f"after-n{node}")
    after, before = page.locator("#after-n4"), page.locator("#before-n4")
    expect(after.locator(".cmp-tag")).to_have_text("+ new")
    expect(before.locator(".cmp-tag")).to_have_text("not here")
    expect(page.locator("#after-n5 .cmp-tag")).to_have_text("≠ op")
    expect(page.locator("#before-n5 > .op")).to_have_text("+")
    expect(page.locator("#after-n5 > .op")).to_have_text("tanh")
    expect(page.locator("#before-n3 .cmp-tag, #before-n2 .cmp-tag")).to_have_text(["≠ grad", "≠ data"])
    expect(page.locator("#after-n4 > .hit")).to_have_attribute("aria-label", re.compile("only after$"))
    expect(page.locator("#before-n4 > .hit")).to_have_attribute("aria-label", re.compile("not here"))
    expect(page.locator("#before-n3 > .data")).to_have_text("10.0000")


def test_the_first_differences_are_sentences_with_a_link(page: Page) -> None:
    opened(page)
    firsts = page.locator(".cp-first")
    expect(firsts.first).to_have_text("The first value that differs is c, line 3: 10.0 before, 7.0 after.")
    expect(firsts.nth(1)).to_contain_text("The first grad that differs is")
    page.get_by_role("button", name="c, line 3").click()
    expect(page.locator(".graph .is-selected")).to_have_count(2)
    row = page.get_by_role("region", name=re.compile("Numbers of c")).get_by_role("row").nth(1)
    expect(row.get_by_role("cell").nth(1)).to_have_text("10.0")
    expect(row.get_by_role("cell").nth(2)).to_have_text("7.0")


def test_moving_in_one_moves_in_the_other(page: Page) -> None:
    opened(page)
    old = transform(page, "After")
    box = page.locator(".cp-side[aria-label=Before] .frame").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 50)
    page.mouse.up()
    moved = until(page, lambda: transforms(page), lambda both: both[0] == both[1] != old)
    page.get_by_role("button", name="Zoom in").click()
    until(page, lambda: transforms(page), lambda both: both[0] == both[1] != moved[1])


def test_by_keyboard(page: Page) -> None:
    opened(page)
    expect(page.locator("#after-n4 .cmp-tag")).to_have_text("+ new")
    page.get_by_role("button", name="Next difference").focus()
    page.keyboard.press("Enter")
    first = until(page, lambda: page.evaluate(FOCUSED), bool)
    expect(page.locator(".graph .is-selected")).to_have_count(2)
    page.keyboard.press("ArrowRight")
    moved = until(page, lambda: page.evaluate(FOCUSED), lambda card: card not in ("", first))
    page.keyboard.press(" ")
    expect(page.locator(f"#{moved}")).to_have_class(re.compile("is-selected"))


def test_boxes_say_how_much_of_them_differs(page: Page) -> None:
    opened(page, CALLS, CALLS.replace("x * 2.0", "x * 3.0"))
    page.get_by_role("radio", name="Program", exact=True).check(force=True)
    box = page.locator("#after-n0, .cp-side[aria-label=After] g.node[data-kind=scope]").last
    expect(box.locator(".cmp-tag").first).to_have_text(re.compile(r"differs?|≠"))
    page.get_by_role("radio", name="Every value").check(force=True)
    expect(page.locator(".cp-side[aria-label=After] g.node[data-kind=scope]")).to_have_count(0)


def test_a_box_is_opened_in_both(page: Page) -> None:
    opened(page, CALLS, CALLS.replace("x * 2.0", "x * 3.0"))
    page.get_by_role("radio", name="Program", exact=True).check(force=True)
    openers = page.locator(".cp-side[aria-label=After] .opener")
    expect(openers.first).to_be_attached()
    count = openers.count()
    openers.first.click()
    for side in ("Before", "After"):
        expect(page.locator(f".cp-side[aria-label={side}] g.cluster").first).to_be_attached()
    assert count > 0


def test_equal_programs(page: Page) -> None:
    opened(page, BEFORE, BEFORE)
    expect(page.locator(".cp-findings")).to_have_text("No difference: every value and grad is the same.")
    expect(page.locator(".cmp-tag")).to_have_count(0)


def test_one_that_fails_is_said_and_the_other_is_shown(page: Page) -> None:
    page.goto(link(BEFORE, BEFORE.replace("e + c", "e + cc")))
    expect(page.get_by_role("region", name="After").get_by_role("alert")).to_contain_text("Line 5")
    expect(page.locator("#before-n0")).to_be_attached()
    expect(page.locator("#after-n0")).to_have_count(0)
    page.get_by_role("button", name="Programs").click()
    page.get_by_label("Program after").fill(AFTER)
    expect(page.locator("#after-n0")).to_be_attached()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_without_a_value(page: Page) -> None:
    page.goto(link("x = 1.0", BEFORE))
    expect(page.get_by_role("region", name="Before").get_by_role("alert")).to_contain_text("makes no Value")
    expect(page.locator("#after-n0")).to_be_attached()


def test_a_class_of_its_own_in_one(page: Page) -> None:
    own = (
        "class Value:\n"
        "    def __init__(self, data, children=(), op=''):\n"
        "        self.data, self.grad, self._prev, self._op = data, 0.0, children, op\n"
        "    def __add__(self, other):\n"
        "        return Value(self.data + other.data, (self, other), '+')\n"
        "    def __mul__(self, other):\n"
        "        return Value(self.data * other.data, (self, other), '*')\n"
    )
    plain = re.sub(r", label='.'|; ..label = '.'", "", BEFORE)
    page.goto(link(plain, own + plain))
    expect(page.locator("#after-n0, .cp-failure").first).to_be_attached()
    expect(page.locator("#before-n0")).to_be_attached()


def test_both_programs_are_in_the_address(page: Page) -> None:
    page.goto("/compare")
    page.get_by_label("Program before").fill(BEFORE)
    page.get_by_label("Program after").fill(AFTER)
    expect(page.locator("#after-n7")).to_be_attached()

    def keeps_both(address: str) -> bool:
        state = unpacked(address) if "#1." in address else {}
        return (state.get("source"), state.get("compare", {}).get("before", {}).get("source")) == (
            AFTER,
            BEFORE,
        )

    page.wait_for_url(keeps_both, wait_until="commit")
    page.reload()
    expect(page.locator("#after-n4 .cmp-tag")).to_have_text("+ new")
    page.get_by_role("button", name="Swap").click()
    expect(page.locator("#before-n4 .cmp-tag")).to_have_text("− gone")


def test_from_explore_with_the_text_that_ran_before(page: Page) -> None:
    explorer = Explorer(page)
    explorer.open()
    explorer.paste(BEFORE)
    explorer.paste(AFTER)
    explorer.choose_in_view("With the text that ran before")
    expect(page).to_have_url(re.compile("/compare#"))
    expect(page.locator("#after-n4 .cmp-tag")).to_have_text("+ new")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (720, 450), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_is_accessible(
    open_page: OpenPage, axe: Axe, width: int, height: int, scheme: Any
) -> None:
    page, _ = open_page(width=width, height=height, color_scheme=scheme)
    opened(page)
    page.locator("#after-n4 > .hit").focus()
    page.keyboard.press("Enter")
    assert axe(page) == []
    nothing_scrolls_sideways(page)
    for side in ("Before", "After"):
        frame = page.locator(f".cp-side[aria-label={side}] .frame")
        until(page, frame.bounding_box, lambda box: box is not None and box["height"] >= 220)


def test_a_difference_in_what_a_box_reads_is_gone_to(page: Page) -> None:
    source = (
        "w = [Value(0.1 * k) for k in range(8)]\n"
        "def f(x):\n    return sum([w[k] * x for k in range(8)]).tanh()\n"
        "L = f(1.0) + f(2.0)\n"
    )
    opened(page, source, source.replace("0.1 * k", "0.2 * k"))
    page.get_by_role("radio", name="Program", exact=True).check(force=True)
    expect(page.locator(".cp-side[aria-label=After] g.node[data-kind=scope]").first).to_be_attached()
    page.locator(".cp-first").first.get_by_role("button").click()
    expect(page.locator(".graph .is-selected")).to_have_count(2)
    expect(page.locator(".cp-table tbody tr").first).to_contain_text("0.2")
