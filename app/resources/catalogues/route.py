"""GET /ops, /examples, /lessons, /datasets, /formats and /limits: what to know before writing a program."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import json_answer
from app.reference.limits import LimitDocument, LimitsOf
from app.resources.catalogues import compute
from app.resources.catalogues.answer import (
    DATASETS,
    EXAMPLES,
    FORMATS,
    LESSONS,
    LIMITS,
    OPS,
    DatasetDocument,
    ExampleDocument,
    FormatDocument,
    LessonDocument,
    OpDocument,
)

router = APIRouter(tags=["catalogues"])


@router.get("/ops", summary="The operations", response_model=list[OpDocument])
async def ops() -> Response:
    """Every operation with its local derivatives: the engine's own catalogue."""
    return json_answer(OPS.dump_json(compute.ops_document()))


@router.get("/examples", summary="Example programs", response_model=list[ExampleDocument])
async def examples() -> Response:
    """The programs of the page's menu."""
    return json_answer(EXAMPLES.dump_json(compute.examples_document()))


@router.get("/datasets", summary="The datasets", response_model=list[DatasetDocument])
async def datasets() -> Response:
    """Every dataset that a program can make, `X, y = moons(100, noise=0.1, seed=1337)`: X is a list of rows,
    y one number a row, −1 or +1 for two classes, 0 or 1 from `make_moons`. The same arguments give the same
    numbers. A program reads data of its own with `X, y = csv(text)`.
    """
    return json_answer(DATASETS.dump_json(compute.datasets_document()))


@router.get("/lessons", summary="The lessons", response_model=list[LessonDocument])
async def lessons() -> Response:
    """Every lesson in its order; the numbers in its text are computed from its program."""
    return json_answer(LESSONS.dump_json(compute.lessons_document()))


@router.get("/formats", summary="The formats a graph can be exported in", response_model=list[FormatDocument])
async def formats() -> Response:
    """The formats of `/render` and `/export`, in the order of the page's menu."""
    return json_answer(FORMATS.dump_json(compute.formats_document()))


@router.get("/limits", summary="The limits of a request", response_model=dict[str, LimitDocument])
async def limits(published: LimitsOf) -> Response:
    """Every limit by the name that errors use, as this host sets it."""
    return json_answer(LIMITS.dump_json(published))
