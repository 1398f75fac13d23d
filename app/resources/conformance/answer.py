"""The rows of the conformance table, as they are sent."""

from typing import Annotated, Any, Final, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

ExpectationDocument = TypedDict(
    "ExpectationDocument",
    {
        "pointer": Annotated[str, Field(description="A place in the answer (RFC 6901).")],
        "is": NotRequired[Annotated[Any, Field(description="The JSON that is there, to the last bit.")]],
        "count": NotRequired[Annotated[int, Field(description="How many elements are there.")]],
        "below": NotRequired[Annotated[float, Field(description="What the number there stays below.")]],
    },
)
ExpectationDocument.__doc__ = "What is at one place of an answer; one of `is`, `count` and `below`."


class StatementDocument(TypedDict):
    """A statement and the request that tests it."""

    name: str
    topic: str
    says: str
    path: Annotated[str, Field(description="Where `body` is posted.")]
    body: dict[str, Any]
    status: Annotated[int, Field(description="Of the answer.")]
    expects: list[ExpectationDocument]
    twice: Annotated[bool, Field(description="Whether the same request gives the same bytes again.")]


CONFORMANCE: Final = TypeAdapter[list[StatementDocument]](list[StatementDocument])
