"""Which scopes of two graphs are the same: by name and place, or by shape where a call came or went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.outline import Outline


def matched_scopes(before: Outline, after: Outline) -> dict[int, int]:
    """For the entries of `after` those of `before`, outermost first."""
    found = {0: 0}
    waiting = [(0, 0)]
    while waiting:
        old, new = waiting.pop()
        for pair in _children(before, after, old, new):
            found[pair[1]] = pair[0]
            waiting.append(pair)
    return dict(sorted(found.items()))


def _children(before: Outline, after: Outline, old: int, new: int) -> Iterator[tuple[int, int]]:
    olds, news = _by_name(before, old), _by_name(after, new)
    for name, calls in news.items():
        yield from _aligned(before, after, olds.get(name, []), calls)


def _by_name(outline: Outline, entry: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for child in outline.entries[entry].children:
        found.setdefault(outline.entries[child].name, []).append(child)
    return found


def _aligned(
    before: Outline, after: Outline, olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Calls of one name in one scope. Of different counts, those of equal shape at both ends are the same."""
    low, high = 0, 0
    if len(olds) != len(news):
        most = min(len(olds), len(news))
        while low < most and before.shapes[olds[low]] == after.shapes[news[low]]:
            low += 1
        while high < most - low and before.shapes[olds[-1 - high]] == after.shapes[news[-1 - high]]:
            high += 1
    yield from zip(olds[:low], news[:low], strict=True)
    yield from zip(olds[len(olds) - high :], news[len(news) - high :], strict=True)
    yield from zip(olds[low : len(olds) - high], news[low : len(news) - high], strict=False)
