"""The catalogues as they are sent, in their own order."""

from typing import cast

from app.examples import EXAMPLES as PROGRAMS
from app.examples import Plan
from app.lessons import lessons as read_lessons
from app.reference.export_formats import PICTURES, filename
from app.resources.catalogues.answer import (
    CourseDocument,
    DatasetDocument,
    ExampleDocument,
    FormatDocument,
    LessonCurve,
    LessonDocument,
    OpDocument,
    ParameterDocument,
    PlanDocument,
    Task,
)
from engine import data
from engine.export import FORMATS
from engine.ops import CATALOGUE


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
            about=each.about,
            nodes=each.nodes,
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
            part=each.part,
            source=each.source,
            state=each.state,
            view=each.view,
            curve=cast("LessonCurve | None", each.curve),
            shows_program=each.shows_program,
            hide=each.hide,
            collapsed=list(each.collapsed),
            html=each.html,
            task=cast("Task", dict(each.task)),
        )
        for each in read_lessons()
    ]


def formats_document() -> list[FormatDocument]:
    """Every format, in the order of a menu."""
    pictures = [
        FormatDocument(name=name, title=title, media=media, filename=f"graph.{name}", call="/api/v1/render")
        for name, (title, media) in PICTURES.items()
    ]
    texts = [
        FormatDocument(
            name=each.name, title=each.title, media=each.media, filename=filename(each), call="/api/v1/export"
        )
        for each in FORMATS.values()
    ]
    return pictures + texts
