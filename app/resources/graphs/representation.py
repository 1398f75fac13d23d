"""A stored graph in one of its representations, unless the client has it already."""

from starlette.responses import Response

from app.http.etags import tag, unchanged
from app.http.queue_slot import QueueSlot
from app.pictures.request import PictureQuery
from app.programs.parts import Parts
from app.resources.graphs import document
from app.resources.graphs.write import REVALIDATE
from app.services import Services
from app.store import Row
from app.stored import representations
from app.stored.lookup import loaded


async def representation(
    services: Services,
    slot: QueueSlot,
    row: Row,
    form: str,
    look: PictureQuery,
    if_none_match: str | None,
    headers: dict[str, str],
) -> Response:
    current = {"ETag": tag(row.revision, form), **REVALIDATE, **headers}
    if unchanged(if_none_match, current["ETag"]):
        return Response(status_code=304, headers=current)
    found = await slot.run(lambda: loaded(services, row))
    if form == "json":
        content = await slot.run(lambda: document.as_json(found, row.id, row.revision, Parts()))
        return representations.json_document(content, current)
    return await representations.representation(services, slot, found, form, look.choice(), current)
