"""Whether a page stays within its window's width.

A plot takes the width of its place one frame after the place has changed, so this waits.
"""

from typing import Final

from playwright.sync_api import Page

from tests.browser.until import comes_to

BEYOND: Final = """(besides) => [
  ...[document.documentElement.scrollWidth].filter((wide) => wide > innerWidth).map(String),
  ...[...document.querySelectorAll("body *")]
    .filter((e) => !e.closest(besides) && e.getClientRects().length > 0)
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.outerHTML.slice(0, 90)),
]"""
SIDEWAYS: Final = (
    "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
)
DRAWN: Final = "svg, .cm-editor, .sr, .skip"


def nothing_scrolls_sideways(page: Page) -> None:
    comes_to(page, lambda: page.evaluate(SIDEWAYS), 0)


def nothing_is_beyond_the_edge(page: Page, *, besides: str = DRAWN) -> None:
    """Neither the page nor an element of it reaches past the right edge; `besides` selects what may."""
    comes_to(page, lambda: page.evaluate(BEYOND, besides), [])
