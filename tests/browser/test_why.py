"""The questions: each one opened, tried by hand from its first screen until the page says so."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.questions import questions
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways

Axe = Callable[[Page], list[str]]

ALL = {each.name: each for each in questions()}
TEXT = "() => document.querySelector('.cm-content').cmTile.view.state.doc.toString()"
SAYS = re.compile(r"Tried\.")


def opened(page: Page, name: str) -> None:
    page.goto(f"/why/{name}")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALL[name].title)
    expect(page.locator(".frame g.node").first).to_be_visible()


def act(page: Page, action: Mapping[str, Any]) -> None:
    """One thing that the attempt asks for, with the page's own controls."""
    match action:
        case {"edit": [old, new]}:
            editor = page.get_by_label("Program", exact=True).and_(page.get_by_role("textbox"))
            before = page.evaluate(TEXT)
            assert old in before
            editor.focus()
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(before.replace(old, new, 1))
        case {"set": values}:
            for leaf, number in values.items():
                field = page.get_by_label(f"{leaf}, exactly", exact=True)
                field.fill(repr(number))
                field.press("Enter")
        case {"step": count}:
            for step in range(1, count + 1):
                page.get_by_role("button", name="First" if step == 1 else "Step", exact=True).press("Enter")
                expect(page.locator(".why-count")).to_have_text(re.compile(rf"step {step} of "))
        case {"press": "zero"}:
            page.get_by_label("Zero grads before backward").press("Space")
        case {"press": control, **times}:
            label = {"backward": "Backward", "descend": "Step descent"}[control]
            for _ in range(int(times.get("times", 1))):
                page.get_by_role("button", name=label, exact=True).press("Enter")


@pytest.mark.parametrize("name", ALL)
def test_it_is_tried_by_hand(open_page: OpenPage, axe: Axe, name: str) -> None:
    page, _ = open_page(calm=True)
    opened(page, name)
    tried = page.locator(".why-done")
    expect(tried).to_be_empty()
    assert axe(page) == []
    for action in ALL[name].attempt["do"]:
        act(page, action)
    expect(tried).to_have_text(SAYS)
    assert axe(page) == []


def test_it_is_done_for_those_who_ask(page: Page) -> None:
    opened(page, "plus-equals")
    page.get_by_role("button", name="Do it for me").press("Enter")
    expect(page.locator(".why-done")).to_have_text(SAYS)
    expect(page.locator(".frame #n0 > .grad")).to_have_text("2.0000")
    page.get_by_role("button", name="Start again").press("Enter")
    expect(page.locator(".frame #n0 > .grad")).to_have_text("1.0000")


def test_the_list_leads_to_each_question(page: Page) -> None:
    page.goto("/why")
    expect(page.locator(".why-list a")).to_have_count(len(ALL))
    page.get_by_role("link", name=ALL["plus-equals"].title).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALL["plus-equals"].title)
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Questions").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")


def test_a_question_that_is_not_there_is_a_page_with_a_way_on(page: Page) -> None:
    answer = page.request.get("/why/nothing", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert "There is no such question" in answer.text()


def test_it_opens_in_explore_and_in_another_page(page: Page) -> None:
    opened(page, "plus-equals")
    code = page.locator(".why-embed textarea")
    page.locator(".why-embed summary").press("Enter")
    expect(code).to_have_value(re.compile(r'src="http[^"]+/\?embed=1#1\.'))
    page.get_by_role("link", name="Open in Explore").press("Enter")
    expect(page).to_have_url(re.compile(r"/#1\."))
    expect(page.locator(".frame g.node").first).to_be_visible()


def test_a_lesson_a_notice_a_finding_and_an_error_lead_to_their_questions(page: Page) -> None:
    page.goto("/lessons#07")
    page.get_by_role("link", name=ALL["plus-equals"].short).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALL["plus-equals"].title)
    for name, text, role in (
        ("rate-too-large", "a = Value(-1.0)\nb = a.log()\n", "link"),
        ("recursion-depth", "def f(n):\n    return f(n + 1)\na = Value(1.0)\nf(0)\n", "button"),
    ):
        page.goto("/")
        expect(page.locator(".frame g.node").first).to_be_visible()
        page.locator(".cm-content").focus()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
        page.get_by_role(role, name=ALL[name].short).first.press("Enter")  # type: ignore[arg-type]
        expect(page.get_by_role("heading", level=1)).to_have_text(ALL[name].title)
    opened(page, "plus-equals")
    page.get_by_role("link", name="Open in Explore").press("Enter")
    page.locator("#open-check").press("Enter")
    page.get_by_role("link", name=ALL["plus-equals"].short).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALL["plus-equals"].title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (720, 450), (390, 844)])
def test_nothing_runs_over_and_axe_finds_nothing(
    open_page: OpenPage, axe: Axe, scheme: ColorScheme, width: int, height: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, height=height, calm=True)
    opened(page, "plus-equals")
    assert axe(page) == []
    nothing_scrolls_sideways(page)
    page.goto("/why")
    expect(page.locator(".why-list a").first).to_be_visible()
    assert axe(page) == []
    nothing_scrolls_sideways(page)
