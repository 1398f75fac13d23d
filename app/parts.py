"""The parts that an app is made of, and how a call reaches them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Request

from app.closing import Closing
from app.drawing import Drawer
from app.gate import Gate
from app.limits import program_limits
from app.readiness import Readiness
from app.runs import Runs
from app.settings import Settings
from app.store import Store
from engine.program import Limits

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """Made once an app; what needs starting is started by the app's lifespan."""

    settings: Settings
    root: Path
    limits: Limits
    gate: Gate
    runs: Runs
    drawer: Drawer
    store: Store
    readiness: Readiness
    closing: Closing

    @classmethod
    def of(cls, settings: Settings, root: Path) -> "Parts":
        """The parts that these settings ask for, none of them started."""
        limits = program_limits(settings)
        drawer = Drawer(
            workers=settings.layout_workers,
            deadline_seconds=settings.layout_seconds,
            memory_bytes=settings.layout_megabytes * 1_048_576,
            node_limit=settings.drawn_nodes,
            cost_limit=settings.edge_span,
            cache_size=settings.cached_pictures,
        )
        store = Store(settings)
        return cls(
            settings=settings,
            root=root,
            limits=limits,
            gate=Gate(settings.concurrency, settings.queue),
            runs=Runs(limits, settings.cached_runs, settings.cached_nodes),
            drawer=drawer,
            store=store,
            readiness=Readiness({"Drawing": drawer.ready, "The store": store.ready}),
            closing=Closing(),
        )

    def start(self) -> None:
        """Threads and processes begin to come up; nothing here waits for them."""
        self.gate.start()
        self.drawer.start()
        self.store.start()

    def close(self) -> None:
        """Everything that was started is ended."""
        self.closing.begin()
        self.store.close()
        self.drawer.close()
        self.gate.close()


@dataclass(frozen=True, slots=True)
class Turn:
    """One request's access to the gate."""

    request: Request
    gate: Gate

    async def run(self, work: Callable[[], T]) -> T:
        """`work`'s result, from a thread, when its turn comes. Raises ProblemError `busy`, and GoneError."""
        return await self.gate.run(work, self._gone)

    async def _gone(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass


def _parts(request: Request) -> Parts:
    return cast("Parts", request.app.state.parts)


def _turn(request: Request) -> Turn:
    return Turn(request, _parts(request).gate)


PartsOf = Annotated[Parts, Depends(_parts)]
TurnOf = Annotated[Turn, Depends(_turn)]
