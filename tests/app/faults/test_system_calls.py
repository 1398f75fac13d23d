"""Every system call that a request takes fails once, the first, the second, and so on, at every route.

What was acknowledged is kept, what was refused is as it was before, no refusal is a fault of our own, and
the next request is answered.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.app.faults.injecting import FAULTS, Faults, failing

API: Final = "/api/v1"
SOURCE: Final = "a = Value(2.0, label='a')\nL = a * a"
MOST: Final = 60
"""Uses of one call by one request, beyond any that was seen."""
AT_LEAST: Final = 300
_NEW: Final = count(1)

Ask = Callable[[], httpx.Response]

if shutil.which("cc") is None:
    pytest.skip("a C compiler is not installed", allow_module_level=True)


class Service:
    """A server with one stored graph, whose calls may fail."""

    def __init__(self, http: httpx.Client, faults: Faults, database: Path) -> None:
        self.faults: Final = faults
        self.database: Final = database
        self.http: Final = http
        self.failed = 0
        self.graph = self.kept()
        self.snapshot = self.http.post(f"{API}/snapshots", json={"source": SOURCE}).json()["key"]

    def kept(self) -> str:
        """The path of a new graph."""
        made = self.http.post(f"{API}/graphs", json={"source": SOURCE})
        assert made.status_code == 201, made.text
        path: str = made.headers["location"]
        return path

    def each(self, ask: Ask) -> Iterator[httpx.Response]:
        """The answers to requests in each of which another use of a call failed, and to the next one."""
        for call, error in FAULTS:
            for left in range(MOST):
                self.faults.arm(call, left, error)
                try:
                    answer = ask()
                finally:
                    has_failed = self.faults.disarm()
                yield answer
                if not has_failed:
                    break
                self.failed += 1
            else:
                raise AssertionError(f"more than {MOST} uses of {call}")

    def post(self, call: str, **body: Any) -> Ask:
        """A call with a program that no run is kept of."""
        return lambda: self.http.post(f"{API}/{call}", json={"source": f"{SOURCE} * {next(_NEW)}", **body})

    def streamed(self) -> httpx.Response:
        """A run that is followed to its end."""
        body = {"source": f"{SOURCE} * {next(_NEW)}"}
        return self.http.post(f"{API}/evaluate", json=body, headers={"Accept": "text/event-stream"})

    def with_key(self) -> httpx.Response:
        """An answer that is kept for its key."""
        number = next(_NEW)
        body = {"source": f"{SOURCE} * {number}"}
        return self.http.post(f"{API}/evaluate", json=body, headers={"Idempotency-Key": f"key-{number}"})

    def compared(self) -> httpx.Response:
        """Two programs."""
        sides = ({"source": f"{SOURCE} * {next(_NEW)}"} for _ in range(2))
        body = dict(zip(("before", "after"), sides, strict=True))
        return self.http.post(f"{API}/compare", json={**body, "include": ["drawings"]})

    def agent(self) -> httpx.Response:
        """An agent's tool."""
        given = {"name": "evaluate", "arguments": {"source": f"{SOURCE} * {next(_NEW)}"}}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": given}
        accept = {"Accept": "application/json, text/event-stream"}
        return self.http.post("/mcp", json=body, headers=accept)

    def reads(self) -> dict[str, Ask]:
        """Calls that change nothing that is stored."""
        get = self.http.get
        return {
            "evaluate": self.post("evaluate"),
            "evaluate, streamed": self.streamed,
            "evaluate, with a key": self.with_key,
            "render": self.post("render"),
            "render as PNG": self.post("render", format="png"),
            "descend": self.post("descend", learning_rate=0.1, steps=3),
            "curve": self.post("curve", leaf="a", at=[1.0, 2.0]),
            "nudge": self.post("nudge", node="a", h=0.1),
            "paths": self.post("paths", node="a"),
            "find": self.post("find", query="op:mul"),
            "export": self.post("export", format="python"),
            "compare": self.compared,
            "an agent's tool": self.agent,
            "a graph": lambda: get(self.graph),
            "a graph's picture": lambda: get(f"{self.graph}.svg"),
            "a catalogue": lambda: get(f"{API}/ops"),
            "a page": lambda: get("/"),
            "a snapshot's page": lambda: get(f"/s/{self.snapshot}"),
        }

    def writes(self) -> dict[str, Callable[[str], httpx.Response]]:
        """Calls that raise the revision of the graph at a path."""
        seen = {"If-Match": "*"}
        return {
            "values": lambda at: self.http.patch(at, json={"values": {"a": next(_NEW)}}, headers=seen),
            "a program": lambda at: self.http.patch(
                at, json={"source": f"{SOURCE} * {next(_NEW)}"}, headers=seen
            ),
            "forward": lambda at: self.http.post(f"{at}/forward", headers=seen),
            "backward": lambda at: self.http.post(f"{at}/backward", headers=seen),
            "a step": lambda at: self.http.post(f"{at}/step", json={"learning_rate": 0.01}, headers=seen),
            "a step with a key": lambda at: self.http.post(
                f"{at}/step",
                json={"learning_rate": 0.01},
                headers={**seen, "Idempotency-Key": f"step-{next(_NEW)}"},
            ),
        }


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("faults")
    with failing(folder) as (origin, faults), httpx.Client(base_url=origin, timeout=60) as http:
        yield Service(http, faults, folder / "data" / "backlens.db")


def said(answer: httpx.Response) -> None:
    """It worked, or the refusal says what to do."""
    if answer.status_code < 300:
        return
    assert answer.status_code in (422, 503), answer.text
    problem: Mapping[str, Any] = answer.json()
    assert problem["code"] != "internal", problem
    if answer.status_code == 503:
        assert int(answer.headers["retry-after"]) > 0


def test_every_call_that_fails_once_is_answered(service: Service) -> None:
    for name, ask in service.reads().items():
        for answer in service.each(ask):
            said(answer)
        again = ask()
        assert again.status_code == 200, f"{name}: {again.text}"


def test_a_write_is_whole_or_not_at_all(service: Service) -> None:
    for name, write in service.writes().items():
        path = service.kept()
        before = service.http.get(path).json()
        for answer in service.each(lambda write=write, path=path: write(path)):  # type: ignore[misc]
            said(answer)
            now = service.http.get(path).json()
            if answer.is_success:
                assert now["revision"] == before["revision"] + 1 == answer.json()["revision"], name
            else:
                assert now == before, name
            before = now
        assert write(path).is_success, name


def test_what_is_made_is_kept_whole(service: Service) -> None:
    for answer in service.each(service.post("graphs")):
        said(answer)
        if answer.is_success:
            assert service.http.get(answer.headers["location"]).json() == answer.json()
    for answer in service.each(service.post("snapshots")):
        said(answer)
        if answer.is_success:
            assert service.http.get(f"/s/{answer.json()['key']}").status_code == 200


def test_a_graph_is_deleted_or_not(service: Service) -> None:
    paths = [service.kept()]
    for answer in service.each(lambda: service.http.delete(paths[-1], headers={"If-Match": "*"})):
        said(answer)
        assert service.http.get(paths[-1]).status_code == (404 if answer.is_success else 200)
        if answer.is_success:
            paths.append(service.kept())


def test_hundreds_have_failed_and_the_file_is_sound(service: Service) -> None:
    assert service.failed >= AT_LEAST
    assert service.http.get("/readyz").status_code == 200
    with closing(sqlite3.connect(service.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
