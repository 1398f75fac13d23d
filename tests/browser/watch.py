"""What a page did while a test looked at it: faults, policy violations, requests and where they went."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

# Chromium's own line about an answer of 4xx; `refused` holds the same fact with its address.
RESOURCE_LINE = "Failed to load resource"
# These never leave the browser.
LOCAL_SCHEMES = ("data", "blob", "about")

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.backlensViolation(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass  # without slots: playwright keeps its wrappers on the object whose methods it calls
class Watch:
    """The record of one page. `faults()` is empty when nothing went wrong."""

    origin: str
    violations: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Begin to record `page`; before its first navigation, or its beginning is missed."""
        page.expose_function("backlensViolation", self._violation)
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._console)
        page.on("pageerror", self._page_error)
        page.on("request", self._request)
        page.on("response", self._response)

    def calls(self, path: str) -> int:
        """How many requests were made to this path, such as `/api/v1/render`."""
        return self.requests.count(path)

    def faults(self) -> Sequence[str]:
        """Everything that no page of ours may do, one sentence each."""
        return [
            *(f"The content security policy was violated: {text}" for text in self.violations),
            *(f"A request went to another host: {text}" for text in self.outside),
            *(f"The page reported an error: {text}" for text in self.errors),
            *(f"An answer of the server was broken: {text}" for text in self.broken),
        ]

    def _violation(self, text: str) -> None:
        self.violations.append(text)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(RESOURCE_LINE):
            self.errors.append(message.text)

    def _page_error(self, error: Error) -> None:
        self.errors.append(str(error))

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in LOCAL_SCHEMES:
            return
        if f"{address.scheme}://{address.netloc}" != self.origin:
            self.outside.append(request.url)
        self.requests.append(address.path)

    def _response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.status >= 500 or (response.status >= 400 and not path.startswith("/api/")):
            self.broken.append(f"{response.status} {path}")
        elif response.status >= 400:
            self.refused.append(f"{response.status} {path}")
