"""A short link opens the explorer where it was made."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer

SOURCE = "L = (p + q) * p"


def test_a_short_link_shows_the_kept_program_numbers_and_view(page: Page) -> None:
    answer = page.request.post(
        "/api/v1/snapshots",
        data={"source": SOURCE, "values": {"p": 3, "q": 4}, "view": {"look": "classic", "direction": "TB"}},
    )
    assert answer.status == 201
    page.goto(answer.json()["path"])
    explorer = Explorer(page)
    expect(explorer.editor).to_have_text(SOURCE)
    explorer.settled()
    expect(page.locator(".frame svg.graph.classic")).to_be_visible()
    expect(explorer.frame).to_contain_text("21.0000")
    again = page.request.post(
        "/api/v1/snapshots",
        data={"source": SOURCE, "values": {"q": 4, "p": 3}, "view": {"look": "classic", "direction": "TB"}},
    )
    # Only its first maker can take it down.
    assert (again.status, again.json()) == (200, answer.json() | {"deletion_key": None})


def test_a_link_to_nothing_says_so(page: Page) -> None:
    answer = page.request.get("/s/222222222222")
    assert answer.status == 404
    assert "<h1>This link does not lead anywhere</h1>" in answer.text()


def test_what_is_shown_is_kept_under_a_short_link(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer = Explorer(page).open()
    explorer.set("a", "5")
    explorer.field("a").blur()
    page.keyboard.press("b")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".tl h2")).to_contain_text("step 3 of 7")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("menuitem", name="Copy short link").click()
    expect(page.get_by_role("status").filter(has_text="Short link copied.")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert "/s/" in address
    other, _ = open_page(calm=True)
    other.goto(address)
    expect(other.locator(".tl h2")).to_contain_text("step 3 of 7")
    expect(Explorer(other).field("a")).to_have_value("5.00")


@pytest.mark.parametrize("section", ["Practise", "Slope"])
def test_other_pages_go_on_with_the_program_that_is_shown(page: Page, section: str) -> None:
    Explorer(page).open().paste("x = Value(3.0, label='x')\ny = x * x * 7\n")
    expect(page.locator("div.frame")).to_contain_text("63.0000")
    # At once, which is before the address has followed.
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=section).click()
    expect(page.locator("main")).to_contain_text("63" if section == "Practise" else "7")
    expect(page).to_have_url(re.compile(f"/{section.lower()}"))
