"""Streams of events as both clients read them: what is asked first and after a lost connection, and what each
event is. Reads nothing itself.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

from backlens.client.errors import BacklensError, Unreachable
from backlens.client.events import READ, Descended, Event, Step
from backlens.client.requests import Request

E = TypeVar("E")


class Stream(Generic[E]):
    """One stream. request: what is asked next."""

    def __init__(self, request: Request[Any]) -> None:
        self.request = replace(request, headers={**request.headers, "Accept": "text/event-stream"})
        self._is_over = False

    def is_over(self) -> bool:
        """Whether its last event has come."""
        return self._is_over

    def take(self, name: str, data: str, id_: str) -> E | None:
        """The event that this is; None for one of which nothing is said.

        Raises:
            BacklensError: it says that the work failed.
            Lost: it says that the server goes; what is asked next continues after it.
        """
        raw = json.loads(data)
        if name in ("problem", "error"):
            if raw.get("code") == "closing" and self.resumes():
                raise Lost(str(raw.get("detail")))
            self._is_over = True
            raise BacklensError(int(raw.get("status", 500)), raw)
        event = self.read(name, raw)
        if id_:
            self.note(id_)
        return event

    def read(self, name: str, raw: Mapping[str, Any]) -> E | None:
        """An event, unless it says that the work failed."""
        raise NotImplementedError

    def note(self, id_: str) -> None:
        """Every event up to this id has come."""
        raise NotImplementedError

    def resumes(self) -> bool:
        """Whether what is asked next continues after the last event that came."""
        raise NotImplementedError

    def _after(self, id_: str) -> Mapping[str, str]:
        return {**self.request.headers, "Last-Event-ID": id_}


class Lost(Unreachable):
    """The connection ended before the last event."""


class RunStream(Stream[Event]):
    """A program that runs. id: known from its first event on; resume_seconds: how long it can be found again
    after a lost connection.
    """

    def __init__(self, request: Request[Any], resume_seconds: float) -> None:
        super().__init__(request)
        self.id: str | None = None
        self._resume_seconds: Final = resume_seconds

    def read(self, name: str, raw: Mapping[str, Any]) -> Event | None:
        """Its events; those that a newer service adds are left out."""
        if name == "run":
            self.id = raw["id"]
        found = READ.get(name)
        self._is_over = name == "document"
        return None if found is None else found(raw)

    def note(self, id_: str) -> None:
        """The run is asked for what came after."""
        if self._resume_seconds:
            headers, path = self._after(id_), f"runs/{self.id}/events"
            self.request = Request("GET", path, self.request.read, None, headers)

    def resumes(self) -> bool:
        """A run that nobody may find again has ended with its connection."""
        return self.id is None or bool(self._resume_seconds)


class DescentStream(Stream[Step | Descended]):
    """A descent, which ends with all of its losses."""

    def __init__(self, request: Request[Any]) -> None:
        super().__init__(request)
        self._losses: Final[list[Any]] = []

    def read(self, name: str, raw: Mapping[str, Any]) -> Step | Descended | None:
        """Its events."""
        if name == "step":
            self._losses.extend(raw["losses"])
            return Step.of(raw)
        if name != "done":
            return None
        self._is_over = True
        return Descended.of({**raw, "losses": self._losses})

    def note(self, id_: str) -> None:
        """The same is asked again, after this event."""
        self.request = replace(self.request, headers=self._after(id_))

    def resumes(self) -> bool:
        """It is computed again up to there."""
        return True
