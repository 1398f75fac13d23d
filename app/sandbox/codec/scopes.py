"""The scopes of a run and its lists. There may be many, so that all but their names are arrays; a path is put
together again from names and numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from math import prod
from typing import TYPE_CHECKING, Any, Final

from app.sandbox.codec.bounds import ITEMS, TEXT, Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import INDEX, Message
from app.sandbox.codec.graphs import Table, ids_below, look_up
from engine.run import NamedList, Scope

if TYPE_CHECKING:
    from app.sandbox.codec.texts import ScopesText

# Scopes in one another, characters of all paths, and dimensions of a list.
_DEEPEST: Final = 200
_CHARACTERS: Final = 2**26
_DIMENSIONS: Final = 16


def encode_scopes(scopes: Sequence[Scope], files: Table) -> tuple[dict[str, Any], list[array[Any]]]:
    """The texts and the arrays; files: the table that scopes name their file by, None being number 0."""
    names = Table()
    held = [(number, each) for number, scope in enumerate(scopes) for each in scope.lists]
    inner = scopes[1:]
    arrays = [
        array(INDEX, [names.number(scope.name) for scope in inner]),
        array(INDEX, [scope.line or 0 for scope in inner]),
        array(INDEX, [0 if scope.file is None else files.number(scope.file) for scope in inner]),
        array(INDEX, [scope.parent for scope in inner]),
        array(INDEX, [_number(scope.path) for scope in inner]),
        *_pieces([scope.nodes for scope in scopes]),
        array(INDEX, [number for number, _ in held]),
        array(INDEX, [names.number(each.name) for _, each in held]),
        *_pieces([each.shape for _, each in held]),
        *_pieces([each.whole for _, each in held]),
        *_pieces([each.nodes for _, each in held]),
    ]
    return {"scopes": len(scopes), "lists": len(held), "names": names.texts(TEXT)}, arrays


def _number(path: str) -> int:
    number = path.rpartition("[")[2][:-1]
    return int(number) if number.isdecimal() else 0


def _pieces(pieces: Sequence[Sequence[int]]) -> list[array[Any]]:
    return [array(INDEX, map(len, pieces)), array(INDEX, chain.from_iterable(pieces))]


def decode_scopes(
    texts: ScopesText, message: Message, nodes: int, files: Sequence[str], bounds: Bounds
) -> tuple[Scope, ...]:
    """The scopes. Raises GarbledError for what is not a tree of them, or for a list of another length."""
    count, lists = texts["scopes"], texts["lists"]
    inner = max(count - 1, 0)
    names = look_up(texts["names"], message.take(INDEX, inner))
    lines = message.take(INDEX, inner)
    of_files = message.take(INDEX, inner)
    parents = message.take(INDEX, inner)
    numbers = message.take(INDEX, inner)
    made = _taken(message, count, nodes)
    _check_once(made, nodes)
    holders = message.take(INDEX, lists)
    held = _lists(message, look_up(texts["names"], message.take(INDEX, lists)), nodes, bounds)
    by_scope: dict[int, list[NamedList]] = {}
    for holder, each in zip(ids_below(holders, count), held, strict=True):
        by_scope.setdefault(holder, []).append(each)
    if of_files and max(of_files) > len(files):
        raise GarbledError("A file is missing.")
    paths = list(_paths(names, parents, numbers)) if count else []
    known = (None, *files)
    return tuple(
        [
            Scope(
                paths[k],
                names[k - 1] if k else "",
                (lines[k - 1] or None) if k else None,
                parents[k - 1] if k else -1,
                ids_below(made[k], nodes),
                tuple(by_scope.get(k, ())),
                known[of_files[k - 1]] if k else None,
            )
            for k in range(count)
        ]
    )


def _paths(names: Sequence[str], parents: Sequence[int], numbers: Sequence[int]) -> Iterator[str]:
    paths, depths, characters = [""], [0], 0
    seen: set[tuple[int, str, int]] = set()
    yield ""
    for k, (name, parent, number) in enumerate(zip(names, parents, numbers, strict=True), 1):
        if parent >= k or (parent, name, number) in seen:
            raise GarbledError("A scope comes before the one that it is in, or twice.")
        seen.add((parent, name, number))
        above = paths[parent]
        path = f"{above}{'/' if above else ''}{name}[{number}]"
        depths.append(depths[parent] + 1)
        characters += len(path)
        if depths[k] > _DEEPEST or characters > _CHARACTERS:
            raise GarbledError("Scopes are too deep in one another.")
        paths.append(path)
        yield path


def _taken(message: Message, count: int, most: int) -> list[array[int]]:
    """So many pieces of one array, which has at most so many numbers."""
    sizes = message.take(INDEX, count)
    whole = message.take_up_to(INDEX, most)
    if sum(sizes) != len(whole):
        raise GarbledError("Pieces are longer or shorter than announced.")
    return [whole[at:end] for at, end in pairwise(accumulate(sizes, initial=0))]


def _check_once(made: Sequence[array[int]], nodes: int) -> None:
    seen = bytearray(nodes)
    for node in ids_below(array(INDEX, chain.from_iterable(made)), nodes):
        if seen[node]:
            raise GarbledError("A node was made in two scopes.")
        seen[node] = 1


def _lists(message: Message, names: Sequence[str], nodes: int, bounds: Bounds) -> Iterator[NamedList]:
    shapes = _taken(message, len(names), _DIMENSIONS * ITEMS)
    wholes = _taken(message, len(names), _DIMENSIONS * ITEMS)
    held = _taken(message, len(names), bounds.edges)
    for name, shape, whole, ids in zip(names, shapes, wholes, held, strict=True):
        if max(len(shape), len(whole)) > _DIMENSIONS or prod(shape) != len(ids):
            raise GarbledError("A list has another shape.")
        yield NamedList(name, tuple(shape), ids_below(ids, nodes), tuple(whole))
