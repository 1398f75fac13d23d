"""The address that a page keeps its state in."""

from playwright.sync_api import Page


def settled_address(page: Page) -> str:
    """The path and fragment once they stay the same over some frames: they are packed and written after each
    change."""
    address: str = page.evaluate(
        """async () => {
          for (let same = 0, last = ""; same < 5; last = location.hash) {
            await new Promise(requestAnimationFrame);
            same = location.hash === last ? same + 1 : 0;
          }
          return location.pathname + location.hash;
        }"""
    )
    return address
