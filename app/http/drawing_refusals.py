"""A picture that cannot be made, with the views that could be, in the words of a request."""

from typing import Any

from app.drawing.choice import ViewChoice
from app.drawing.errors import DrawingError, InvalidView, LayoutBusy, LayoutTimeout, LayoutUnavailable
from app.drawing.limits import PictureTooLarge, TooManyPixels
from app.http.problems import ProblemError


def from_drawing(error: DrawingError) -> ProblemError:
    """A picture that cannot be had, with what could be instead."""
    refusal = ProblemError(error.code, error.message, error.hint)
    match error:
        case PictureTooLarge():
            refusal.limit = (error.limit, error.value)
            refusal.extra = {"views": [_view(offer.choice) for offer in error.views]}
        case TooManyPixels():
            refusal.limit = (error.limit, error.value)
        case LayoutTimeout():
            refusal.limit = ("layout_seconds", error.seconds)
        case InvalidView():
            refusal.names = error.names
        case LayoutBusy() | LayoutUnavailable():
            refusal.headers = {"Retry-After": "1"}
    return refusal


def _view(choice: ViewChoice) -> dict[str, Any]:
    """A choice as a request would write it."""
    around = None if choice.around is None else {"node": choice.around[0], "hops": choice.around[1]}
    return {
        "direction": choice.direction,
        "look": choice.look,
        "theme": choice.theme,
        "collapsed": list(choice.collapsed),
        "folded": choice.folded,
        "detail": choice.detail,
        "open": list(choice.open),
        "around": around,
        "inline": choice.inline,
    }
