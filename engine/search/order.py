"""The nodes of a graph in an order that a table may want."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.search.index import Ids, Index
from engine.search.masks import Doubles, Numbers

Sort = Literal["id", "-id", "name", "-name", "line", "-line", "data", "-data", "grad", "-grad"]


def ordered(index: Index, numbers: Numbers, sort: Sort) -> Ids:
    """Every node's id in this order; a leading minus turns it round. Equal ones are in id order.

    What has nothing to be sorted by, such as a grad that was not computed, comes last either way.
    """
    key, falls = sort.removeprefix("-"), sort.startswith("-")
    match key:
        case "id":
            ids = np.arange(index.size, dtype=np.int32)
            return ids[::-1] if falls else ids
        case "name":
            return _by(_names(index), falls)
        case "line":
            return _by(np.where(index.lines > 0, index.lines, np.nan), falls)
        case "data":
            return _by(numbers.data, falls)
        case _:
            return _by(np.where(numbers.has_grad, numbers.grad, np.nan), falls)


def _by(keys: Doubles, falls: bool) -> Ids:
    # numpy puts nan last; so does a falling order, because −nan is nan.
    return np.argsort(-keys if falls else keys, kind="stable").astype(np.int32)


def _names(index: Index) -> Doubles:
    """For each node the place of its name among all names; nan for a node that has none."""
    labels, lists = index.labels.texts, index.lists.texts
    rank = {text: float(place) for place, text in enumerate(sorted({*labels, *lists}))}
    rank[""] = np.nan
    of_label = np.array([rank[text] for text in labels])[index.labels.codes]
    of_list = np.append(np.array([rank[text] for text in lists])[index.lists.codes], np.nan)
    return np.where(np.isnan(of_label), of_list[index.list_of], of_label)
