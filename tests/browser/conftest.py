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
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

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
HAS_PASSED = pytest.StashKey[bool]()
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[HAS_PASSED] = report.passed
    return report


class Contexts:
    """The contexts of a browser. One of each server is used by test after test.

    What its pages load and compile is kept, which halves the work of opening a page; what they store is not.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, BrowserContext] = {}

    def new(self, server: str) -> BrowserContext:
        context = self._browser.new_context(base_url=server)
        context.set_default_timeout(TIMEOUT_MS)
        return context

    def page_of_the_kept(self, server: str) -> Page:
        """A new page in the context of the test before, and in it nothing of that test."""
        context = self._free.pop(server, None) or self.new(server)
        page = context.new_page()
        chromium = context.new_cdp_session(page)
        chromium.send("Storage.clearDataForOrigin", {"origin": server, "storageTypes": "local_storage"})
        chromium.detach()
        return page

    def give_back(self, context: BrowserContext, server: str) -> None:
        for page in context.pages:
            page.close()
        context.clear_permissions()
        context.clear_cookies()
        self._free[server] = context


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture
def open_page(contexts: Contexts, server: str, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    opened: list[tuple[Page, Watch]] = []

    def make(
        *, width: int = 1440, height: int = 900, color_scheme: ColorScheme = "light", calm: bool = False
    ) -> tuple[Page, Watch]:
        # A second page of a test is another browser's.
        page = contexts.new(server).new_page() if opened else contexts.page_of_the_kept(server)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce" if calm else "no-preference")
        watch = Watch(origin=server)
        if SLOW > 1:
            _slow_down(page)
        watch.follow(page)
        opened.append((page, watch))
        return page, watch

    yield make
    faults = [fault for _, watch in opened for fault in watch.faults()]
    is_good = request.node.stash.get(HAS_PASSED, False) and not faults
    if not is_good:
        _keep_pictures(request.node.name, [page for page, _ in opened])
    for at, (page, _) in enumerate(opened):
        if is_good and at == 0:
            contexts.give_back(page.context, server)
        else:
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
