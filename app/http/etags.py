"""Preconditions (RFC 9110, 13): which revision a client has seen, as entity tags."""

import re
from typing import Final

from app.http.problems import ProblemError

_TAGS: Final = re.compile(r'[\s,]*(?:(W/)?"([\x21\x23-\x7e\x80-\xff]*)"[\s]*(?:,[\s,]*|$))')


def tag(revision: int, form: str = "") -> str:
    """The ETag of a stored graph, one for each of its forms: `"5"` for the document, `"5.svg"`."""
    return f'"{revision}.{form}"' if form else f'"{revision}"'


def takes_any(if_match: str | None) -> bool:
    """Whether a write is meant for the graph as it is, whatever it is."""
    return if_match is not None and if_match.strip() == "*"


def seen(if_match: str | None, revision: int) -> None:
    """Hold a write to what its client has seen. The tag of any form of this revision will do.

    Raises ProblemError: `precondition-required` without the header, `precondition-failed` when no tag matches
    strongly, `bad-request` for what is not a list of tags.
    """
    if if_match is None:
        raise ProblemError(
            "precondition-required",
            "This write needs the header `If-Match`.",
            f"Send the `ETag` of the graph as you have seen it, or read it: now it is {tag(revision)}.",
        )
    if takes_any(if_match):
        return
    for weak, text in _parse(if_match):
        if not weak and text.split(".")[0] == str(revision):
            return
    raise ProblemError(
        "precondition-failed",
        f"The graph is at revision {revision:,}, and `If-Match` names another.",
        "Read it again and repeat the change on what it is now.",
        headers={"ETag": tag(revision)},
    )


def unchanged(if_none_match: str | None, current: str) -> bool:
    """Whether the client has this representation already; weak tags will do. What cannot be read says no."""
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    try:
        return any(f'"{text}"' == current for _, text in _parse(if_none_match))
    except ProblemError:
        return False


def _parse(header: str) -> list[tuple[bool, str]]:
    """Each tag of a list, and whether it is weak."""
    found: list[tuple[bool, str]] = []
    at = 0
    while at < len(header):
        match = _TAGS.match(header, at)
        if match is None or len(found) >= 64:
            raise ProblemError(
                "bad-request",
                "`If-Match` is not a list of entity tags.",
                'Send it as `ETag` had it, with its quotes: `If-Match: "1"`.',
            )
        found.append((match[1] is not None, match[2]))
        at = match.end()
    return found
