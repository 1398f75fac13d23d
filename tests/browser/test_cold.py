"""The first visit: what is sent until the first graph is on screen, as `benchmarks.cold` measures it."""

from playwright.sync_api import Browser, Page, expect

from benchmarks.cold import opened

MOST_BYTES = 330_000


def test_little_is_sent_before_the_first_graph(browser: Browser, server: str) -> None:
    taken, sent = opened(browser, server, slow=False)
    assert taken > 0.0
    assert 0 < sent <= MOST_BYTES


def test_every_module_is_asked_for_with_the_page(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".frame svg")).to_be_visible()
    asked: list[str] = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(({ name }) => name.endsWith(".js")).map(({ name }) => new URL(name).pathname)"""
    )
    named = page.locator("link[rel=modulepreload], script[src]").evaluate_all(
        "all => all.map((each) => new URL(each.href ?? each.src, location).pathname)"
    )
    assert len(asked) > 5
    assert set(asked) <= set(named)
