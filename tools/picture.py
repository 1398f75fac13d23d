"""Takes the README's picture: the lecture's first expression, one step before its backward pass is done."""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import ViewportSize, expect

from tools import chromium, server

PICTURE = Path(__file__).parents[1] / "docs/explorer.png"
SIZE: Final = ViewportSize(width=1440, height=900)


def main() -> None:
    with server.running() as origin, chromium.launched() as browser:
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(origin)
        expect(page.locator("#n6 .data")).to_have_text("−8.0000")
        page.keyboard.press("b")
        expect(page.locator("#n0 .grad")).to_have_text("6.0000")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#n1.is-pending")).to_be_attached()
        # What is asked of the server once the reader pauses: paths, the nudge, the next steps of a descent.
        expect(page.locator(".difference").first).to_have_text(re.compile(r"\d"))
        expect(page.get_by_text("next L")).to_be_visible()
        expect(page.get_by_text("1 path")).to_be_visible()
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
    print(f"{PICTURE.name}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
