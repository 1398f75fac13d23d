"""micrograd's demo, its moons and its network, as each peer would write it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from engine.data import DATASETS
from engine.nn import MLP
from engine.value import Value, total

SEED = 1337
SIZES = (16, 16, 1)
ALPHA = 1e-4
# What the published notebook prints for its first step, which says that this is its work.
FIRST_LOSS = 0.8958441028683222


def moons() -> tuple[list[list[float]], list[float]]:
    """The demo's hundred points, labels −1 and 1."""
    return DATASETS["moons"](n=100, noise=0.1, seed=SEED)


class Engine:
    """The demo in Backlens: the loss as one graph."""

    def __init__(self) -> None:
        self.X, self.y = moons()
        self.model = MLP(2, SIZES, "relu", rng=random.Random(SEED))

    def loss(self) -> Value:
        """The loss over all samples, built again."""
        scores = [self.model([Value(x) for x in row]) for row in self.X]
        losses = [(1 - y * score).relu() for y, score in zip(self.y, scores, strict=True)]
        penalty = total([p * p for p in self.model.parameters()])
        loss: Value = total(losses) * (1.0 / len(losses)) + ALPHA * penalty
        return loss


class Micrograd:
    """The demo as micrograd's notebook has it."""

    def __init__(self) -> None:
        from micrograd import nn
        from micrograd.engine import Value as Theirs

        self.X, self.y = moons()
        self.Value: Any = Theirs
        random.seed(SEED)
        self.model: Any = nn.MLP(2, list(SIZES))

    def loss(self) -> Any:
        """The loss over all samples, built again, as each of its steps does."""
        scores = [self.model([self.Value(x) for x in row]) for row in self.X]
        losses = [(1 + -y * score).relu() for y, score in zip(self.y, scores, strict=True)]
        penalty = ALPHA * sum(p * p for p in self.model.parameters())
        return sum(losses) * (1.0 / len(losses)) + penalty

    def step(self, rate: float) -> float:
        """Forward, backward, update; gives the loss."""
        loss = self.loss()
        self.model.zero_grad()
        loss.backward()
        for p in self.model.parameters():
            p.data -= rate * p.grad
        return float(loss.data)


class Torch:
    """The demo in PyTorch, eager, in doubles, on one thread, over all samples at once."""

    def __init__(self, weights: Sequence[float]) -> None:
        """``weights`` in the order in which the engine's network has its parameters."""
        import torch

        torch.set_num_threads(1)
        self._torch: Any = torch
        X, y = moons()
        self._X, self._y = torch.tensor(X, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
        self._layers: list[tuple[Any, Any]] = []
        rest = list(weights)
        for nin, nout in zip((2, *SIZES), SIZES, strict=False):
            rows = [[rest.pop(0) for _ in range(nin + 1)] for _ in range(nout)]
            layer = torch.tensor(rows, dtype=torch.float64)
            self._layers.append(
                (layer[:, :-1].clone().requires_grad_(), layer[:, -1].clone().requires_grad_())
            )
        self._parameters = [p for layer in self._layers for p in layer]

    def step(self, rate: float) -> float:
        """Forward, backward, update; gives the loss."""
        torch, x = self._torch, self._X
        for i, (w, b) in enumerate(self._layers):
            x = torch.nn.functional.linear(x, w, b)
            if i < len(self._layers) - 1:
                x = x.relu()
        losses = (1.0 - self._y * x.squeeze(1)).relu()
        loss = losses.mean() + ALPHA * sum((p * p).sum() for p in self._parameters)
        grads = torch.autograd.grad(loss, self._parameters)
        with torch.no_grad():
            for p, grad in zip(self._parameters, grads, strict=True):
                p.sub_(rate * grad)
        return float(loss.detach())
