"""A short link opens the explorer where it was made."""

from playwright.sync_api import Page, expect

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
    assert (again.status, again.json()) == (200, answer.json())


def test_a_link_to_nothing_says_so(page: Page) -> None:
    answer = page.request.get("/s/222222222222")
    assert answer.status == 404
    assert "<h1>There is no snapshot here</h1>" in answer.text()
