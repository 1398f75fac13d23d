"""What an answer says, one noun a module.

Typed dicts: cheap to build by the ten thousand, and documented in OpenAPI.
"""

from app.schemas.documents.bugs import BUGS, BrokenStepDocument, BugsDocument, WrongDocument
from app.schemas.documents.catalogues import (
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
    LimitDocument,
    OpDocument,
    ParameterDocument,
)
from app.schemas.documents.curve import CURVE, CurveDocument, FailedPointDocument
from app.schemas.documents.descent import (
    DESCENT,
    END,
    STEP,
    DescentDocument,
    DescentFrameDocument,
    EndDocument,
    OptimizerDocument,
    StepDocument,
    StoppedDocument,
)
from app.schemas.documents.graph import (
    GRAPH,
    CheckDocument,
    FrameDocument,
    GraphDocument,
    GroupDocument,
    InputDocument,
    NodeDocument,
    NoticeDocument,
    TraceDocument,
)
from app.schemas.documents.nudge import NUDGE, BentDocument, ErrorDocument, NudgeDocument
from app.schemas.documents.numbers import GradState, Number
from app.schemas.documents.paths import PATHS, PathDocument, PathsDocument
from app.schemas.documents.problem import KINDS, KindDocument, ProblemDocument, ProblemLimit
from app.schemas.documents.snapshot import SHOT, SNAPSHOT, ShotDocument, SnapshotDocument
from app.schemas.documents.stored import STEPPED, STORED, SteppedDocument, StoredDocument

__all__ = [
    "BUGS",
    "CURVE",
    "DATASETS",
    "DESCENT",
    "END",
    "EXAMPLES",
    "FORMATS",
    "GRAPH",
    "KINDS",
    "LESSONS",
    "LIMITS",
    "NUDGE",
    "OPS",
    "PATHS",
    "SHOT",
    "SNAPSHOT",
    "STEP",
    "STEPPED",
    "STORED",
    "BentDocument",
    "BrokenStepDocument",
    "BugsDocument",
    "CheckDocument",
    "CurveDocument",
    "DatasetDocument",
    "DescentDocument",
    "DescentFrameDocument",
    "EndDocument",
    "ErrorDocument",
    "ExampleDocument",
    "FailedPointDocument",
    "FormatDocument",
    "FrameDocument",
    "GradState",
    "GraphDocument",
    "GroupDocument",
    "InputDocument",
    "KindDocument",
    "LessonDocument",
    "LimitDocument",
    "NodeDocument",
    "NoticeDocument",
    "NudgeDocument",
    "Number",
    "OpDocument",
    "OptimizerDocument",
    "ParameterDocument",
    "PathDocument",
    "PathsDocument",
    "ProblemDocument",
    "ProblemLimit",
    "ShotDocument",
    "SnapshotDocument",
    "StepDocument",
    "SteppedDocument",
    "StoppedDocument",
    "StoredDocument",
    "TraceDocument",
    "WrongDocument",
]
