"""What a request may say, one noun a module. Field names and defaults are the REST contract, version 1."""

from app.schemas.requests.bugs import BugsRequest
from app.schemas.requests.curve import CurveRequest
from app.schemas.requests.descent import DescendRequest, OptimizerRequest, ScheduleRequest
from app.schemas.requests.picture import Around, PictureQuery, RenderRequest, ViewRequest
from app.schemas.requests.program import (
    BackwardRequest,
    ExportRequest,
    NudgeRequest,
    PathsRequest,
    ProgramRequest,
)
from app.schemas.requests.snapshot import SnapshotRequest
from app.schemas.requests.stored import (
    Answered,
    PatchRequest,
    StepRequest,
    StoredBackwardRequest,
    StoredForwardRequest,
)
from app.schemas.requests.strict import Part

__all__ = [
    "Answered",
    "Around",
    "BackwardRequest",
    "BugsRequest",
    "CurveRequest",
    "DescendRequest",
    "ExportRequest",
    "NudgeRequest",
    "OptimizerRequest",
    "Part",
    "PatchRequest",
    "PathsRequest",
    "PictureQuery",
    "ProgramRequest",
    "RenderRequest",
    "ScheduleRequest",
    "SnapshotRequest",
    "StepRequest",
    "StoredBackwardRequest",
    "StoredForwardRequest",
    "ViewRequest",
]
