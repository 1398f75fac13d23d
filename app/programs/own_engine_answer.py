"""The judgement of a program's own engine, as graph documents have it."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from app.programs.numbers import Number
from engine.findings import Mistake, Verdict


class FindingDocument(TypedDict):
    """One contribution of the program's own engine that departs from what is right."""

    node: str
    line: int | None
    file: str | None
    method: Annotated[str, Field(description="The method of the class that is to blame.")]
    op: Annotated[str | None, Field(description="Null where the fault is in `backward` itself.")]
    slot: int | None
    got: Annotated[Number, Field(description="What their code added to the grad of `node`.")]
    want: Annotated[Number, Field(description="What it should have added.")]
    like: Annotated[Mistake | None, Field(description="The known mistake whose numbers these exactly are.")]
    message: str
    fix: Annotated[str | None, Field(description="What to do about it, where that is certain.")]


class TriedDocument(TypedDict):
    """One case of an operation that is wrong."""

    inputs: Annotated[
        list[Number], Field(description="The leaves' numbers, then plain ones that it is given.")
    ]
    data: Annotated[Number | None, Field(description="What it gave.")]
    want: Annotated[Number | None, Field(description="What is right.")]
    grads: Annotated[list[Number] | None, Field(description="Its grads of the leaves.")]
    slopes: Annotated[list[Number] | None, Field(description="The right ones, of its own forward.")]


class OperationDocument(TypedDict):
    """An operator or method of the class, tried alone on fresh objects."""

    op: Annotated[str, Field(description="As it is written: `a ** n`.")]
    method: str
    line: int | None
    file: str | None
    forward: Verdict
    derivative: Verdict
    cases: int
    wrong: int
    through: Annotated[str | None, Field(description="The operation whose fault this one shows.")]
    tried: Annotated[list[TriedDocument], Field(description="Its cases, if it is wrong.")]


OwnEngineDocument = TypedDict(
    "OwnEngineDocument",
    {
        "class": str,
        "line": "int | None",
        "file": "str | None",
        "agrees": bool,
        "checked": Annotated[int, Field(description="How many uses of the chain rule were compared.")],
        "fast": Annotated[
            bool,
            Field(
                description=(
                    "Whether the program met a class in C in its place: it had passed the check before, and "
                    "everything is the same to the last bit."
                )
            ),
        ],
        "operations": list[OperationDocument],
        "findings": list[FindingDocument],
    },
)

OwnEngineDocument.__doc__ = "What is to be said of the class that the program computes with."
