"""What a program fetches from the network: found among its attached files by name, or not there.

A list of first names comes with the server for the well-known `names.txt`.
"""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files as package_files
from importlib.util import find_spec
from typing import Any, Final

from app.sandbox.child.files import Files, missing
from app.sandbox.child.replacing import replaced
from app.sandbox.child.session import Session

NAMES: Final = "names.txt"


class Downloads:
    """The network, as far as there is one."""

    def __init__(self, files: Files, session: Session) -> None:
        self._files = files
        self._session = session

    def fetch(self, url: Any) -> bytes:
        """What an address holds. Raises FileNotFoundError, with the last part of the address as its name."""
        text = str(getattr(url, "full_url", url))
        name = text.partition("?")[0].rstrip("/").rpartition("/")[2]
        found = self._files.find(name) if name else None
        if found is not None:
            return self._files.read(found)
        if name == NAMES:
            names = first_names()
            if names:
                text = "`names.txt` is not attached: a list of first names that comes along is used."
                self._session.notice_here("names", text)
                return names
        raise missing(name or text)

    def retrieve(self, url: Any, filename: Any = None, reporthook: Any = None, data: Any = None) -> Any:
        """`urllib.request.urlretrieve`."""
        fetched = self.fetch(url)
        name = filename if filename is not None else str(url).rstrip("/").rpartition("/")[2]
        self._files.put(self._files.name(name), fetched)
        return name, {}

    def open(self, url: Any, *arguments: Any, **words: Any) -> Any:
        """`urllib.request.urlopen`."""
        return _Answer(self.fetch(url))

    def get(self, url: Any, *arguments: Any, **words: Any) -> Any:
        """`requests.get`."""
        return _Answer(self.fetch(url))

    @contextmanager
    def installed(self) -> Iterator[None]:
        """A block in which urllib asks here."""
        with replaced(urllib.request, urlretrieve=self.retrieve, urlopen=self.open):
            yield


class _Answer(io.BytesIO):
    """What came back, as urllib and as requests give it."""

    status = status_code = 200
    ok = True
    encoding = "utf-8"

    @property
    def content(self) -> bytes:
        return self.getvalue()

    @property
    def text(self) -> str:
        return self.getvalue().decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.text)

    def raise_for_status(self) -> None:
        pass


def first_names() -> bytes:
    """A list of first names, one a line, in small letters; empty where its package is not there."""
    if find_spec("names") is None:
        return b""
    folder = package_files("names")
    found: dict[str, float] = {}
    for kind in ("female", "male"):
        for line in folder.joinpath(f"dist.{kind}.first").read_text().splitlines():
            name, share = line.split()[:2]
            found[name.lower()] = max(found.get(name.lower(), 0.0), float(share))
    return "\n".join(sorted(found, key=lambda name: (-found[name], name))).encode() + b"\n"
