"""Snapshots: an immutable copy of a graph, of its numbers, and of how the page showed them. Knows no HTTP."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from app.drawing import ViewChoice
from app.pictures.request import ViewRequest
from app.programs import passes
from app.programs.document import document
from app.programs.parts import Parts
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.snapshots.answer import SHOT, ShotDocument, SnapshotDocument
from app.resources.snapshots.request import SnapshotRequest
from app.store import Snapshot, shape
from app.store.record import digest
from app.stored import graph as stored
from app.stored.graph import Stored


def make(runs: Runs, ask: SnapshotRequest) -> Stored:
    """The graph of a program, with the grads that its page shows: none before a backward pass, or where they
    are hidden.
    """
    assert ask.source is not None
    program = ProgramRequest(
        source=ask.source,
        values=ask.values,
        output=ask.output,
        state=ask.state,
        seed=ask.seed,
        files=ask.files,
        python=ask.python,
    )
    made = stored.build(runs, program)
    page = ask.page or {}
    if ask.state == "program" or page.get("mode") == "forward" or page.get("hide") == "grad":
        return made
    return made.with_numbers(passes.backward(made.graph, list(made.numbers.frame.data), None, 1))


def pack(made: Stored, ask: SnapshotRequest) -> Snapshot:
    """All that is kept, without a key yet. Equal content has the equal digest."""
    packed = stored.pack(made, with_shape=True)
    assert packed.shape is not None
    view = _kept_view(ask.view)
    page = json.dumps(
        {"view": view, "page": ask.page or {}},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return Snapshot("", digest(packed.shape, packed.numbers, page), packed.shape, packed.numbers, page)


def _kept_view(asked: ViewRequest) -> dict[str, Any]:
    """The view as it is kept. What views did not have at first is left out where a request does not use it,
    and the place that a picture is fitted to is not the reader's."""
    view = asked.model_dump(exclude={"fit"})
    for name in ("folded", "detail", "open"):
        if not view[name]:
            del view[name]
    if view["direction"] is None and not asked.choice().is_framed:
        view["direction"] = "LR"
    return view


def unpack(snapshot: Snapshot) -> tuple[Stored, dict[str, Any]]:
    """The graph, and how the page showed it: `view` and `page`."""
    shown: dict[str, Any] = json.loads(snapshot.page)
    return stored.unpack(shape.unpack(snapshot.shape), snapshot.numbers), shown


def choice(view: Mapping[str, Any], theme: str | None = None) -> ViewChoice:
    """How it is drawn: as the page drew it, in the theme asked for."""
    found = replace(ViewRequest.model_validate(view).choice(), inline=False)
    if theme is None:
        return found
    return replace(found, theme=theme)  # type: ignore[arg-type]  # checked where it was read


def kept(made: Stored, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The state as a link of the page keeps it (static/src/session/link.ts)."""
    view = shown["view"]
    values = {name: number for name, number in made.values.items() if isfinite(number)}
    state = {**shown["page"], "source": made.shape.run.source, "values": values}
    state |= {name: view[name] for name in ("look", "direction", "collapsed")}
    if made.shape.files:
        state["files"] = dict(made.shape.files)
    for name in ("folded", "detail", "open"):  # which older snapshots do not say
        if view.get(name):
            state[name] = view[name]
    return state if view["around"] is None else state | {"around": view["around"]}


def as_json(made: Stored, key: str, shown: Mapping[str, Any]) -> bytes:
    """The document of a snapshot: that of its graph, with its key and the state that the page opens."""
    found = document(made.shape.run, lambda _: made.numbers, Parts())
    return SHOT.dump_json(ShotDocument(**found, key=key, state=kept(made, shown)))


def link(key: str, base: str, forms: Iterable[str], deletion: str) -> SnapshotDocument:
    """What `POST /snapshots` answers; base: the address of this host, with its slash; forms: by suffix."""
    path = f"s/{key}"
    return SnapshotDocument(
        key=key,
        path=f"/{path}",
        url=f"{base}{path}",
        forms={form: f"{base}{path}.{form}" for form in forms},
        deletion_key=deletion or None,
    )


def share_text(made: Stored) -> tuple[str, str]:
    """A title and a sentence for the preview of a link."""
    graph, frame = made.graph, made.numbers.frame
    label = graph.labels[graph.output] or "output"
    title = f"{label} = {frame.data[graph.output]:.6g}"
    leaves = [f"{name} = {frame.data[leaf]:.4g}" for leaf, name in graph.names.items()][:6]
    grads = any(made.numbers.passes)
    what = "with every gradient" if grads else "before its backward pass"
    return title, f"A computation graph of {len(graph):,} values, {what}: " + ", ".join(leaves) + "."
