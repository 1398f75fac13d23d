"""Find: what is typed finds lists, calls, lines and values while it is typed, and leads to them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.gate import Gate
from tests.browser.until import comes_to

Axe = Callable[[Page], list[str]]

CALLS = """\
def head(x):
    scores = [x * Value(0.1 * k) for k in range(12)]
    return sum(scores).tanh()
def block(x):
    h = [head(x) for _ in range(12)]
    return sum(h)
loss = block(Value(0.5, 'first')) * block(Value(-0.5, 'second'))
"""


def rows(page: Page) -> Locator:
    return page.locator(".found [role=option]")


def chosen(page: Page) -> Locator:
    return page.locator(".found [aria-selected=true]")


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find in the graph")


def test_a_slash_opens_it_and_enter_selects(page: Page) -> None:
    explorer = Explorer(page).open()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("e")
    expect(chosen(page)).to_contain_text("line 1")
    expect(page.get_by_role("group", name="Values, 1")).to_be_visible()
    page.keyboard.press("ArrowUp")  # from the first to the last
    expect(chosen(page)).to_contain_text("−6")
    expect(explorer.card("n2")).to_have_class(re.compile("is-found"))
    page.keyboard.press("Enter")
    expect(page.locator(".insp .big")).to_have_text("e")
    expect(page.get_by_role("listbox", name="Found")).to_have_count(0)
    expect(explorer.card("n2")).not_to_have_class(re.compile("is-found"))
    expect(field(page)).not_to_be_focused()


def test_escape_leaves_it_and_arrows_step_again(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.press("Backward")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("d")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tl h2")).to_contain_text("step 6 of 7")


def test_conditions_and_what_cannot_be_read(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.press("Backward")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    field(page).fill("grad>")
    expect(page.get_by_role("alert").filter(has_text="A number is missing")).to_be_visible()
    field(page).fill("grad>1")
    expect(page.get_by_role("group", name="Values, 2")).to_contain_text("a")
    expect(rows(page)).to_have_count(2)
    field(page).fill("nothing like that")
    expect(page.get_by_text("Nothing has this name or number.")).to_be_visible()
    expect(page.locator(".find [aria-live]")).to_have_text("Nothing found.")


def test_no_condition_on_a_grad_holds_before_it_is_computed(page: Page) -> None:
    Explorer(page).open()
    field(page).fill("grad>-100")
    expect(page.get_by_text("Nothing has this name or number.")).to_be_visible()


def test_grads_that_are_hidden_are_not_found(page: Page) -> None:
    page.goto("/?hide=grad")
    expect(page.locator(".frame #n6")).to_be_visible()
    field(page).fill("grad>1")
    expect(page.get_by_text("The grads are hidden.")).to_be_visible()
    field(page).fill("b")
    expect(rows(page).last).to_contain_text("−3")
    expect(page.locator(".find .grad")).to_have_count(0)


def test_values_are_there_before_the_server_has_answered(page: Page) -> None:
    explorer = Explorer(page).open()
    gate = Gate(page, "find")
    gate.reached_by(lambda: field(page).fill("c"))
    expect(rows(page).last).to_contain_text("10")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".insp .big")).to_have_text("c")
    gate.open()
    explorer.settled()


def test_lists_and_calls_are_one_row_and_their_frames_open(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(CALLS)
    field(page).fill("scores")
    lists = page.get_by_role("group", name="Lists, 24 alike")
    expect(lists).to_contain_text("×24")
    expect(page.get_by_role("group", name="Values, 288")).to_contain_text("scores[0]")
    page.keyboard.press("Enter")
    box = page.locator('.frame [data-path="block[0]/head[0]/.scores"]')
    expect(box).to_be_visible()
    expect(page.locator(".insp .big").first).to_have_text("scores")
    field(page).fill("head")
    calls = page.get_by_role("group", name="Calls, 24 alike")
    expect(calls).to_contain_text("in block, line 1")


def test_the_rest_of_a_kind_is_one_row_away(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(CALLS)
    field(page).fill("op:mul")
    more = rows(page).filter(has_text="more values")
    expect(more).to_be_visible()
    more.click()
    expect(rows(page)).to_have_count(100)
    page.keyboard.press("Escape")
    expect(more).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_the_list(open_page: OpenPage, axe: Axe, width: int) -> None:
    page, _ = open_page(width=width, height=844, calm=True)
    Explorer(page).open()
    field(page).click()
    field(page).fill("a")
    expect(rows(page).first).to_be_visible()
    assert axe(page) == []


def test_on_a_phone_it_fills_the_screen(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    Explorer(page).open()
    field(page).click()
    field(page).fill("d")
    expect(rows(page).first).to_be_visible()
    screen = {"x": 0, "y": 0, "width": 390, "height": 844}
    comes_to(page, page.locator(".find").bounding_box, screen)
    row = rows(page).first.bounding_box()
    assert row is not None
    assert row["height"] >= 44
    page.get_by_role("button", name="Close Find").click()
    expect(rows(page)).to_have_count(0)


def test_the_row_that_was_gone_to_stays_when_rows_of_the_server_come_before_it(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("def first(x):\n    return x * x\nloss = first(Value(0.5, 'first a')) + 1\n")
    gate = Gate(page, "find")
    gate.reached_by(lambda: field(page).fill("first"))
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_contain_text("0.5")
    before = chosen(page).get_attribute("id")
    gate.open()
    expect(page.get_by_role("group", name=re.compile("^Calls"))).to_be_visible()
    expect(chosen(page)).not_to_have_attribute("id", before or "")
    expect(chosen(page)).to_contain_text("0.5")
    page.keyboard.press("Enter")
    expect(page.locator(".insp .big")).to_have_text("first a")


def test_enter_on_a_line_puts_the_cursor_into_it(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(CALLS)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("line:3")
    # The page's own answer has the line alone; lists come before it with the server's.
    expect(chosen(page)).to_contain_text("in block, line 3")
    found = rows(page).all_inner_texts()
    for _ in range(next(at for at, row in enumerate(found) if "return sum(scores)" in row)):
        page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("return sum(scores)")
    page.keyboard.press("Enter")
    expect(explorer.editor).to_be_focused()
    line = "getSelection().anchorNode.parentElement.closest('.cm-line')?.textContent.trim()"
    comes_to(page, lambda: page.evaluate(line), "return sum(scores).tanh()")
