"""A program and the format in which its graph is written."""

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.programs.request import ProgramRequest
from engine.export import FORMATS


def _format(given: object) -> str:
    if not isinstance(given, str) or given not in FORMATS:
        *names, last = (f"'{name}'" for name in FORMATS)
        raise PydanticCustomError(
            "form", "should be {names} or {last}", {"names": ", ".join(names), "last": last}
        )
    return given


class ExportRequest(ProgramRequest):
    """A program, and the format in which its graph is to be written."""

    format: Annotated[str, PlainValidator(_format), WithJsonSchema({"enum": list(FORMATS)})] = Field(
        description="A name of `/formats` whose call is `/api/v1/export`."
    )
