"""A job as bytes. The parent writes it, so that the child reads it without suspicion."""

from __future__ import annotations

import json
from dataclasses import asdict

from app.sandbox.codec.frame import pack, unpack
from app.sandbox.job import Job, JobLimits
from engine.program.limits import Limits


def encode_job(job: Job) -> bytes:
    """The job as a message."""
    return pack("job", asdict(job))


def decode_job(job: bytes) -> Job:
    """The job that `encode_job` was given."""
    found = json.loads(unpack(job, len(job)).text)
    return Job(
        **{**found, "limits": JobLimits(**found["limits"]), "interpreter": Limits(**found["interpreter"])}
    )
