"""POST /snapshots keeps an immutable copy; /s/{key}.svg and the like are its forms for other pages."""

import dataclasses
import re
import secrets
from functools import partial
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Header, Path, Query, Request
from starlette.responses import Response

from app.drawing import ViewChoice
from app.http.bodies import JSONRoute
from app.http.etags import unchanged
from app.http.hosts import base_of
from app.http.idempotency import ClaimOf, answer_of
from app.http.problem_documentation import DRAWING, READING, RUNNING, problems
from app.resources.snapshots import compute
from app.resources.snapshots.answer import SNAPSHOT, SnapshotDocument
from app.resources.snapshots.request import SnapshotRequest
from app.services import Services, ServicesOf, SlotOf
from app.store import Answer, Claim, Opened, Snapshot, UnknownSnapshotError
from app.stored import representations
from app.stored.graph import Stored
from app.stored.lookup import IfNoneMatch, loaded, row_of

KEY: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{12,44}")
IMMUTABLE: Final = "public, max-age=31536000, immutable"
CALL: Final = "/api/v1/snapshots"

Key = Annotated[
    str,
    Path(description="As `POST /snapshots` gave it.", json_schema_extra={"pattern": f"^{KEY.pattern}$"}),
]

router = APIRouter(route_class=JSONRoute, tags=["snapshots"])
root_router = APIRouter(tags=["snapshots"])


@router.post(
    "/snapshots",
    status_code=201,
    summary="Keep an immutable copy and get a short link",
    response_model=SnapshotDocument,
    responses={
        200: {"model": SnapshotDocument, "description": "Equal content was kept before; its link."},
        201: {"headers": {"Location": {"description": "The short link.", "schema": {"type": "string"}}}},
        **problems(
            CALL,
            *READING,
            *RUNNING,
            "no-value",
            "unknown-graph",
            "snapshot-removed",
        ),
    },
)
async def create_snapshot(
    ask: SnapshotRequest, request: Request, services: ServicesOf, slot: SlotOf, claim: ClaimOf
) -> Response:
    """A program with its numbers, or a stored graph as it is now, and how the page shows it. Equal content
    gives the equal key. Anyone who has the link can see it, and nobody can change it.
    """
    row = None if ask.graph is None else await row_of(services, ask.graph)

    def work() -> Snapshot:
        made = compute.make(services.runs, ask) if row is None else loaded(services, row)
        return compute.pack(made, ask)

    packed = await slot.run(work)
    base = base_of(request)

    def named(key: str, deletion: str) -> Response:
        content = SNAPSHOT.dump_json(compute.link(key, base, representations.MEDIA_TYPES, deletion))
        status = 201 if deletion else 200
        return Response(content, status, {"Location": f"/s/{key}"}, "application/json")

    while True:
        key, is_there = await services.store.read(lambda opened: opened.snapshots.key_of(packed.digest))
        deletion = "" if is_there else secrets.token_urlsafe(24)
        response = named(key, deletion)
        snapshot = dataclasses.replace(packed, key=key)
        add = partial(_add, snapshot=snapshot, deletion=deletion, claim=claim, answer=answer_of(response))
        if await services.store.call(add):
            return response


@root_router.get(
    "/s/{key}.{form}",
    summary="A snapshot in another form",
    response_class=representations.RepresentationResponse,
    responses={
        200: representations.documented(),
        304: {"description": "Not modified since the `ETag` that was sent."},
        **problems(
            "/s/2NEpo7TZRRrL.svg",
            *DRAWING,
            "unknown-snapshot",
            "snapshot-removed",
            "not-found",
            "not-acceptable",
            "invalid-request",
            "limit-exceeded",
            "unknown-node",
            "busy",
            "store-unavailable",
        ),
    },
)
async def read_snapshot_form(
    key: Key,
    form: representations.Name,
    services: ServicesOf,
    slot: SlotOf,
    theme: Annotated[
        Literal["auto", "light", "dark"] | None, Query(description="Another theme than the one kept.")
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """It never changes, so it may be cached indefinitely."""
    representations.check(form)
    snapshot = await find(services, key)
    headers = {"ETag": f'"{snapshot.key}.{form}"', "Cache-Control": IMMUTABLE}
    if unchanged(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)

    def work() -> tuple[Stored, bytes, ViewChoice]:
        made, shown = compute.unpack(snapshot)
        content = compute.as_json(made, snapshot.key, shown) if form == "json" else b""
        return made, content, compute.choice(shown["view"], theme)

    made, content, choice = await slot.run(work)
    if form == "json":
        return representations.json_document(content, headers)
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    return await representations.representation(services, slot, made, form, choice, headers)


@router.delete(
    "/snapshots/{key}",
    status_code=204,
    summary="Take a snapshot down",
    response_class=Response,
    responses=problems(
        f"{CALL}/2NEpo7TZRRrL",
        "unknown-snapshot",
        "snapshot-removed",
        "wrong-deletion-key",
        "store-unavailable",
        "busy",
        "too-many-requests",
        "invalid-request",
    ),
)
async def delete_snapshot(
    key: Key,
    services: ServicesOf,
    deletion: Annotated[
        str, Header(alias="Deletion-Key", max_length=100, description="As `POST /snapshots` answered it.")
    ] = "",
) -> Response:
    """It is gone at once, and nobody can make it again: its link and its content stay down."""
    if not KEY.fullmatch(key):
        raise UnknownSnapshotError
    await services.store.call(lambda opened: opened.snapshots.remove(key, deletion))
    return Response(status_code=204)


def _add(opened: Opened, snapshot: Snapshot, deletion: str, claim: Claim | None, answer: Answer) -> bool:
    return opened.snapshots.add(snapshot, deletion, claim, answer)


async def find(services: Services, key: str) -> Snapshot:
    """The snapshot of this key. Raises UnknownSnapshotError."""
    if not KEY.fullmatch(key):
        raise UnknownSnapshotError
    return await services.store.read(lambda opened: opened.snapshots.get(key))
