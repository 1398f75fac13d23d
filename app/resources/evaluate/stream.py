"""A run as events: what it prints, its passes and figures as they come, and last its document."""

import json
from collections.abc import Callable

from app.pictures.graph_document import graph_document
from app.programs import passes, run_document
from app.programs.answer import FIGURE, GRAPH, LIVE_PASS, PASS, WATCH
from app.programs.figures import shown
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.sandbox.codec.occasions import decode_event
from app.sandbox.events import Drawn, Passed, Printed, Stated, Watched

Send = Callable[[str, bytes], None]


def evaluate_live(runs: Runs, ask: ProgramRequest, run_id: str, send: Send) -> None:
    """Runs the program and sends its events. Raises EngineError."""
    send("run", json.dumps({"id": run_id}).encode())
    run = runs.live(ask, lambda event: _tell(event, send))
    made = graph_document(
        run,
        lambda graph: passes.evaluated(run, graph, ask.values, ask.state),
        ask,
    )
    send("document", GRAPH.dump_json(made))


def _tell(told: bytes, send: Send) -> None:
    """One event of the program's process. Raises GarbledError for what is none."""
    match decode_event(told):
        case Printed(text):
            send("printed", json.dumps({"text": text}).encode())
        case Passed(record, detail) if detail is not None:
            send("pass", LIVE_PASS.dump_json(run_document.live_pass_document(record, detail)))
        case Watched() as watched:
            send("watch", WATCH.dump_json(run_document.watch_document(watched)))
        case Stated(state, number):
            send("state", json.dumps({"state": state, "pass": number}).encode())
        case Passed(record):
            send("pass", PASS.dump_json(run_document.pass_document(record)))
        case Drawn(figure):
            for each in shown([figure]):
                send("figure", FIGURE.dump_json(run_document.figure_document(each)))
