"""The machine's own Chromium, driven by playwright: for the page's tests and for the README's picture."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS: Final = (
    "--no-sandbox",  # a container's root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromiumError(Exception):
    """There is no Chromium to run."""


def program() -> str:
    """The `chromium` on PATH, or the program that BACKLENS_CHROMIUM names. Raises NoChromiumError."""
    name = os.environ.get("BACKLENS_CHROMIUM") or "chromium"
    found = shutil.which(name)
    if found is None:
        raise NoChromiumError(
            f"There is no {name!r}: install Chromium, or name its program in BACKLENS_CHROMIUM."
        )
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window. Raises NoChromiumError."""
    path = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
