"""Jobs as bytes."""

import pytest

from app.sandbox.codec.answers import decode_answer
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.jobs import decode_job, encode_job
from app.sandbox.job import Job, JobLimits


def test_a_job_comes_back_as_it_was() -> None:
    job = Job(
        "a = Value(ä)\n", {"pkg/value.py": "x = 1\n"}, {"ä": -0.0}, "a", "program", -(2**63),
        JobLimits(values=5), scopes=False,
    )  # fmt: skip
    assert repr(decode_job(encode_job(job))) == repr(job)


def test_a_job_is_no_answer() -> None:
    with pytest.raises(GarbledError):
        decode_answer(encode_job(Job("a = Value(1.0)")), Bounds())
