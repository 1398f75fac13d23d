"""A whole run as bytes: what a child that ended well answers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, get_args

from app.sandbox.codec.bounds import FEW, LINE, SVG, SVGS, TEXT, Bounds
from app.sandbox.codec.details import decode_record, decode_watched, watched_numbers, watched_text
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.frame import BYTE, INDEX, Message, pack
from app.sandbox.codec.graphs import (
    Table,
    decode_frame,
    decode_graph,
    encode_frame,
    encode_graph,
    encode_ids,
    ids_below,
)
from app.sandbox.codec.owns import decode_files, decode_ids, decode_own, encode_own
from app.sandbox.codec.scopes import decode_scopes, encode_scopes
from engine.collector import building
from engine.graph import Frame, Graph
from engine.labels import GROUP, LABEL
from engine.notices import Notice
from engine.ops import LEAF
from engine.run import Figure, GradState, Run

if TYPE_CHECKING:
    from app.sandbox.codec.texts import FigureText, RunText

STATES: Final = get_args(GradState)


@building()
def encode_run(run: Run) -> bytes:
    """The run as a message. Texts that are longer than the parent takes are cut."""
    graph, files = run.graph, Table("")
    figures, left_out = _figures(run.figures)
    run = replace(run, figures=figures, notices=(*run.notices[: FEW - 1], *left_out))
    graph_texts: Any = None
    arrays: list[array[Any]] = []
    if graph is not None:
        graph_texts, arrays = encode_graph(graph, run.frame.data, (TEXT, LABEL, GROUP))
        arrays += _along_nodes(run, files)
    arrays += _loose_arrays(run, graph)
    scopes, more = encode_scopes(run.scopes, files)
    arrays += more
    own = None
    if run.own is not None:
        own, more = encode_own(run.own, files)
        arrays += more
    texts = {
        "source": run.source,
        "graph": graph_texts,
        "files": files.texts(TEXT)[1:],
        "printed": run.printed,
        "notices": [_cut(asdict(notice)) for notice in run.notices],
        "result": run.result,
        "echo": run.echo,
        "reusable": run.reusable,
        "parameters": len(run.parameters),
        "loose": [name[: 2 * TEXT] for name in run.loose],
        "held": [{"name": name[:TEXT], "nodes": len(nodes)} for name, nodes in run.held],
        "scopes": scopes,
        "figures": [
            {
                "name": figure.name[:TEXT],
                "line": figure.line,
                "svg": len(_utf8(figure.svg)),
                "file": _name(figure.file),
            }
            for figure in run.figures
        ],
        "pass_records": [_cut(asdict(record)) for record in run.pass_records],
        "own": own,
        "watched": [watched_text(each) for each in run.watched],
        "seconds": run.seconds,
        "interpreted": run.interpreted,
        "cacheable": run.cacheable,
    }
    return pack("run", texts, arrays)


def _figures(drawn: Sequence[Figure]) -> tuple[tuple[Figure, ...], tuple[Notice, ...]]:
    """The figures that are small enough, and a notice if others are not."""
    kept: list[Figure] = []
    room = SVGS
    for figure in drawn:
        size = len(_utf8(figure.svg))
        if size <= min(SVG, room):
            kept.append(figure)
            room -= size
    if len(kept) == len(drawn):
        return tuple(kept), ()
    message = f"{len(drawn) - len(kept):,} of {len(drawn):,} figures are too large to be shown."
    return tuple(kept), (Notice("figures-left-out", message),)


def _along_nodes(run: Run, files: Table) -> list[array[Any]]:
    """What there is of each node beside its place in the graph."""
    return [
        *encode_frame(run.frame),
        array(BYTE, map(STATES.index, run.states)),
        array(INDEX, run.passes),
        encode_ids(run.lines),
        array(INDEX, [0 if file is None else files.number(file) for file in run.files]),
    ]


def _loose_arrays(run: Run, graph: Graph | None) -> Iterator[array[Any]]:
    """What there is any number of."""
    ids = {} if graph is None else graph.ids
    yield array(INDEX, [ids[name] for name in run.parameters])
    yield array(INDEX, chain.from_iterable(nodes for _, nodes in run.held))
    for figure in run.figures:
        yield array(BYTE, _utf8(figure.svg))
    for each in run.watched:
        yield watched_numbers(each)


def _cut(texts: dict[str, Any]) -> dict[str, Any]:
    return {name: value[:TEXT] if isinstance(value, str) else value for name, value in texts.items()}


def _name(file: str | None) -> str | None:
    return None if file is None else file[:TEXT]


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@building()
def decode_run(message: Message, bounds: Bounds) -> Run:
    """The run of a message whose kind is "run". Raises GarbledError at the first fault."""
    from app.sandbox.codec.texts import RUN, read

    texts = read(RUN, message.text)
    graph, count = None, 0
    along: dict[str, Any] = {"frame": Frame((), ()), "states": (), "passes": (), "lines": (), "files": ()}
    if texts["graph"] is not None:
        graph = decode_graph(texts["graph"], message, bounds)
        count = len(graph)
        along = _read_along(message, count, texts["files"])
    parameters = _parameters(message, texts["parameters"], graph)
    loose = _read_loose(texts, message, count, bounds)
    own = texts["own"]
    if own is not None and graph is None:
        raise GarbledError("There is no graph for an own engine.")
    run = Run(
        source=_within(texts["source"], bounds.source),
        graph=graph,
        **along,
        **loose,
        printed=_within(texts["printed"], bounds.printed),
        notices=tuple([_notice(notice, count) for notice in texts["notices"]]),
        result=None if texts["result"] is None else _within(texts["result"], bounds.printed),
        echo=texts["echo"],
        reusable=texts["reusable"],
        parameters=parameters,
        loose=tuple(texts["loose"]),
        pass_records=tuple([decode_record(record) for record in texts["pass_records"]]),
        own=None if own is None else decode_own(own, message, count, texts["files"]),
        seconds=texts["seconds"],
        interpreted=texts["interpreted"],
        cacheable=texts["cacheable"],
    )
    if run.echo is not None and run.echo >= count:
        raise GarbledError("The result is not a node of the graph.")
    message.end()
    return run


def _read_along(message: Message, count: int, files: Sequence[str]) -> dict[str, Any]:
    frame = decode_frame(message, count)
    states, passes = message.take(BYTE, count), message.take(INDEX, count)
    if max(states) >= len(STATES) or max(passes) > 2**31:
        raise GarbledError("A grad has no such state.")
    lines = decode_ids(message.take(INDEX, count), LINE)
    in_files = message.take_up_to(INDEX, count)
    if len(in_files) not in (0, count):
        raise GarbledError("Some nodes have a file and some have not.")
    return {
        "frame": frame,
        "states": tuple([STATES[state] for state in states]),
        "passes": tuple(passes),
        "lines": lines,
        "files": decode_files(in_files, files),
    }


def _parameters(message: Message, count: int, graph: Graph | None) -> tuple[str, ...]:
    if count > (0 if graph is None else len(graph)):
        raise GarbledError("There are too many parameters.")
    leaves = message.take(INDEX, count)
    if graph is None:
        return ()
    if any(graph.ops[leaf] is not LEAF for leaf in ids_below(leaves, len(graph))):
        raise GarbledError("A parameter is not a leaf.")
    return tuple([graph.names[leaf] for leaf in leaves])


def _read_loose(texts: RunText, message: Message, count: int, bounds: Bounds) -> dict[str, Any]:
    figures = texts["figures"]
    held = _pieces(message, [each["nodes"] for each in texts["held"]], count, bounds)
    if len(figures) > bounds.figures or sum(each["svg"] for each in figures) > SVGS:
        raise GarbledError("There are too many figures.")
    made = tuple([_figure(each, message) for each in figures])
    watched = tuple([decode_watched(each, message) for each in texts["watched"]])
    return {
        "held": tuple([(each["name"], nodes) for each, nodes in zip(texts["held"], held, strict=True)]),
        "figures": made,
        "watched": watched,
        "scopes": decode_scopes(texts["scopes"], message, count, texts["files"], bounds),
    }


def _pieces(message: Message, counts: Sequence[int], nodes: int, bounds: Bounds) -> list[tuple[int, ...]]:
    """Lists of ids, one after another in one array."""
    whole = message.take_up_to(INDEX, bounds.edges)
    if sum(counts) != len(whole):
        raise GarbledError("Lists of nodes are longer or shorter than announced.")
    ids = ids_below(whole, nodes)
    ends = iter_ends(counts)
    return [ids[end - count : end] for count, end in zip(counts, ends, strict=True)]


def iter_ends(counts: Iterable[int]) -> Iterator[int]:
    """Where each of several pieces ends."""
    end = 0
    for count in counts:
        end += count
        yield end


def _figure(figure: FigureText, message: Message) -> Figure:
    try:
        svg = message.take(BYTE, figure["svg"]).tobytes().decode()
    except UnicodeDecodeError:
        raise GarbledError("A figure is not text.") from None
    return Figure(figure["name"], figure["line"], svg, figure["file"])


def _notice(notice: Any, count: int) -> Notice:
    if notice["node"] is not None and notice["node"] >= count:
        raise GarbledError("A notice is about no node.")
    return Notice(**notice)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise GarbledError("A string is too long.")
    return text
