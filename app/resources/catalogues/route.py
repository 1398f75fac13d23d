"""GET /ops, /examples, /lessons, /datasets, /formats and /limits: what to know before writing a program."""

from typing import cast

from fastapi import APIRouter
from starlette.responses import Response

from app.examples import EXAMPLES as PROGRAMS
from app.examples import Plan
from app.http.bodies import json_answer
from app.lessons import lessons as read_lessons
from app.reference.export_formats import formats_document
from app.reference.limits import catalogue
from app.resources.catalogues.answer import (
    DATASETS,
    EXAMPLES,
    FORMATS,
    LESSONS,
    LIMITS,
    OPS,
    CourseDocument,
    DatasetDocument,
    ExampleDocument,
    FormatDocument,
    LessonDocument,
    LimitDocument,
    OpDocument,
    ParameterDocument,
    PlanDocument,
    Task,
)
from app.services import ServicesOf
from engine import data
from engine.ops import CATALOGUE

router = APIRouter(tags=["catalogues"])


@router.get("/ops", summary="The operations", response_model=list[OpDocument])
async def ops() -> Response:
    """Every operation with its local derivatives: the engine's own catalogue."""
    return json_answer(OPS.dump_json(ops_document()))


@router.get("/examples", summary="Programs to begin with", response_model=list[ExampleDocument])
async def examples() -> Response:
    """The programs of the page's menu."""
    return json_answer(EXAMPLES.dump_json(examples_document()))


@router.get("/datasets", summary="Data to learn from", response_model=list[DatasetDocument])
async def datasets() -> Response:
    """Every dataset that a program can make, `X, y = moons(100, noise=0.1, seed=1337)`: X is a list of rows,
    y one number a row, −1 or +1 for two classes. The same arguments give the same numbers. A program reads
    data of its own with `X, y = csv(text)`.
    """
    return json_answer(DATASETS.dump_json(datasets_document()))


@router.get("/lessons", summary="The lecture as a path of states", response_model=list[LessonDocument])
async def lessons() -> Response:
    """Every lesson in its order; the numbers in its text are computed from its program."""
    return json_answer(LESSONS.dump_json(lessons_document()))


@router.get("/formats", summary="What a graph can be taken away as", response_model=list[FormatDocument])
async def formats() -> Response:
    """The forms of `/render` and `/export`, in the order of the page's menu."""
    return json_answer(FORMATS.dump_json(formats_document()))


@router.get("/limits", summary="What a request is held to", response_model=dict[str, LimitDocument])
async def limits(services: ServicesOf) -> Response:
    """Every limit by the name that errors use, as this host sets it."""
    return json_answer(LIMITS.dump_json(catalogue(services.settings)))


def ops_document() -> list[OpDocument]:
    """The engine's catalogue in its own order."""
    return [
        OpDocument(
            name=op.name,
            symbol=op.symbol,
            arity=op.arity,
            rule="; ".join(op.rules),
            rules=list(op.rules),
            formula=op.formula,
            token=op.token,
            aliases=list(op.aliases),
        )
        for op in CATALOGUE.values()
    ]


def examples_document() -> list[ExampleDocument]:
    """The programs in the order of the menu."""
    return [
        ExampleDocument(
            name=each.name,
            title=each.title,
            source=each.source,
            values=dict(each.values),
            descent=None if each.descent is None else plan_document(each.descent),
        )
        for each in PROGRAMS
    ]


def plan_document(plan: Plan) -> PlanDocument:
    """A descent as the call takes it."""
    course = CourseDocument(kind=plan.schedule, final=plan.final)
    return PlanDocument(learning_rate=plan.learning_rate, steps=plan.steps, schedule=course)


def datasets_document() -> list[DatasetDocument]:
    """The engine's datasets in its own order."""
    return [
        DatasetDocument(
            name=each.name,
            title=each.title,
            parameters=[
                ParameterDocument(
                    name=parameter.name,
                    kind="whole" if parameter.whole else "number",
                    default=parameter.default,
                    least=parameter.least,
                    most=parameter.most,
                    about=parameter.about,
                )
                for parameter in each.parameters
            ],
        )
        for each in data.DATASETS.values()
    ]


def lessons_document() -> list[LessonDocument]:
    """The lessons in their order."""
    return [
        LessonDocument(
            number=each.number,
            name=each.name,
            title=each.title,
            source=each.source,
            state=each.state,
            view=each.view,
            hide=each.hide,
            collapsed=list(each.collapsed),
            html=each.html,
            task=cast("Task", dict(each.task)),
        )
        for each in read_lessons()
    ]
