"""A run as events: what it prints, its passes and figures as they come, and last its document."""

import json

from app.pictures.graph_document import graph_document
from app.programs import passes, run_document
from app.programs.answer import FIGURE, GRAPH, LIVE_PASS, PASS, WATCH
from app.programs.figures import shown
from app.programs.live.registry import LiveRuns
from app.programs.live.run import LiveRun
from app.programs.python import Follow, Processes
from app.programs.runs import Runs
from app.resources.evaluate.request import EvaluateRequest
from app.sandbox.codec.occasions import decode_event
from app.sandbox.events import Drawn, Obeyed, Passed, Printed, Recorded, Stated, Watched
from engine.run import Run


def evaluate_live(
    runs: Runs, processes: Processes, live_runs: LiveRuns, ask: EvaluateRequest, live: LiveRun
) -> None:
    """Runs the program and tells its events. Raises EngineError."""
    live.tell("run", json.dumps({"id": live.id}).encode())
    # A client that gives orders, or may leave and return, wants a program that runs.
    is_plain = ask.live is None and not ask.resume_seconds and ask.nodes is None
    run = runs.find(ask) if is_plain else None
    if run is not None:
        _tell_again(run, live)
    else:
        teller = _Teller(live, live_runs, processes if "frame" in ask.include else None)
        follow = Follow(teller.tell, ask.followed(), live.control)
        run = runs.live(ask, follow)
        if not live.was_ordered:
            runs.keep(ask, run)
    made = graph_document(
        run,
        lambda graph: passes.evaluated(run, graph, ask.values, ask.state),
        ask,
    )
    live.tell("document", GRAPH.dump_json(made))


def _tell_again(run: Run, live: LiveRun) -> None:
    """What a kept run told when it ran."""
    if run.printed:
        live.tell("printed", json.dumps({"text": run.printed}).encode())
    for record in run.pass_records:
        live.passed(record.number, PASS.dump_json(run_document.pass_document(record)))
    for figure in run.figures:
        live.tell("figure", FIGURE.dump_json(run_document.figure_document(figure)))


class _Teller:
    """Events of the program's process, told to its readers.

    Arguments:
        frames: what reads a recorded pass, where its numbers are sent with it.
    """

    def __init__(self, live: LiveRun, live_runs: LiveRuns, frames: Processes | None) -> None:
        self._live = live
        self._live_runs = live_runs
        self._frames = frames
        self._recorded: tuple[int, bytes] | None = None

    def tell(self, told: bytes) -> None:
        """One event. Raises GarbledError for what is none."""
        live = self._live
        match decode_event(told):
            case Printed(text):
                live.tell("printed", json.dumps({"text": text}).encode())
            case Passed(record, None):
                live.passed(record.number, PASS.dump_json(run_document.pass_document(record)))
            case Passed(record, detail) if detail is not None:
                document = run_document.live_pass_document(record, detail, self._run_of(record.number))
                live.passed(record.number, LIVE_PASS.dump_json(document))
            case Recorded(number, run):
                self._live_runs.record(live, number, run)
                self._recorded = (number, run) if self._frames is not None else None
            case Watched() as watched:
                live.tell("watch", WATCH.dump_json(run_document.watch_document(watched)), watched.name)
            case Stated(state, number):
                live.stated(state, number)
            case Obeyed(order, unknown):
                live.obeyed(order, unknown)
            case Drawn(figure):
                for each in shown([figure]):
                    live.tell("figure", FIGURE.dump_json(run_document.figure_document(each)))

    def _run_of(self, number: int) -> Run | None:
        """What was recorded of this pass, if it was and somebody asked for its numbers."""
        recorded, self._recorded = self._recorded, None
        if self._frames is None or recorded is None or recorded[0] != number:
            return None
        return self._frames.decoded(recorded[1])
