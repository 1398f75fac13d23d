"""A job as bytes. The parent writes it, so that the child reads it without suspicion."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.sandbox.codec.frame import pack, unpack
from app.sandbox.job import Job, JobLimits, Live
from engine.program.limits import Limits


def encode_job(job: Job) -> bytes:
    """The job as a message."""
    return pack("job", asdict(job))


def encode_series(job: Job, values: Sequence[Mapping[str, float]], seconds: float) -> bytes:
    """The job with each of these numbers in turn; no further one begins after `seconds` of computing."""
    return pack("series", asdict(job) | {"series": [dict(each) for each in values], "seconds": seconds})


def is_series(job: bytes) -> bool:
    """Whether `encode_series` wrote this job."""
    return unpack(job, len(job)).kind == "series"


def decode_job(job: bytes) -> Job:
    """The job that `encode_job` was given."""
    return _job(json.loads(unpack(job, len(job)).text))


def decode_series(job: bytes) -> tuple[list[Job], float]:
    """The jobs, one for each set of numbers, and the seconds."""
    found = json.loads(unpack(job, len(job)).text)
    seconds, series = found.pop("seconds"), found.pop("series")
    return [_job(found | {"values": values}) for values in series], seconds


def _job(found: dict[str, Any]) -> Job:
    live = found["live"]
    return Job(
        **{
            **found,
            "limits": JobLimits(**found["limits"]),
            "interpreter": Limits(**found["interpreter"]),
            "live": None if live is None else Live(**live),
            "agreed": tuple(found["agreed"]),
        }
    )
