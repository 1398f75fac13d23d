"""A link that leads nowhere is a page of the product, with a way on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_that_leads_nowhere(
    open_page: OpenPage, axe: Callable[[Page], list[str]], color_scheme: ColorScheme, width: int
) -> None:
    page, watch = open_page(color_scheme=color_scheme, width=width)
    answer = page.goto("/s/nothing")
    assert answer is not None
    assert answer.status == 404
    watch.broken.clear()
    watch.refused.clear()
    expect(page.get_by_role("heading", name="This link does not lead anywhere")).to_be_visible()
    assert axe(page) == []
    nothing_scrolls_sideways(page)
    page.get_by_role("link", name="Open Explore").press("Enter")
    page.wait_for_url("**/")
    expect(page.locator("g.node").first).to_be_visible()
