"""What an app is made of, and how a route reaches it."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from app.drawing import Drawer, DrawingError
from app.http.bodies import LargeBodies
from app.http.event_response import CLIENT_STREAMS
from app.http.queue_slot import QueueSlot
from app.programs.live.registry import LiveLimits, LiveRuns
from app.programs.python import Processes, RunLimits
from app.programs.runs import Runs
from app.runtime.clients import Share
from app.runtime.readiness import Check, Readiness
from app.runtime.shutdown import Shutdown
from app.runtime.work_queue import BusyError, WorkQueue
from app.sandbox.job import JobLimits
from app.sandbox.pool import Sandbox
from app.settings import Settings
from app.store import Store, StoreError
from engine.program import Limits

log = logging.getLogger("backlens")


@dataclass(frozen=True, slots=True)
class Services:
    """Made once an app; what needs starting is started by the app's lifespan."""

    settings: Settings
    root: Path
    limits: Limits
    sandbox: Sandbox
    processes: Processes
    work_queue: WorkQueue
    streams: WorkQueue
    client_streams: Share
    large_bodies: LargeBodies
    live_runs: LiveRuns
    runs: Runs
    drawer: Drawer
    store: Store
    readiness: Readiness
    shutdown: Shutdown
    owns_sandbox: bool = True

    @classmethod
    def of(cls, settings: Settings, root: Path, sandbox: Sandbox | None = None) -> "Services":
        """The services that these settings ask for, none of them started.

        Arguments:
            root: where the pages are.
            sandbox: one that others have started and will close; None for one of its own.
        """
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
        owns_sandbox, sandbox = sandbox is None, sandbox or Sandbox()
        streams = WorkQueue(settings.streams, settings.queue, "streamed programs", aside=settings.paused_runs)
        processes = Processes(sandbox, run_limits(settings), cast("Any", settings.python))
        return cls(
            settings=settings,
            root=root,
            limits=limits,
            sandbox=sandbox,
            processes=processes,
            work_queue=WorkQueue(settings.concurrency, settings.queue),
            streams=streams,
            client_streams=Share("client_streams", CLIENT_STREAMS, "streams of events"),
            large_bodies=LargeBodies(),
            live_runs=LiveRuns(streams, live_limits(settings)),
            runs=Runs(processes, limits, settings.cached_runs, settings.cached_nodes),
            drawer=drawer,
            store=store,
            readiness=Readiness([_python_check(processes), _drawing_check(drawer), _store_check(store)]),
            shutdown=Shutdown(),
            owns_sandbox=owns_sandbox,
        )

    def way(self) -> str:
        """How programs run. Waits until that is known, which it is once the checks have ended."""
        return "sandboxed" if self.processes.why_not is None else "interpreted"

    def start(self) -> None:
        """Threads and processes begin to come up; nothing here waits for them."""
        self.work_queue.start()
        self.streams.start()
        if self.owns_sandbox:
            self.sandbox.start()
        self.drawer.start()
        self.store.start()

    def close(self) -> None:
        """Everything that was started is ended."""
        self.shutdown.begin()
        self.live_runs.close()
        self.store.close()
        self.drawer.close()
        if self.owns_sandbox:
            self.sandbox.close()  # which ends the programs that the queue waits for
        self.work_queue.close()
        self.streams.close()


def program_limits(settings: Settings) -> Limits:
    """The budgets of a program, as this host sets them."""
    return Limits(
        text=settings.text,
        nodes=settings.nodes,
        values=settings.values,
        turns=settings.turns,
        held=settings.held,
        seconds=settings.seconds,
        descent=settings.descent,
    )


def run_limits(settings: Settings) -> RunLimits:
    """What one run may take, as this host sets it."""
    return RunLimits(
        sandboxed=JobLimits(
            text=settings.python_text,
            values=settings.python_values,
            nodes=settings.python_nodes,
            memory=settings.python_megabytes * 1_048_576,
        ),
        interpreted=program_limits(settings),
        seconds=settings.python_seconds,
        wall_seconds=settings.python_wall_seconds,
        stream_seconds=settings.stream_seconds,
        files=settings.files_bytes,
    )


def live_limits(settings: Settings) -> LiveLimits:
    """What runs that are followed may hold, as this host sets it."""
    return LiveLimits(
        pause_seconds=settings.pause_seconds,
        paused=settings.paused_runs,
        seconds=60 * settings.run_minutes,
        bytes=settings.run_megabytes * 1_048_576,
    )


def _drawing_check(drawer: Drawer) -> Check:
    async def check() -> str | None:
        try:
            await drawer.ready()
        except DrawingError as error:
            return f"Drawing failed: {error}"
        return None

    return check


def _python_check(processes: Processes) -> Check:
    async def check() -> str | None:
        return await asyncio.to_thread(processes.fault)

    return check


def _store_check(store: Store) -> Check:
    async def check() -> str | None:
        try:
            await store.ready()
        except StoreError as error:
            log.error("The store failed: %s", error)  # its words may name files and hosts
            return "The store failed: it could not be written and read."
        except BusyError:
            return "The store failed: too many requests wait for it."
        return None

    return check


def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


def _slot(request: Request) -> QueueSlot:
    return QueueSlot(request, _services(request).work_queue)


ServicesOf = Annotated[Services, Depends(_services)]
SlotOf = Annotated[QueueSlot, Depends(_slot)]
