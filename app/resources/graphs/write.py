"""A write to a stored graph: the next revision, computed and put in the place of the one that was seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends
from starlette.responses import Response

from app.http.bodies import bounded
from app.http.etags import tag, takes_any
from app.http.idempotency import ClaimOf, answer_of
from app.http.queue_slot import QueueSlot
from app.programs.parts import Parts
from app.resources.graphs import document
from app.services import Services, ServicesOf, SlotOf
from app.store import Claim, Packed, Row, StaleError
from app.stored import graph as stored
from app.stored.graph import Stored
from app.stored.lookup import Id, IfMatch, loaded, row_seen

TRIES: Final = 100  # of a write that takes any revision
REVALIDATE: Final = {"Cache-Control": "private, no-cache"}

Work = Callable[[Stored, int], tuple[Stored, bytes]]  # the graph as it was and the revision to come


@dataclass(frozen=True, slots=True)
class Change:
    """One request to change one graph, and what its client has seen of it."""

    services: Services
    slot: QueueSlot
    id: str
    if_match: str | None
    claim: Claim | None

    async def make(
        self, ask: Parts, change: Callable[[Stored], Stored], with_shape: bool = False
    ) -> Response:
        """The answer with the graph that `change` gives. Raises what `write` does."""

        def work(before: Stored, revision: int) -> tuple[Stored, bytes]:
            after = change(before)
            return after, document.as_json(after, self.id, revision, ask)

        return await self.write(work, with_shape)

    async def write(self, work: Work, with_shape: bool = False) -> Response:
        """Compute the next revision and put it in the place of the one that was seen.

        A client that takes any revision does not see writes that came between: its own is computed again.
        with_shape: whether the structure is another one. Raises StoreError, ProblemError, EngineError.
        """
        if not takes_any(self.if_match):
            return await self._write(work, with_shape)
        async with self.services.store.turn(self.id):
            return await self._write(work, with_shape)

    async def _write(self, work: Work, with_shape: bool) -> Response:
        for left in reversed(range(TRIES)):
            row = await self.row()

            def next_revision(row: Row = row) -> tuple[Packed, Response]:
                after, content = work(loaded(self.services, row), row.revision + 1)
                return stored.pack(after, with_shape), answer(content, row.revision + 1)

            packed, response = await self.slot.run(next_revision)
            try:
                await self._put(row, packed, response)
            except StaleError:
                if not takes_any(self.if_match) or not left:
                    raise
            else:
                return response
        raise AssertionError("the last try returns or raises")

    async def row(self) -> Row:
        """The graph as it is stored, if its client has seen this revision."""
        return await row_seen(self.services, self.id, self.if_match)

    async def _put(self, row: Row, packed: Packed, response: Response) -> None:
        kept = answer_of(response)
        await self.services.store.call(
            lambda opened: opened.graphs.replace(row.id, row.revision, packed, self.claim, kept)
        )


def _change(id: Id, services: ServicesOf, slot: SlotOf, claim: ClaimOf, if_match: IfMatch = None) -> Change:  # noqa: A002  # the contract's word
    return Change(services, slot, id, if_match, claim)


ChangeOf = Annotated[Change, Depends(_change)]


def answer(
    content: bytes, revision: int, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The document of a graph at this revision. Raises ProblemError for one that is too large."""
    given = {"ETag": tag(revision), **REVALIDATE, **(headers or {})}
    return Response(bounded(content), status, given, media_type="application/json")
