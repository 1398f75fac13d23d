"""Jobs as bytes."""

from dataclasses import replace

import pytest

from app.sandbox.codec.answers import decode_answer, join_answers, split_answers
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.jobs import decode_job, decode_series, encode_job, encode_series, is_series
from app.sandbox.job import Job, JobLimits, Live


def test_a_job_comes_back_as_it_was() -> None:
    job = Job(
        "a = Value(ä)\n", {"pkg/value.py": "x = 1\n"}, {"ä": -0.0}, "a", "program", -(2**63),
        JobLimits(values=5), scopes=False, live=Live(parts=True, pace=0.5, pause_at=3),
    )  # fmt: skip
    assert repr(decode_job(encode_job(job))) == repr(job)


def test_a_job_is_no_answer() -> None:
    with pytest.raises(GarbledError):
        decode_answer(encode_job(Job("a = Value(1.0)")), Bounds())


def test_a_series_is_the_job_with_each_of_its_numbers() -> None:
    job = Job("x * x", files={"a.py": ""})
    written = encode_series(job, [{"x": 1.0}, {"x": -0.0}], 2.5)
    assert is_series(written)
    assert not is_series(encode_job(job))
    jobs, seconds = decode_series(written)
    assert repr(jobs) == repr([replace(job, values={"x": 1.0}), replace(job, values={"x": -0.0})])
    assert seconds == 2.5


def test_several_answers_go_as_one() -> None:
    answers = [b"", b"one", b"\0" * 300]
    assert list(split_answers(join_answers(answers), 3)) == answers
    assert list(split_answers(b"", 3)) == []


@pytest.mark.parametrize("joined", [b"\1", b"\5\0\0\0abcd", join_answers([b"a"] * 4), b"\xff\xff\xff\xffa"])
def test_answers_that_were_not_joined_are_refused(joined: bytes) -> None:
    with pytest.raises(GarbledError):
        list(split_answers(joined, 3))
