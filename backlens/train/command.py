"""The command: its arguments, the run, Ctrl-C, and what is left at the end."""

import argparse
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from backlens.client import BacklensError, Client, Pass, Run, Unreachable
from backlens.client.client import LOCAL
from backlens.train.progress import Progress
from backlens.train.reports import Report, failed, report

FAILED: Final = 1
STOPPED: Final = 130  # as a shell has it for Ctrl-C


def main(arguments: Sequence[str], prog: str) -> int:
    """Exit code 0; 1: the program failed or could not be run; 2: a wrong argument; 130: stopped by Ctrl-C."""
    console = Console(stderr=True)
    parser = _parser(prog)
    given = parser.parse_args(arguments)
    try:
        source = _text(given.program)
        files = {_name(path): _text(path) for path in given.files}
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}")
    except UnicodeDecodeError:
        parser.error("The program and its files have to be text in UTF-8.")
    options = {"values": dict(given.values), "seed": given.seed, "files": files or None}
    try:
        with Client(given.server or _local()) as client:
            progress = Progress()
            shown = report(progress, console, charted=given.chart, as_json=given.json)
            return _Training(client, progress, shown, given.program.name).run(
                source, options, is_kept=bool(given.server)
            )
    except (Unreachable, RuntimeError) as error:
        print(error, file=sys.stderr)
        return FAILED


class _Training:
    """One run, from its first event to what is said of it."""

    def __init__(self, client: Client, progress: Progress, shown: Report, name: str) -> None:
        self._client, self._progress, self._shown, self._name = client, progress, shown, name

    def run(self, source: str, options: dict[str, Any], *, is_kept: bool) -> int:
        code, said = 0, []
        more: dict[str, Any] = {"stopped": False, "snapshot": None}
        followed = self._client.run(source, **options)
        with _stopping(followed) as is_stopped:
            try:
                for event in followed:
                    if isinstance(event, Pass):
                        self._progress.add(event)
                    self._shown.event(event)
            except KeyboardInterrupt:
                is_stopped.set()
            except BacklensError as error:
                if not is_stopped.is_set():
                    code, said = FAILED, failed(error, self._name)
                    more["problem"] = error.problem
            except Unreachable as error:
                code, said = FAILED, [str(error)]
        if is_stopped.is_set():
            code, more["stopped"] = STOPPED, True
            said = ["Stopped."]
        elif code == 0:
            more["snapshot"], link = self._snapshot(source, options, is_kept=is_kept)
            said = [link]
        self._shown.end(
            [*(self._progress.summary() if self._progress.losses or not code else []), *said], more
        )
        return code

    def _snapshot(self, source: str, options: dict[str, Any], *, is_kept: bool) -> tuple[str | None, str]:
        """Its address, and the sentence about it. A service of this process's own ends with it, and the next
        one has the snapshot.
        """
        given = {name: each for name, each in options.items() if each}
        try:
            link = self._client.share(source, **given)
        except (BacklensError, Unreachable) as error:
            return None, f"There is no snapshot: {error}"
        if is_kept or link.url.startswith(LOCAL):
            return link.url, f"Snapshot: {link.url}"
        address = f"{LOCAL}/s/{link.key}"
        return address, f"Snapshot: {address}, once `python -m backlens` runs."


@contextmanager
def _stopping(run: Run) -> Iterator[threading.Event]:
    """Ctrl-C ends the program and waits for what it left; a second one does not. Gives whether it came."""
    is_stopped = threading.Event()

    def stop() -> None:
        try:
            run.stop()
        except (BacklensError, Unreachable, RuntimeError):
            signal.raise_signal(signal.SIGINT)

    def interrupted(*_: object) -> None:
        if is_stopped.is_set():
            raise KeyboardInterrupt
        is_stopped.set()
        threading.Thread(target=stop, daemon=True).start()  # what reads may hold what it needs

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield is_stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _local() -> str:
    from backlens import local_service  # needs the service's own packages

    return local_service.url()


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Run a program and follow its loss: every `backward()` is a step. Its output goes to "
        "standard output, all else to standard error. Ctrl-C stops it and keeps what there is.",
    )
    parser.add_argument("program", type=Path, help="a Python file")
    parser.add_argument("--chart", action="store_true", help="draw the loss curve")
    parser.add_argument(
        "--server", metavar="URL", help="the service that runs it; by default one on this machine"
    )
    parser.add_argument(
        "--values", metavar="NAME=NUMBER", type=_value, action="append", default=[],
        help="a number for a leaf of this name; may be given several times",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="of the run's own random numbers")
    parser.add_argument(
        "--files", metavar="FILE", type=Path, action="append", default=[],
        help="a file that the program opens or imports; may be given several times",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="write an event a line as JSON, and nothing else")
    return parser


def _value(text: str) -> tuple[str, float]:
    name, equals, number = text.partition("=")
    with suppress(ValueError):
        if equals and name:
            return name, float(number)
    raise argparse.ArgumentTypeError(f"{text!r} is not NAME=NUMBER")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    """What the program calls it: the path as given, if that is inside this folder."""
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()
