"""Waiting for what `expect` has no words for: a place on the screen, several numbers at once, a counter."""

from collections.abc import Callable
from typing import Final, TypeVar

from playwright.sync_api import Page

T = TypeVar("T")

# As many as a page draws while `expect` would wait; on a machine that has other work they take longer.
FRAMES: Final = 3_600


def until(page: Page, read: Callable[[], T], holds: Callable[[T], object]) -> T:
    """What is read, once this holds of it; it is read again with each frame that the page draws."""
    for _ in range(FRAMES):
        found = read()
        if holds(found):
            return found
        page.evaluate("new Promise(requestAnimationFrame)")
    raise AssertionError(f"It stays {read()!r}.")


def steady(page: Page, read: Callable[[], T]) -> T:
    """What is read, once three frames in a row have shown the same.

    A page puts off some of its work until the next frame: a repaint, and what follows from a size.
    """
    last, same = read(), 0
    for _ in range(FRAMES):
        if same == 3:
            return last
        page.evaluate("new Promise(requestAnimationFrame)")
        found = read()
        last, same = found, same + 1 if found == last else 0
    raise AssertionError(f"It is {last!r} now, and does not stay so.")


def comes_to(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Wait until what is read equals this."""
    try:
        until(page, read, lambda found: found == wanted)
    except AssertionError:
        assert read() == wanted  # which shows the difference
