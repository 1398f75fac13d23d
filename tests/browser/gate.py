"""A gate before the API, for what a person does while an answer is on its way."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route


class Gate:
    """Holds every request to these calls of the API until it is opened."""

    def __init__(self, page: Page, *calls: str) -> None:
        self.page = page
        self.calls = re.compile(rf"/api/v1/({'|'.join(calls)})$")
        self.held: list[Route] = []
        self.is_open = False
        page.route(self.calls, self._come)

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
