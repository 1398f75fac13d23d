"""Standing between a page and the API: what a person does before an answer comes, or if none comes."""

import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page, Route

PROBE: Final = "/healthz"
CAUGHT: Final = "caught"
TRIES: Final = 400


def intercept(page: Page, calls: str | re.Pattern[str], handle: Callable[[Route], object]) -> None:
    """`page.route`, in force when this returns.

    The first route of a page replaces the loaders that its document has, a moment after `page.route` has
    returned. A request in between passes by, and playwright never reports it.
    """
    page.route(calls, handle)
    if page.url == "about:blank":
        return  # a document that is opened now has such loaders from its beginning
    address = re.compile(re.escape(PROBE) + "$")
    page.route(address, lambda route: route.fulfill(body=CAUGHT))
    for _ in range(TRIES):
        if page.evaluate("async (address) => (await fetch(address)).text()", PROBE) == CAUGHT:
            break
    else:
        raise AssertionError("The page's requests pass by the route.")
    page.unroute(address)


class Gate:
    """Holds every request to these calls of the API until it is opened."""

    def __init__(self, page: Page, *calls: str) -> None:
        self.page = page
        self.calls = re.compile(rf"/api/v1/({'|'.join(calls)})$")
        self.held: list[Route] = []
        self.is_open = False
        intercept(page, self.calls, self._come)

    def reached_by(self, ask: Callable[[], object]) -> None:
        """Do what asks for something, until a request stands here."""
        with self.page.expect_request(self.calls):
            ask()

    def _come(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        """Let what was held go on, and hold no more."""
        assert self.held
        self.is_open = True
        for route in self.held:
            route.continue_()
