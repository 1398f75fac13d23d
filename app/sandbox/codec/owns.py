"""What is to be said of a program's own engine: findings as text, contributions and right grads as arrays."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.sandbox.codec.bounds import CONTRIBUTIONS, COUNT, FEW, LINE, TEXT
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import BYTE, DOUBLE, INDEX, Message
from app.sandbox.codec.graphs import Table, encode_ids, ids_below
from engine.findings import Contribution, Finding, Operation, OwnEngine

if TYPE_CHECKING:
    from app.sandbox.codec.texts import OwnText


def encode_own(own: OwnEngine, files: Table) -> tuple[dict[str, Any], list[array[Any]]]:
    """The texts and the arrays; files: the table that lines name their file by, None being number 0."""
    made = own.contributions[:CONTRIBUTIONS]
    texts = {
        "name": own.name[:TEXT],
        "line": own.line,
        "agrees": own.agrees,
        "checked": own.checked,
        "operations": [_cut(asdict(each)) for each in own.operations[:FEW]],
        "findings": [_cut(asdict(each)) for each in own.findings[:FEW]],
        "contributions": len(made),
        "file": None if own.file is None else own.file[:TEXT],
        "key": own.key,
        "fast": own.fast,
    }
    arrays = [
        *_optional(own.expected),
        array(INDEX, [each.node for each in made]),
        encode_ids([None if each.source is None else each.source + 1 for each in made]),
        encode_ids([None if each.slot is None else each.slot + 1 for each in made]),
        array(DOUBLE, [each.got for each in made]),
        *_optional([each.want for each in made]),
        array(DOUBLE, [each.before for each in made]),
        array(DOUBLE, [each.after for each in made]),
        encode_ids([each.line for each in made]),
        array(INDEX, [0 if each.file is None else files.number(each.file) for each in made]),
    ]
    return texts, arrays


def decode_own(own: OwnText, message: Message, nodes: int, files: Sequence[str]) -> OwnEngine:
    """The judgement. Raises GarbledError for ids and files that are none."""
    count = own["contributions"]
    if count > CONTRIBUTIONS:
        raise GarbledError("There are too many contributions.")
    if any(finding["node"] >= nodes for finding in own["findings"]):
        raise GarbledError("A finding is about no node.")
    return OwnEngine(
        name=own["name"],
        line=own["line"],
        agrees=own["agrees"],
        checked=own["checked"],
        operations=tuple([Operation.of(each) for each in own["operations"]]),
        findings=tuple([Finding(**each) for each in own["findings"]]),
        expected=_with_none(message, nodes),
        contributions=_contributions(message, count, nodes, files),
        file=own["file"],
        key=own["key"],
        fast=own["fast"],
    )


def _contributions(
    message: Message, count: int, nodes: int, files: Sequence[str]
) -> tuple[Contribution, ...]:
    node = ids_below(message.take(INDEX, count), nodes)
    source = decode_ids(message.take(INDEX, count), nodes)
    slot = decode_ids(message.take(INDEX, count), COUNT)
    got = message.take(DOUBLE, count)
    want = _with_none(message, count)
    before, after = message.take(DOUBLE, count), message.take(DOUBLE, count)
    line = decode_ids(message.take(INDEX, count), LINE)
    file = decode_files(message.take(INDEX, count), files)
    return tuple(
        [
            Contribution(
                node=node[i],
                source=_one_less(source[i]),
                slot=_one_less(slot[i]),
                got=got[i],
                want=want[i],
                before=before[i],
                after=after[i],
                line=line[i],
                file=file[i],
            )
            for i in range(count)
        ]
    )


def _one_less(number: int | None) -> int | None:
    return None if number is None else number - 1


def _optional(numbers: Sequence[float | None]) -> list[array[Any]]:
    """Numbers of which some are missing: which there are, and the numbers."""
    there = array(BYTE, [number is not None for number in numbers])
    return [there, array(DOUBLE, [math.nan if number is None else number for number in numbers])]


def _with_none(message: Message, count: int) -> tuple[float | None, ...]:
    there, numbers = message.take(BYTE, count), message.take(DOUBLE, count)
    return tuple([number if flag else None for flag, number in zip(there, numbers, strict=True)])


def decode_ids(numbers: array[int], most: int) -> tuple[int | None, ...]:
    """Counts from 1 to `most`, 0 being None."""
    if numbers and max(numbers) > most:
        raise GarbledError("A number is out of bounds.")
    return tuple([number or None for number in numbers])


def decode_files(numbers: array[int], files: Sequence[str]) -> tuple[str | None, ...]:
    """The names of files by number, 0 being none."""
    if numbers and max(numbers) > len(files):
        raise GarbledError("A file is missing.")
    names = (None, *files)
    return tuple([names[number] for number in numbers])


def _cut(texts: dict[str, Any]) -> dict[str, Any]:
    return {name: value[:TEXT] if isinstance(value, str) else value for name, value in texts.items()}
