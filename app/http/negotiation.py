"""Which of several media types an `Accept` header asks for, and which codings it takes (RFC 9110, 12.5)."""

from collections.abc import Mapping, Sequence

from app.http.problems import ProblemError


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type with the highest weight, the earlier one at a tie; None if all are refused.

    An absent or empty header accepts everything; a part that cannot be read accepts nothing.
    """
    if not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",")[:64] if (parsed := _range(part))]
    weights = {kind: _weight(kind, ranges) for kind in offered}
    best = max(offered, key=lambda kind: weights[kind])
    return best if weights[best] > 0 else None


def accepts(accept_encoding: str, coding: str) -> bool:
    """Whether an `Accept-Encoding` header takes this coding; one that is absent takes none."""
    ranges = dict(parsed for part in accept_encoding.split(",")[:64] if (parsed := _range(part)))
    return ranges.get(coding, ranges.get("*", 0.0)) > 0


def accepted(accept: str, media_types: Mapping[str, str], what: str, hint: str) -> str:
    """The name of the media type that ``Accept`` asks for, the first if it does not care.

    Arguments:
        media_types: by name.
        what: what is sent as one of these, such as "A picture".
        hint: what to send instead.

    Raises:
        ProblemError: ``not-acceptable``.
    """
    offered = tuple(media_types.values())
    kind = choose(accept, offered)
    if kind is None:
        raise ProblemError("not-acceptable", f"{what} can be {', '.join(offered)}.", hint, names=offered)
    return next(name for name, media in media_types.items() if media == kind)


def _range(part: str) -> tuple[str, float] | None:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _, text = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(text)
            except ValueError:
                return None
    return (kind, weight) if 0.0 <= weight <= 1.0 else None


def _weight(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most specific range that covers this type."""
    family = kind.partition("/")[0] + "/*"
    for name in (kind, family, "*/*"):
        weights = [weight for found, weight in ranges if found == name]
        if weights:
            return max(weights)
    return 0.0
