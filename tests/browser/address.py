"""The address that a page keeps its state in."""

from playwright.sync_api import Page


def settled_address(page: Page) -> str:
    """The path and fragment once they stay the same: they are written up to 0.4 s after a change."""
    address: str = page.evaluate(
        """async () => {
          let last = location.hash;
          for (let since = performance.now(); performance.now() - since < 600; ) {
            await new Promise(requestAnimationFrame);
            if (location.hash !== last) [last, since] = [location.hash, performance.now()];
          }
          return location.pathname + location.hash;
        }"""
    )
    return address
