"""micrograd's demo over REST: one program builds the loss, one descent takes the 100 steps it published."""

import random
from typing import Any

import pytest

from app.examples import EXAMPLES
from app.settings import Settings
from engine.data import DATASETS
from engine.kernels import compiled as kernels
from engine.program import Limits, run
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

SOURCE = next(example.source for example in EXAMPLES if example.name == "moons")
# Losses of its published run.
PUBLISHED = {
    0: 0.8958441028683222,
    1: 1.7235905336972022,
    2: 0.7429006313851131,
    3: 0.7705641260584201,
    4: 0.3692793385976537,
    98: 0.010978888332907229,
    99: 0.010978370135492717,
}
SCORES = [f"score{i}" for i in range(100)]


@pytest.fixture(scope="module")
def settings() -> Settings:
    """Every limit as it is, but for the time, so that a slow machine gives the same answer later."""
    return Settings(concurrency=1, layout_workers=1, seconds=120.0)


def steps() -> dict[str, Any]:
    """The demo's loop: at step k = 0 … 99 the rate is 1.0 − 0.9 k / 100."""
    schedule = {"kind": "linear", "final": 0.1}
    return {"learning_rate": 1.0, "steps": 100, "schedule": schedule, "stride": 1, "watch": SCORES}


async def test_the_published_losses_and_accuracies(post: Post) -> None:
    kernels.load()
    response = await post("descend", source=SOURCE, **steps())
    assert response.status_code == 200, response.text
    course = response.json()
    assert course["stopped"] is None
    assert {k: course["losses"][k] for k in PUBLISHED} == pytest.approx(PUBLISHED, rel=1e-9, abs=0.0)
    assert len(course["values"]) == 337
    _, y = DATASETS["moons"](n=100, noise=0.1, seed=1337)
    # What is watched comes in id order, which is the order in which the loss uses the scores.
    accuracy = [
        sum((score > 0) == (label > 0) for score, label in zip(frame["data"], y, strict=True))
        for frame in course["frames"]
    ]
    assert [frame["step"] for frame in course["frames"]] == list(range(101))
    assert accuracy[0] == 50
    assert accuracy[98:] == [100, 100, 100]
    assert accuracy[0] < accuracy[4] < accuracy[99]


def test_the_program_takes_a_part_of_its_budgets() -> None:
    """Half of each would do: so there is room for a person's own changes to it."""
    limits = Limits()
    half = Limits(
        text=limits.text // 2,
        nodes=limits.nodes // 2,
        values=limits.values // 2,
        turns=limits.turns // 2,
        held=limits.held // 2,
        seconds=120.0,
    )
    done = run(SOURCE, limits=half)
    assert done.graph is not None
    assert done.reusable
    assert 100 * len(done.graph) < limits.descent / 2
    assert {f"model[{k}]/layer2/neuron0" for k in range(100)} <= set(done.graph.prefixes)


def test_the_moons_and_the_first_loss_are_micrograds() -> None:
    """micrograd itself, on scikit-learn's moons, as its demo writes it."""
    numpy = pytest.importorskip("numpy")
    datasets = pytest.importorskip("sklearn.datasets", reason="the oracle is not installed")
    nn = pytest.importorskip("micrograd.nn", reason="the oracle is not installed")
    X, y = datasets.make_moons(n_samples=100, noise=0.1, random_state=1337)
    y = y * 2 - 1
    before = random.getstate()
    try:
        random.seed(1337)
        model = nn.MLP(2, [16, 16, 1])
    finally:
        random.setstate(before)
    scores = [model([float(a), float(b)]) for a, b in X]
    losses = [(1 + -int(yi) * si).relu() for yi, si in zip(y, scores, strict=True)]
    loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())
    done = run(SOURCE, limits=Limits(seconds=120.0))
    assert done.graph is not None
    assert done.frame.data[-1] == pytest.approx(loss.data, rel=1e-9)
    ids = [done.graph.ids[name] for name in done.parameters]
    weights = {done.frame.data[i] for i in ids}
    assert weights == {p.data for p in model.parameters()}
    ours = [done.frame.data[done.graph.resolve(f"score{i}")] for i in range(100)]
    assert ours == pytest.approx([score.data for score in scores], rel=1e-9)
    assert numpy.mean([(s > 0) == (t > 0) for s, t in zip(ours, y, strict=True)]) == 0.5
