"""For a class: an assignment made, worked on and handed in, and the board that runs everything again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways

Axe = Callable[[Page], list[str]]

SOLVED = 'a = Value(2.0, label="a")\nb = Value(-3.0, label="b")\nL = a * b\nL.label = "L"\n'


def made(page: Page) -> str:
    """The link of an assignment, made from what the page offers."""
    page.goto("/class")
    page.get_by_role("button", name="Make the link").press("Enter")
    field = page.get_by_label("Link of the assignment")
    expect(field).to_be_visible()
    return field.input_value()


def write(page: Page, text: str) -> None:
    page.locator(".cl-editor .cm-content").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def handed_in(page: Page, assignment: str, by: str, text: str) -> str:
    page.goto("about:blank")
    page.goto(assignment)
    expect(page.get_by_role("heading", level=1)).to_have_text("Make L the product of a and b")
    expect(page.locator(".cl-text")).to_contain_text("2 of 2 to go.")
    write(page, text)
    expect(page.locator(".cm-content")).to_contain_text("L.label")
    if text == SOLVED:
        expect(page.locator(".cl-text")).to_contain_text("All checks are right.")
    page.get_by_label("Your name").fill(by)
    page.get_by_label("Your name").press("Enter")
    field = page.get_by_label("Link to hand in")
    expect(field).to_be_visible()
    return field.input_value()


def test_an_assignment_from_the_first_screen_to_the_board(page: Page) -> None:
    assignment = made(page)
    assert "checks=data+L+is+-6;grad+a+is+-3" in assignment
    ann = handed_in(page, assignment, "Ann", SOLVED)
    bob = handed_in(page, assignment, "Bob", SOLVED.replace("a * b", "a - b"))
    page.goto("about:blank")
    page.goto("/class")
    links = page.get_by_label("Links that were handed in")
    links.fill(f"From Ann: {ann}\nFrom Bob: {bob}\n{ann.replace('by=Ann', 'by=Eve')}\n{assignment}")
    page.get_by_role("button", name="Run them all").press("Enter")
    cards = page.locator(".cl-card")
    expect(cards).to_have_count(4)
    expect(cards.nth(0)).to_contain_text("2 of 2 right")
    expect(cards.nth(1)).to_contain_text("0 of 2 right")
    expect(cards.nth(1)).to_contain_text("data L is 5")
    expect(cards.nth(2)).to_contain_text("The code does not fit")
    expect(cards.nth(3)).to_contain_text("Nobody has handed it in.")
    cards.nth(0).get_by_role("link", name="Open in the explorer").click()
    expect(page.locator(".frame g.node").first).to_be_visible()


def test_a_check_that_cannot_be_read_is_named(page: Page) -> None:
    page.goto("/class")
    page.get_by_label("Checks, one a line").fill("grad a = 6")
    expect(page.locator("#cl-odd")).to_contain_text("“grad a = 6” is not a check.")
    page.get_by_role("button", name="Make the link").press("Enter")
    expect(page.get_by_label("Link of the assignment")).to_have_count(0)


def test_a_program_that_does_not_run_says_why(page: Page) -> None:
    assignment = made(page)
    page.goto("about:blank")
    page.goto(assignment)
    expect(page.locator(".cl-text")).to_contain_text("2 of 2 to go.")
    write(page, "a = Value(2.0\n")
    expect(page.locator(".cl-fault")).to_be_visible()
    expect(page.locator(".cl-marks")).to_contain_text("the program does not run")


def test_a_link_that_was_cut_off_is_named(page: Page) -> None:
    page.goto("/class#task=a&checks=b")
    expect(page.locator(".cl-says")).to_contain_text("incomplete")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_runs_over(
    open_page: OpenPage, axe: Axe, scheme: ColorScheme, width: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, calm=True)
    ann = handed_in(page, made(page), "Ann", SOLVED)
    expect(page.locator(".frame g.node").first).to_be_visible()
    assert axe(page) == []
    nothing_scrolls_sideways(page)
    page.goto("about:blank")
    page.goto("/class")
    page.get_by_label("Links that were handed in").fill(ann)
    page.get_by_role("button", name="Run them all").press("Enter")
    expect(page.locator(".cl-card")).to_contain_text("2 of 2 right")
    assert axe(page) == []
    nothing_scrolls_sideways(page)
