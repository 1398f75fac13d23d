"""Programs as people write them, in many styles: each prints what it prints under CPython, to the letter."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from app.sandbox.child.running import run_python
from app.sandbox.job import Job, JobLimits
from tests.app.sandbox.child.running import cpython, ran

PROGRAMS: Final = {
    path.name.removesuffix(".py.txt"): path.read_text()
    for path in sorted((Path(__file__).parents[1] / "programs").glob("*.py.txt"))
}
FILES: Final = {"bigram_counts": {"names.txt": "emma\nolivia\nava\n"}}
# It takes micrograd and scikit-learn, and what it prints was published.
PUBLISHED: Final = "micrograd_demo"
# Engines of their own that are read, by the name of their class.
ENGINES: Final = {
    "dataclass_engine": "Scalar", "class_factory": "V", "xor_network": "Value", "numpy_floats": "Value",
    "two_passes": "V", "printing_backward": "Value", "gpt": "Value",
}  # fmt: skip


def test_there_are_enough() -> None:
    assert len(PROGRAMS) > 30


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != PUBLISHED])
def test_it_prints_what_cpython_prints(name: str, tmp_path: Path) -> None:
    files = FILES.get(name, {})
    run = run_python(Job(PROGRAMS[name], files=files, limits=JobLimits(printed=1_000_000)))
    assert run.printed == cpython(PROGRAMS[name], tmp_path, files)
    assert run.printed
    if name in ENGINES:
        assert run.own is not None
        assert run.own.name == ENGINES[name]
        assert run.lines[-1] is not None


def test_the_demo_of_micrograd() -> None:
    """Its first steps as they were published, and its two figures."""
    source = PROGRAMS[PUBLISHED].replace("range(100)", "range(3)")
    run = ran(source)
    losses = [float(line.split()[3][:-1]) for line in run.printed.splitlines() if line.startswith("step ")]
    # The last bit of what was published is the order of a set.
    published = [0.8958441028683222, 1.7235905336972022, 0.7429006313851131]
    assert losses == pytest.approx(published, rel=1e-12, abs=0.0)
    assert "number of parameters 337" in run.printed
    assert len(run.figures) == 2
    assert all("<svg" in figure.svg for figure in run.figures)
