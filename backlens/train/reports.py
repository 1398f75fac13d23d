"""How a run is shown: a chart redrawn in place, lines of progress, or an event a line as JSON.

The program's own output goes to standard output, all else to standard error, so that either can be kept.
"""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, Protocol

from rich.console import Console
from rich.live import Live
from rich.text import Text

from backlens.client import BacklensError, Document, Event, Figure, Pass, Printed, State, Watch
from backlens.train.chart import chart
from backlens.train.progress import Progress

EVERY: Final = 2.0  # seconds between two lines of progress
A_SECOND: Final = 8  # drawings of the chart
HEIGHT: Final = 14


class Report(Protocol):
    """What is shown of a run."""

    def event(self, event: Event) -> None:
        """It told this; `progress` knows it already."""

    def end(self, said: list[str], more: Mapping[str, Any]) -> None:
        """It is over. said: for a person; more: for a program."""


class JsonLines:
    """An object a line, on standard output."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def event(self, event: Event) -> None:
        """As the service sent it, where it has a form of its own."""
        _write_json(type(event).__name__.lower(), _json_of(event))

    def end(self, said: list[str], more: Mapping[str, Any]) -> None:
        """Last, `summary`."""
        _write_json("summary", {**self._progress.document(), **more})


class Lines:
    """Progress now and then; the chart at the end, if it is wanted."""

    def __init__(self, progress: Progress, console: Console, *, charted: bool) -> None:
        self._progress, self._console, self._charted = progress, console, charted
        self._said = time.monotonic()

    def event(self, event: Event) -> None:
        """Printed text as it comes."""
        if isinstance(event, Printed):
            sys.stdout.write(event.text)
            sys.stdout.flush()
        elif isinstance(event, Watch) and event.kind == "text":
            _say(self._console, f"{event.name}: {event.value}")
        elif isinstance(event, Pass) and time.monotonic() - self._said >= EVERY:
            self._said = time.monotonic()
            _say(self._console, self._progress.line())

    def end(self, said: list[str], more: Mapping[str, Any]) -> None:
        """The chart, then what is said."""
        if self._charted:
            self._console.print(drawn(self._progress, self._console))
        for line in said:
            _say(self._console, line)


class Redrawn:
    """The chart under the program's output, in a terminal."""

    def __init__(self, progress: Progress, console: Console) -> None:
        self._progress, self._console = progress, console
        self._text = ""  # the line that is not finished
        self._live = Live(
            get_renderable=lambda: drawn(progress, console, latest=True),
            console=console,
            refresh_per_second=A_SECOND,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def event(self, event: Event) -> None:
        """Printed text goes above the chart, line by line."""
        if isinstance(event, Printed):
            if not sys.stdout.isatty():
                sys.stdout.write(event.text)
                return
            *lines, self._text = (self._text + event.text).split("\n")
            for line in lines:
                _say(self._console, line)
        elif isinstance(event, Watch) and event.kind == "text":
            _say(self._console, f"{event.name}: {event.value}")

    def end(self, said: list[str], more: Mapping[str, Any]) -> None:
        """The chart stays."""
        if self._text:
            _say(self._console, self._text)
        self._live.stop()
        for line in said:
            _say(self._console, line)


def drawn(progress: Progress, console: Console, *, latest: bool = False) -> Text:
    """The chart as wide as the terminal is now; latest: with where the run is."""
    height = min(HEIGHT, max(console.height - 3, 4))
    lines = chart(progress.losses, console.width - 1, height, progress.of)
    found = Text("\n".join(lines), style="cyan", no_wrap=True, overflow="crop")
    if latest and progress.losses:
        found.append(f"\n{progress.line()}", style="default")
    return found


def report(progress: Progress, console: Console, *, charted: bool, as_json: bool) -> Report:
    """What suits the terminal."""
    if as_json:
        return JsonLines(progress)
    if charted and console.is_terminal and not console.is_dumb_terminal:
        return Redrawn(progress, console)
    return Lines(progress, console, charted=charted)


def failed(error: BacklensError, name: str) -> list[str]:
    """Why a program did not end as it should, with the place."""
    file = error.problem.get("file") or name
    place = f"{file}: " if error.line is None else f"{file}:{error.line}: "
    return [f"{place}{error.detail}", *([f"  {error.hint}"] if error.hint else [])]


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _write_json(kind: str, told: Mapping[str, Any]) -> None:
    print(json.dumps({"event": kind, **told}), flush=True)


def _json_of(event: Event) -> Mapping[str, Any]:
    match event:
        case Pass(raw=raw) | Watch(raw=raw) | Document(raw=raw):
            return raw
        case State(state, passes):
            return {"state": state, "pass": passes}
        case Printed() | Figure():
            return asdict(event)
