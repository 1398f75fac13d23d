"""From an id in a request to a stored graph."""

import re
from typing import Annotated, Final

from fastapi import Header, Path
from starlette.convertors import StringConvertor, register_url_convertor

from app.http.etags import seen
from app.http.problems import ProblemError
from app.services import Services
from app.store import Row
from app.stored import graph as stored
from app.stored.graph import Stored

ID: Final = re.compile(r"[0-9a-f]{32}")


class _Word(StringConvertor):
    """A part of an address without a dot; after a dot comes a representation, which is only read."""

    regex = "[^/.]+"


register_url_convertor("word", _Word())

Id = Annotated[
    str, Path(description="As `POST /graphs` gave it.", json_schema_extra={"pattern": f"^{ID.pattern}$"})
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of the graph as you have seen it; a write needs it. `*` for any.",
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", description="An `ETag` that you have; 304 if it is still the current one."),
]


async def row_of(services: Services, id_: str) -> Row:
    """The graph as it is stored. Raises ProblemError `unknown-graph`, UnknownGraphError."""
    if not ID.fullmatch(id_):
        raise ProblemError(
            "unknown-graph", "This is not the id of a graph: an id is 32 hexadecimal digits, in lower case."
        )
    return await services.store.read(lambda opened: opened.graphs.get(id_, services.store.shapes.find))


async def row_seen(services: Services, id_: str, if_match: str | None) -> Row:
    """The same for a write, if its client has seen this revision. Raises what `seen` does."""
    row = await row_of(services, id_)
    seen(if_match, row.revision)
    return row


def loaded(services: Services, row: Row) -> Stored:
    """The graph with its numbers; work for a thread."""
    known = row.known
    if known is None:
        assert row.packed.shape is not None
        known = services.store.shapes.unpack(row.packed.digest, row.packed.shape)
    return stored.unpack(known, row.packed.numbers)
