"""What a host may set, read from the environment when asked and never at import.

Each field is one variable, `BACKLENS_` and the field's name in capitals. The README's table is this list.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

PREFIX: Final = "BACKLENS_"

# What Kubernetes puts into `BACKLENS_PORT` where a Service is called `backlens` (a service link). The other
# variables of such a Service, `BACKLENS_SERVICE_HOST`, `BACKLENS_PORT_80_TCP` and so on, name no setting.
_SERVICE_LINK: Final = re.compile(r"(tcp|udp|sctp)://\S+:\d+")

_OF_A_SERVICE: Final = re.compile(
    r"BACKLENS_SERVICE_(HOST|PORT(_\w+)?)|BACKLENS_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?"
)
_ROOT_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_OTHERS: Final = frozenset(("BACKLENS_CHROMIUM", "BACKLENS_NO_SKIP", "BACKLENS_PUBLISH", "BACKLENS_URL"))
"""Of the client, of the tests and of compose."""

log = logging.getLogger("backlens")


class SettingsError(Exception):
    """One variable has a value that cannot be used; the message names the variable and what it may be."""


def cores() -> int:
    """How many cores this process may use: a container's or `taskset`'s share, not the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def data_home() -> str:
    """Where a person's programs keep their data (XDG Base Directory Specification)."""
    return os.path.join(os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"), "backlens")


def _setting(
    default: Any,
    about: str,
    least: float = 0,
    most: float = 0,
    shown: str = "",
    words: tuple[str, ...] = (),
) -> Any:
    """A field: its default (a function is called when settings are made), its text and its range or words."""
    extra = {"about": about, "least": least, "most": most, "shown": shown, "words": words}
    if callable(default):
        return field(default_factory=default, metadata=extra)
    return field(default=default, metadata=extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that may differ between two hosts of the same program."""

    host: str = _setting("127.0.0.1", "Address to listen on; `0.0.0.0` for every address of the machine.")
    port: int = _setting(8000, "Port to listen on.", 0, 65_535)
    public_url: str = _setting(
        "",
        "The address under which people know this service, such as `https://backlens.example`: links that "
        "are given away begin with it.",
        shown="that of each request",
    )
    root_path: str = _setting(
        "",
        "The path under which a proxy shows this service, such as `/backlens`; it may take it off or not.",
        shown="none",
    )
    hosts: str = _setting(
        "",
        "Host names that are answered, with commas between them; any other is refused.",
        shown="that of `BACKLENS_PUBLIC_URL`, else any",
    )
    origins: str = _setting(
        "",
        "Origins whose pages may call this service (CORS), with commas between them; `*` for any.",
        shown="none",
    )
    log_level: str = _setting(
        "info",
        "The least that is logged: `debug`, `info`, `warning` or `error`.",
        words=("debug", "info", "warning", "error"),
    )
    log_format: str = _setting(
        "text", "Lines of the log: `text`, or `json`, an object a line.", words=("text", "json")
    )
    access_log: int = _setting(0, "1: a line of the log for each request.", 0, 1)
    metrics: int = _setting(0, "1: `/metrics` for Prometheus.", 0, 1)
    metrics_port: int = _setting(
        0,
        "A port of their own for the metrics, instead of `/metrics` on the port of everybody.",
        0,
        65_535,
        shown="none",
    )
    trusted_proxies: int = _setting(
        0,
        "Proxies before this server, each of which adds to `X-Forwarded-For`: who a client is, is read "
        "there, counted from the right.",
        0,
        16,
    )
    workers: int = _setting(
        1,
        "Processes that answer, each a whole server with its part of what may run at once; an address always "
        "meets the same one. Each has metrics of its own, at `BACKLENS_METRICS_PORT` and the ports after it.",
        1,
        64,
    )
    concurrency: int = _setting(cores, "Programs that run at once.", 1, 256, shown="one a core")
    queue: int = _setting(32, "Requests that may wait; the next one is answered 503 `busy`.", 0, 10_000)
    python: str = _setting(
        "auto",
        "How programs run: `sandboxed` as Python, `interpreted`, or `auto`, sandboxed where this host can.",
        shown="`auto`",
        words=("auto", "sandboxed", "interpreted"),
    )
    python_text: int = _setting(200_000, "Characters in a sandboxed program.", 1, 1_000_000)
    python_nodes: int = _setting(200_000, "Nodes in the graph of a sandboxed program.", 1, 1_000_000)
    python_values: int = _setting(
        1_000_000, "Values that one run of a sandboxed program may make.", 1, 30_000_000
    )
    python_seconds: float = _setting(5.0, "CPU seconds of one run of a sandboxed program.", 0.01, 3_600)
    python_wall_seconds: float = _setting(
        7.0, "Seconds by the clock of one run of a sandboxed program.", 0.01, 3_600
    )
    python_megabytes: int = _setting(1_024, "Memory of one run of a program, in MiB.", 64, 1_048_576)
    stream_seconds: float = _setting(600.0, "Seconds of one streamed run of a program.", 0.01, 86_400)
    streams: int = _setting(cores, "Streamed runs at once.", 1, 256, shown="one a core")
    pause_seconds: float = _setting(
        300.0, "Seconds after which a streamed run that is paused is stopped.", 1, 86_400
    )
    paused_runs: int = _setting(
        16, "Streamed runs that are paused at once and leave their place to others.", 0, 1_000
    )
    run_minutes: float = _setting(
        10.0, "Minutes for which a streamed run is kept once it is over.", 0.01, 1_440
    )
    run_megabytes: int = _setting(
        512, "MiB that the events and recorded passes of streamed runs may hold together.", 1, 1_048_576
    )
    files_bytes: int = _setting(2_097_152, "Bytes of the files that a request brings.", 0, 67_108_864)
    body_bytes: int = _setting(4_194_304, "Largest request body, in bytes.", 1_024, 67_108_864)
    body_seconds: float = _setting(30.0, "Seconds within which a request body must arrive.", 0.05, 3_600)
    cached_runs: int = _setting(
        64, "Runs of programs kept, so that a moved slider does not parse again.", 0, 10_000
    )
    cached_nodes: int = _setting(400_000, "Nodes that the kept runs may hold together.", 0, 100_000_000)
    text: int = _setting(20_000, "Characters in an interpreted program.", 1, 1_000_000)
    nodes: int = _setting(
        100_000, "Nodes in an interpreted program's graph, or in a list of nodes.", 1, 10_000_000
    )
    values: int = _setting(300_000, "Values that one run of an interpreted program may make.", 1, 30_000_000)
    turns: int = _setting(1_000_000, "Interpreter steps of one run.", 1, 1_000_000_000)
    held: int = _setting(1_000_000, "Elements and characters that one program may hold.", 1, 100_000_000)
    seconds: float = _setting(
        2.0, "CPU seconds of one interpreted run, one curve and one descent.", 0.01, 3_600
    )
    descent: int = _setting(200_000_000, "Steps times nodes of one descent.", 1, 1_000_000_000_000)
    layout_workers: int = _setting(cores, "Processes that lay out pictures.", 1, 256, shown="one a core")
    layout_seconds: float = _setting(3.0, "Seconds after which a layout is stopped.", 0.05, 600)
    layout_megabytes: int = _setting(1_024, "Memory of one layout process, in MiB.", 256, 1_048_576)
    drawn_nodes: int = _setting(500, "Nodes in one picture.", 1, 100_000)
    edge_span: int = _setting(
        8_000, "Boxes of one picture plus the estimated length of its edges, in ranks.", 1, 10_000_000
    )
    cached_pictures: int = _setting(256, "Layouts kept.", 0, 100_000)
    data: str = _setting(
        data_home,
        "Folder of the SQLite database that keeps graphs and snapshots.",
        shown="`~/.local/share/backlens`",
    )
    database_url: str = _setting(
        "",
        "Another database: `postgresql://user:password@host/name`, or `sqlite:////folder/file`.",
        shown="the file in `BACKLENS_DATA`",
    )
    stored_graphs: int = _setting(100_000, "Graphs and snapshots kept.", 1, 1_000_000_000)
    stored_megabytes: int = _setting(
        1_024, "MiB that graphs, snapshots and kept answers may hold together.", 1, 1_000_000_000
    )
    graph_days: float = _setting(
        365.0, "Days after which a stored graph goes that nobody has looked at; 0: never.", 0, 36_500
    )
    snapshot_days: float = _setting(
        0.0, "Days after which a snapshot goes that nobody has opened; 0: never.", 0, 36_500
    )
    idempotency_hours: float = _setting(
        24.0, "Hours for which the answer to an `Idempotency-Key` is kept.", 0.001, 8_760
    )

    def data_folder(self) -> Path | None:
        """Where the database's file is; None where the database is a server."""
        if not self.database_url:
            return Path(self.data).expanduser()
        kind, _, rest = self.database_url.partition(":///")
        return Path(rest.partition("?")[0]).parent if kind.startswith("sqlite") else None

    @property
    def client_rows(self) -> int:
        """Graphs and snapshots that one client may have stored."""
        return max(10, self.stored_graphs // 10)

    @property
    def client_megabytes(self) -> int:
        """MiB of them, and of kept answers, that one client may have stored."""
        return max(10, self.stored_megabytes // 10)

    @property
    def answered_hosts(self) -> frozenset[str]:
        """The host names that are answered; none for all."""
        given = self.hosts or urlsplit(self.public_url).netloc
        return frozenset(name.strip().lower() for name in given.split(",") if name.strip())

    @property
    def allowed_origins(self) -> list[str]:
        """The origins whose pages may call."""
        return [origin.strip().rstrip("/") for origin in self.origins.split(",") if origin.strip()]

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings in these variables; one that is absent, empty or a service link leaves the default.

        Raises SettingsError at the first variable that cannot be used.
        """
        given: dict[str, Any] = {}
        for item in fields(cls):
            text = environ.get(variable(item.name), "").strip()
            if item.type is not str and _SERVICE_LINK.fullmatch(text):
                log.warning(
                    "%s is a Kubernetes service link (%s) and is ignored.", variable(item.name), text[:100]
                )
            elif text:
                given[item.name] = _parse(item, text)
        if unknown := sorted(_unknown(environ)):
            log.warning("No such setting: %s.", ", ".join(unknown))
        made = cls(**given)
        if made.public_url and urlsplit(made.public_url).scheme not in ("http", "https"):
            raise SettingsError(
                f"{variable('public_url')} is {made.public_url!r}, but it must begin with http:// or https://."
            )
        if not _ROOT_PATH.fullmatch(made.root_path):
            raise SettingsError(
                f"{variable('root_path')} is {made.root_path!r}, but it must begin with a slash, and not end "
                "with one: `/backlens`."
            )
        if made.workers > 1 and (fault := _not_several(made)):
            raise SettingsError(f"{variable('workers')} is {made.workers}, but {fault}")
        return made


def _not_several(made: Settings) -> str | None:
    """Why there cannot be several processes with these settings."""
    if made.trusted_proxies:
        return (
            "behind proxies only they can have an address meet the same process: start one server a port, "
            "and let the proxy choose between them as docs/deploy/nginx.conf does."
        )
    if made.metrics and not made.metrics_port:
        return f"each process has numbers of its own: set {variable('metrics_port')} too."
    return None


def _unknown(environ: Mapping[str, str]) -> set[str]:
    """Variables that look like settings and are none: a mistyped name would be silent otherwise."""
    known = {variable(item.name) for item in fields(Settings)} | _OTHERS
    return {
        name
        for name in environ
        if name.startswith(PREFIX) and name not in known and not _OF_A_SERVICE.fullmatch(name)
    }


def variable(name: str) -> str:
    """The variable that sets this field."""
    return PREFIX + name.upper()


def _parse(item: Any, text: str) -> str | int | float:
    if item.type is str:
        words = item.metadata["words"]
        if words and text not in words:
            raise SettingsError(f"{variable(item.name)} is {text!r}, but it must be {' or '.join(words)}.")
        return text
    least, most = item.metadata["least"], item.metadata["most"]
    kind = "an integer" if item.type is int else "a number"
    try:
        number: int | float = item.type(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        span = f"{kind} from {least:,} to {most:,}"
        raise SettingsError(f"{variable(item.name)} is {text!r}, but it must be {span}.")
    return number


def table() -> str:
    """The README's table of settings, in Markdown."""
    rows = ["| variable | default | what it sets |", "|---|---|---|"]
    for item in fields(Settings):
        default = item.metadata["shown"] or (f"`{item.default}`" if item.default is not MISSING else "")
        rows.append(f"| `{variable(item.name)}` | {default} | {item.metadata['about']} |")
    return "\n".join(rows)
