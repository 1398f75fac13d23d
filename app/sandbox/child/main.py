"""What a child does with its job: it runs the program and answers what came of it."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.sandbox import heavy
from app.sandbox.child.running import run_python
from app.sandbox.child_process import JOB
from app.sandbox.codec.answers import join_answers
from app.sandbox.codec.failures import encode_error
from app.sandbox.codec.jobs import decode_job, decode_series, is_series
from app.sandbox.codec.occasions import encode_event
from app.sandbox.codec.runs import encode_run
from app.sandbox.events import Event
from app.sandbox.job import Job
from engine import program
from engine.collector import RARELY
from engine.errors import EngineError
from engine.run import Run

PYTHON: Final = "python"
INTERPRETED: Final = "interpreted"

_HEAVY: Final = re.compile(r"\b(?:matplotlib|pylab|scipy)\b")


def handle(kind: str, job: bytes, emit: Callable[[bytes], None]) -> bytes:
    """The run, or the error that the program ended with.

    Arguments:
        kind: PYTHON or INTERPRETED.
        job: as `encode_job` or `encode_series` writes it.
        emit: takes what is to be known while the program still runs.
    """
    # The process ends with its answer: what collecting would free, ends with it.
    gc.set_threshold(*RARELY)
    if is_series(job):
        return _series(kind, job)
    return _answer(kind, decode_job(job), emit)


def _series(kind: str, job: bytes) -> bytes:
    """The answers of the jobs that were begun in time."""
    jobs, seconds = decode_series(job)
    answers: list[bytes] = []
    for each in jobs:
        answers.append(_answer(kind, each, None))
        if time.process_time() > seconds:
            break
    return join_answers(answers)


def _answer(kind: str, asked: Job, emit: Callable[[bytes], None] | None) -> bytes:
    if kind == PYTHON:
        _require_what_it_draws_with(asked)
    try:
        if kind == INTERPRETED:
            return encode_run(_interpreted(asked))
        tell = _telling(emit) if emit and asked.events else None
        return encode_run(replace(run_python(asked, tell, JOB), interpreted=False))
    except EngineError as error:
        return encode_error(error)


def _require_what_it_draws_with(job: Job) -> None:
    """Raises NeedsHeavy where another process has loaded what this program seems to import."""
    for text in (job.source, *job.files.values()):
        for package in _HEAVY.findall(text):
            heavy.require("matplotlib" if package == "pylab" else package)


def _telling(emit: Callable[[bytes], None]) -> Callable[[Event], None]:
    return lambda event: emit(encode_event(event))


def _interpreted(job: Job) -> Run:
    began = time.process_time()
    run = program.run(
        job.source,
        values=job.values,
        output=job.output,
        state=job.state,
        seed=job.seed,
        limits=job.interpreter,
    )
    return replace(run, seconds=time.process_time() - began)
