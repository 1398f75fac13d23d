"""Somebody who has never been here: what the first screen says, and the way from it to a solved lesson 3."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.fits import nothing_scrolls_sideways

WIDTHS: Final = [(1440, 900), (1280, 800), (1024, 768), (720, 450), (390, 844), (390, 700)]
# The answers to the first three lessons, by the label of their field.
ANSWERS: Final = {"What a slope is": "2/3", "Three inputs, three slopes": "-3", "L by hand": "4"}
# More stops than the explorer has; from one that the keyboard cannot leave, the walk would come here.
STOPS: Final = 120
FOCUSED: Final = """() => {
  const at = document.activeElement;
  return (at.labels?.[0] ?? at).textContent.trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name, or a name that begins so, has the focus."""
    seen: list[str] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"Tab does not come to {name!r}: {seen}")


@pytest.mark.parametrize("size", WIDTHS)
def test_a_first_visit_leads_to_the_first_lesson(open_page: OpenPage, size: tuple[int, int]) -> None:
    page, _ = open_page(width=size[0], height=size[1])
    page.goto("/")
    expect(page.locator(".frame #n1")).to_be_visible()
    expect(page.locator(".welcome a")).to_be_in_viewport(ratio=1)
    nothing_scrolls_sideways(page)
    page.reload()
    expect(page.locator(".frame #n1")).to_be_visible()
    expect(page.locator(".welcome")).to_have_count(0)


def test_the_line_makes_room_for_the_steps(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".welcome")).to_contain_text("This is your program as a graph.")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tl h2")).to_contain_text("step 1 of 7")
    expect(page.locator(".welcome")).to_have_count(0)


def test_from_the_first_screen_to_a_solved_lesson_3_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".frame #n1")).to_be_visible()
    tab_to(page, "Lesson 1")
    page.keyboard.press("Enter")
    for solved, (title, answer) in enumerate(ANSWERS.items(), start=1):
        expect(page.locator("article h1")).to_have_text(title)
        expect(page.locator(".frame g.node, .ls-point").first).to_be_visible()
        tab_to(page, "x =" if solved == 1 else "Your answer")
        page.keyboard.insert_text(answer)
        page.keyboard.press("Enter")
        expect(page.locator("#ls-verdict")).to_contain_text("Correct")
        expect(page.locator(".ls-path")).to_contain_text(f"{solved} of 20 solved")
        if solved < len(ANSWERS):
            tab_to(page, "Next:")
            page.keyboard.press("Enter")


def test_from_the_first_screen_to_a_solved_lesson_3_on_a_phone(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844)
    page.goto("/")
    page.get_by_role("link", name="Lesson 1").click()
    for solved, (title, answer) in enumerate(ANSWERS.items(), start=1):
        expect(page.locator("article h1")).to_have_text(title)
        page.get_by_label("x =" if solved == 1 else "Your answer", exact=True).fill(answer)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#ls-verdict")).to_contain_text("Correct")
        if solved < len(ANSWERS):
            page.get_by_role("link", name="Next:").click()


@pytest.mark.parametrize(("path", "menu"), [("/", "Examples"), ("/practise", "Choose a program")])
def test_every_example_has_a_picture_a_line_and_a_size(page: Page, path: str, menu: str) -> None:
    examples = page.request.get("/api/v1/examples").json()
    page.goto(path)
    expect(page.locator(".frame #n1")).to_be_visible()
    page.get_by_role("button", name=menu, exact=True).click()
    items = page.get_by_role("menu").get_by_role("menuitem")
    expect(page.locator(".menu-list .th-output")).to_have_count(len(examples))
    for item, example in zip(items.all(), examples, strict=False):
        expect(item).to_contain_text(example["title"])
        expect(item).to_contain_text(example["about"])
        expect(item).to_contain_text(f"{example['nodes']:,} values")
