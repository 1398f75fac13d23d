"""Which question explains what: lessons, findings of the engine check, notices and errors lead to theirs."""

from collections.abc import Mapping
from typing import Final

from app.questions import named

RELATED: Final[Mapping[str, Mapping[str, str]]] = {
    "lesson": {
        "slope": "which-h",
        "chain-rule": "inner-grads",
        "topological-order": "topological-order",
        "plus-equals": "plus-equals",
        "tanh-from-exp": "exp-derivative",
        "loss": "subtract-the-grad",
        "training": "zero-grads",
        "tanh-by-hand": "closures",
        "repair-the-order": "topological-order",
        "one-parameter": "rate-too-large",
        "softmax": "softmax-cross-entropy",
        "batch": "bias-over-a-batch",
    },
    # By `like`, the mistake that a finding is like.
    "finding": {
        "overwrites": "plus-equals",
        "plain-order": "topological-order",
        "keeps-interior": "backward-twice",
        "no-seed": "all-grads-zero",
        "visits-twice": "topological-order",
        "zeroes-midway": "zero-grads",
    },
    # By the op whose derivative a finding is about.
    "op": {
        "exp": "exp-derivative",
        "pow": "pow-exponent",
        "sub": "subtraction-sign",
        "relu": "relu-at-zero",
    },
    "notice": {
        "non-finite": "rate-too-large",
        "non-finite-grad": "rate-too-large",
        "independent": "item",
    },
    # By words of the error.
    "error": {
        "RecursionError": "recursion-depth",
        "unsupported operand type": "radd",
    },
}


def related() -> dict[str, dict[str, dict[str, str]]]:
    """The table as pages get it, each question with its short form."""
    return {
        kind: {key: {"name": name, "short": _short(name)} for key, name in table.items()}
        for kind, table in RELATED.items()
    }


def _short(name: str) -> str:
    found = named(name)
    assert found is not None, f"There is no question {name}."
    return found.short
