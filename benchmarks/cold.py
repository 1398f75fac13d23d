"""Row 15: the page opened by somebody who has never been here, from the address to the first graph on screen.

In Chromium, with nothing cached: as fast as the machine is, and over 1.6 Mbit/s with 150 ms there and back.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Final

from playwright.sync_api import Browser, ViewportSize

from benchmarks.table import Line
from tools import chromium, server

SLOW: Final = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
MOST: Final = {"locally": 0.4, "at 1.6 Mbit/s with 150 ms": 1.5}
VIEW: Final[ViewportSize] = {"width": 1440, "height": 900}
# Milliseconds since the address was entered, once a frame with the graph's last card in it is painted.
DRAWN: Final = """() => new Promise((done) => {
  const look = () => {
    const card = document.querySelector(".frame svg #n6");
    if (card === null || card.getBoundingClientRect().width === 0) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  };
  look();
})"""
SENT: Final = """() => performance.getEntries()
  .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0)"""


def opened(browser: Browser, origin: str, *, slow: bool) -> tuple[float, float]:
    """Seconds to the first graph, and the bytes that were sent for it."""
    context = browser.new_context(base_url=origin, viewport=VIEW)
    try:
        page = context.new_page()
        if slow:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})
        page.goto("/", wait_until="commit")
        taken = float(page.evaluate(DRAWN)) / 1000
        return taken, float(page.evaluate(SENT))
    finally:
        context.close()


def cold(seconds: float) -> list[Line]:
    """All of row 15: medians, each way opened as often as the time allows."""
    lines: list[Line] = []
    with server.running() as origin, chromium.launched() as browser:
        opened(browser, origin, slow=False)  # a browser's own first page takes longer
        for how, most in MOST.items():
            end = perf_counter() + seconds / 2
            found: list[tuple[float, float]] = []
            while not found or perf_counter() < end:
                found.append(opened(browser, origin, slow=how != "locally"))
            taken, sent = (median(each) for each in zip(*found, strict=True))
            work = f"(15) the page opened cold, {how}, {sent / 1000:.0f} kB sent"
            lines.append(Line(work, "Backlens", taken, None, f"≤ {most:g} s", taken <= most))
    return lines
