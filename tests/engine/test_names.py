"""Names of nodes and leaves, written and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.names import UniqueNames, leaf_path, node_id, parse_id


@given(st.integers(0, 10**8 - 1))
def test_an_id_is_read_back(node: int) -> None:
    assert parse_id(node_id(node)) == node
    assert parse_id(node_id(node), node + 1) == node
    assert parse_id(node_id(node), node) is None


@pytest.mark.parametrize(
    "text",
    ["", "n", "7", "n07", "n-1", "n 7", "n7 ", "N7", "nn7", "n7#2", "n٣", "n²", "n1_0", "n100000000", "a7"],
)
def test_any_other_string_is_not_an_id(text: str) -> None:
    assert parse_id(text) is None


def test_paths() -> None:
    assert leaf_path("a", "") == "a"
    assert leaf_path("w0", "mlp/layer0") == "mlp/layer0/w0"


def test_names_are_given_once() -> None:
    unique = UniqueNames(["b", "a#3"])
    assert [unique.add(base) for base in ("a", "a", "a", "b", "a#2", "a")] == [
        "a", "a#2", "a#4", "b#2", "a#2#2", "a#5"
    ]  # fmt: skip
    assert "a#4" in unique
    assert "c" not in unique
