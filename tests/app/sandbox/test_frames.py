"""Frames are read as they were written, however they are split, and whatever else comes is refused."""

import os
import signal
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.errors import TooMuch
from app.sandbox.frames import EVENT_COST, FrameReader, FrameWriter, Kind

FRAMES = st.lists(st.tuples(st.sampled_from(Kind), st.binary(max_size=50)), max_size=10)


def written(frames: list[tuple[Kind, bytes]]) -> bytes:
    return b"".join(bytes([kind]) + len(content).to_bytes(4, "little") + content for kind, content in frames)


@given(FRAMES, st.lists(st.integers(0, 700)))
def test_they_are_read_however_they_are_split(frames: list[tuple[Kind, bytes]], cuts: list[int]) -> None:
    text = written(frames)
    reader = FrameReader(50, 10_000)
    ends = [*sorted(min(cut, len(text)) for cut in cuts), len(text)]
    found = [
        frame for begin, end in zip([0, *ends], ends, strict=False) for frame in reader.feed(text[begin:end])
    ]
    assert found == frames


@given(st.binary(max_size=300))
def test_anything_else_is_refused_or_waited_for(text: bytes) -> None:
    reader = FrameReader(100, 10_000)
    try:
        for kind, content in reader.feed(text):
            assert kind in Kind
            assert len(content) <= 100
    except TooMuch:
        pass


def test_a_length_is_refused_before_its_bytes_come() -> None:
    with pytest.raises(TooMuch, match="4,294,967,295 bytes"):
        list(FrameReader(100, 1_000).feed(b"\2\xff\xff\xff\xff"))
    with pytest.raises(TooMuch, match="101 bytes"):
        list(FrameReader(100, 1_000).feed(b"\2\x65\0\0\0"))


def test_events_together_are_bounded_and_each_costs_something() -> None:
    reader = FrameReader(100, 11 * (EVENT_COST + 5) - 1)
    assert len(list(reader.feed(written([(Kind.EVENT, b"")] * 10)))) == 10
    with pytest.raises(TooMuch, match="more on its way"):
        list(reader.feed(written([(Kind.EVENT, b"")])))


def test_a_frame_is_written_whole_whatever_a_signal_s_handler_raises() -> None:
    class InterruptionError(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise InterruptionError

    reading, writing = os.pipe()
    before = signal.signal(signal.SIGALRM, interrupt)
    found = bytearray()

    def read() -> None:
        while part := os.read(reading, 1_000):
            found.extend(part)

    def write_for_ever() -> None:
        frames = FrameWriter(writing)
        frames.write(Kind.EVENT, b"x" * 300_000)
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        while True:
            frames.write(Kind.EVENT, b"x" * 300_000)

    thread = threading.Thread(target=read)
    try:
        thread.start()
        with pytest.raises(InterruptionError):
            write_for_ever()
    finally:
        signal.signal(signal.SIGALRM, before)
        os.close(writing)
        thread.join()
        os.close(reading)
    assert len(found) > 0
    assert len(found) % 300_005 == 0
