"""The parts that an app is made of, and how a call reaches them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Request

from app.drawing import Drawer
from app.programs.runs import Runs
from app.reference.limits import program_limits
from app.runtime.readiness import Readiness
from app.runtime.shutdown import Shutdown
from app.runtime.work_queue import WorkQueue
from app.settings import Settings
from app.store import Store
from engine.program import Limits

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Services:
    """Made once an app; what needs starting is started by the app's lifespan."""

    settings: Settings
    root: Path
    limits: Limits
    work_queue: WorkQueue
    runs: Runs
    drawer: Drawer
    store: Store
    readiness: Readiness
    shutdown: Shutdown

    @classmethod
    def of(cls, settings: Settings, root: Path) -> "Services":
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
            work_queue=WorkQueue(settings.concurrency, settings.queue),
            runs=Runs(limits, settings.cached_runs, settings.cached_nodes),
            drawer=drawer,
            store=store,
            readiness=Readiness({"Drawing": drawer.ready, "The store": store.ready}),
            shutdown=Shutdown(),
        )

    def start(self) -> None:
        """Threads and processes begin to come up; nothing here waits for them."""
        self.work_queue.start()
        self.drawer.start()
        self.store.start()

    def close(self) -> None:
        """Everything that was started is ended."""
        self.shutdown.begin()
        self.store.close()
        self.drawer.close()
        self.work_queue.close()


@dataclass(frozen=True, slots=True)
class QueueSlot:
    """One request's access to the gate."""

    request: Request
    work_queue: WorkQueue

    async def run(self, work: Callable[[], T]) -> T:
        """`work`'s result, from a thread, when its turn comes. Raises ProblemError `busy`, and GoneError."""
        return await self.work_queue.run(work, self._gone)

    async def _gone(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass


def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


def _slot(request: Request) -> QueueSlot:
    return QueueSlot(request, _services(request).work_queue)


ServicesOf = Annotated[Services, Depends(_services)]
SlotOf = Annotated[QueueSlot, Depends(_slot)]
