"""What a program draws with matplotlib."""

from __future__ import annotations

from xml.etree import ElementTree

from app.sandbox.child.running import run_python
from app.sandbox.events import Drawn, Event
from app.sandbox.job import Job, JobLimits
from tests.app.sandbox.child.running import ran

SEVERAL = """\
import matplotlib.pyplot as plt
plt.figure()
plt.plot([1, 2])
fig, ax = plt.subplots()
ax.plot([2, 1]); ax.set_title('two')
plt.show()
plt.scatter([1], [2])
"""


def test_figures_have_names_and_the_line_that_began_them() -> None:
    events: list[Event] = []
    run = run_python(Job(SEVERAL), events.append)
    assert [(figure.name, figure.line) for figure in run.figures] == [
        ("figure 1", 2),
        ("two", 4),
        ("figure 3", 7),
    ]
    assert [each.figure for each in events if isinstance(each, Drawn)] == list(run.figures)
    for figure in run.figures:
        assert ElementTree.fromstring(figure.svg).tag.endswith("svg")  # noqa: S314  # our own


def test_the_same_program_draws_the_same() -> None:
    assert ran(SEVERAL).figures == ran(SEVERAL).figures


def test_figures_are_limited_and_may_be_left_out() -> None:
    source = "import matplotlib.pyplot as plt\nfor k in range(5):\n  plt.figure(); plt.plot([k])\n"
    assert len(ran(source, limits=JobLimits(figures=2)).figures) == 2
    assert ran(source, figures=False).figures == ()
    assert ran("import matplotlib.pyplot as plt\nplt.figure()\n").figures == ()


def test_a_figure_of_one_run_is_not_in_the_next() -> None:
    ran("import matplotlib.pyplot as plt\nplt.plot([1])\n")
    assert ran("import matplotlib.pyplot as plt\nprint(plt.get_fignums())\n").printed == "[]\n"
