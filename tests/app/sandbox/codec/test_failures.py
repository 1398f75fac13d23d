"""Failures as bytes: the engine's errors with all that they say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.codec.answers import decode_answer
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.failures import encode_error
from app.sandbox.codec.frame import pack, unpack
from engine import program
from engine.custom import CustomOpError
from engine.errors import EngineError, LeafError, LimitError, NudgeError, ProgramError, UnknownNodeError

BOUNDS = Bounds()
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
PLACES = st.none() | st.integers(1, 99)


def back(error: EngineError) -> EngineError:
    with pytest.raises(EngineError) as caught:
        decode_answer(encode_error(error), BOUNDS)
    assert type(caught.value) is type(error)
    assert str(caught.value) == str(error)
    return caught.value


@given(WORDS, st.none() | WORDS, st.lists(WORDS, max_size=3), st.lists(PLACES, min_size=4, max_size=4))
def test_an_error_of_a_program_comes_back(
    message: str, hint: str | None, names: list[str], place: list[int | None]
) -> None:
    error = ProgramError(
        message, code="unknown-name", hint=hint, names=tuple(names),
        line=place[0], column=place[1], end_line=place[2], end_column=place[3],
    )  # fmt: skip
    error.exception, error.printed, error.file = "NameError", message, hint
    assert vars(back(error)) == vars(error)


@pytest.mark.parametrize(
    "error",
    [
        LimitError("Too long.", limit="seconds", value=5.0, hint="Shorter.", line=3, column=1),
        LeafError("Not one.", names=("a", "b"), hint="A leaf."),
        UnknownNodeError("None.", names=("q",)),
        CustomOpError("Own.", names=("n3",)),
        NudgeError("Moves nothing."),
        EngineError("There is no op.", code="unknown-op"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_kind_comes_back(error: EngineError) -> None:
    assert vars(back(error)) == vars(error)


def test_an_error_of_another_class_becomes_the_nearest_known() -> None:
    class OwnError(ProgramError):
        default_code = "own"

    with pytest.raises(ProgramError) as caught:
        decode_answer(encode_error(OwnError("Mine.", line=2)), BOUNDS)
    assert (type(caught.value), caught.value.code, caught.value.line) == (ProgramError, "own", 2)


def test_what_the_interpreter_raises_comes_back() -> None:
    with pytest.raises(ProgramError) as raised:
        program.run("a = Value(1.0)\nb = a + cc")
    assert vars(back(raised.value)) == vars(raised.value)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "OSError"},
        {"kind": "LimitError", "limit": None},
        {"kind": "LimitError", "limit": "seconds", "value": math.inf},
        {"code": "Not A Code"},
        {"line": 0},
        {"line": True},
        {"names": "abc"},
        {"message": 5},
        {"printed": "x" * 10_001},
    ],
    ids=str,
)
def test_a_forged_error_is_refused(change: dict[str, object]) -> None:
    import json

    texts = json.loads(unpack(encode_error(ProgramError("A fault.", line=1)), 10_000).text)
    with pytest.raises(GarbledError):
        decode_answer(pack("error", texts | change), BOUNDS)
