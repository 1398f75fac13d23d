"""Takes the README's picture: the lecture's first expression after its backward pass."""

from pathlib import Path
from typing import Final

from playwright.sync_api import ViewportSize, expect

from tools import chromium, server

PICTURE = Path(__file__).parents[1] / "docs/explorer.png"
SIZE: Final = ViewportSize(width=1280, height=800)


def main() -> None:
    with server.running() as origin, chromium.launched() as browser:
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(origin)
        expect(page.locator("#n6 .data")).to_have_text("−8.0000")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
    print(f"{PICTURE.name}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
