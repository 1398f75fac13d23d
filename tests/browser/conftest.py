"""A real server, a real Chromium, and a record of everything a page does.

Fixtures for this folder (playwright's synchronous interface: `page.locator`, `expect`, no sleeping):

`server`    address of one Backlens, started as a person starts it (`python -m app`), kept for all tests.
`page`      an empty page, 1440 x 900, light, whose `goto("/")` opens the explorer.
`watch`     the record of `page`: `watch.calls("/api/v1/render")` counts requests by path, `watch.refused`
            lists answers of 4xx from the API ("422 /api/v1/evaluate").
`open_page` makes more pages, each with a record: `page, watch = open_page(color_scheme="dark", width=390)`.
`intercept` and `Gate` (gate.py) take the place of `page.route`, which a request can pass by.
`axe`       `axe(page)` lists accessibility faults as axe-core sees them: `assert axe(page) == []`.

When a test ends, every page it had must have violated no content security policy, made no request to another
host, reported no error or warning, met no answer of 5xx, nor of 4xx outside /api; else the test fails.
The server fails the last test if it wrote a traceback. Pages of a failed test leave their pictures in
tests/browser/shots.

Chromium is the `chromium` on PATH, or the program that BACKLENS_CHROMIUM names. With BACKLENS_SLOW=4
pages have a processor four times slower, and answers take 100 ms longer: what fails then waits for nothing.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watch import Watch
from tools import chromium
from tools import server as served

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "tests/browser/shots"
# How long a condition may take to come true on a machine that has other work; what is met costs no wait.
TIMEOUT_MS = 60_000
expect.set_options(timeout=TIMEOUT_MS)
SLOW = float(os.environ.get("BACKLENS_SLOW") or 1)
LATENCY_MS = 100
# A colour that is changing is not the one that is read.
AXE_RUN = """async () => {
  const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(changes.map((each) => each.finished));
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target})`));
}"""

ColorScheme = Literal["light", "dark"]


class OpenPage(Protocol):
    """Makes a page with a record of its own."""

    def __call__(
        self, *, width: int = 1440, height: int = 900, color_scheme: ColorScheme = "light", calm: bool = False
    ) -> tuple[Page, Watch]:
        """`calm` asks for reduced motion; sizes are in CSS pixels."""


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    with served.running() as origin:
        yield origin


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    opened: list[tuple[Page, Watch]] = []

    def make(
        *, width: int = 1440, height: int = 900, color_scheme: ColorScheme = "light", calm: bool = False
    ) -> tuple[Page, Watch]:
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            reduced_motion="reduce" if calm else "no-preference",
        )
        context.set_default_timeout(TIMEOUT_MS)
        page, watch = context.new_page(), Watch(origin=server)
        if SLOW > 1:
            _slow_down(page)
        watch.follow(page)
        opened.append((page, watch))
        return page, watch

    failures = request.session.testsfailed
    yield make
    faults = [fault for _, watch in opened for fault in watch.faults()]
    if faults or request.session.testsfailed > failures:
        _keep_pictures(request.node.name, [page for page, _ in opened])
    for page, _ in opened:
        page.context.close()
    assert not faults, "\n".join(faults)


def _slow_down(page: Page) -> None:
    chromium = page.context.new_cdp_session(page)
    chromium.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    chromium.send("Network.enable")
    chromium.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": -1, "uploadThroughput": -1},
    )


def _keep_pictures(name: str, pages: list[Page]) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    safe = "".join(letter if letter.isalnum() else "-" for letter in name)
    for number, page in enumerate(pages):
        page.screenshot(path=SHOTS / f"{safe}-{number}.png")


@pytest.fixture
def _watched_page(open_page: OpenPage) -> tuple[Page, Watch]:
    return open_page()


@pytest.fixture
def page(_watched_page: tuple[Page, Watch]) -> Page:
    return _watched_page[0]


@pytest.fixture
def watch(_watched_page: tuple[Page, Watch]) -> Watch:
    return _watched_page[1]


@pytest.fixture(scope="package")
def axe() -> Callable[[Page], list[str]]:
    source = (ROOT / "node_modules/axe-core/axe.min.js").read_text()

    def faults(page: Page) -> list[str]:
        page.evaluate(source)
        found: list[str] = page.evaluate(AXE_RUN)
        return found

    return faults
