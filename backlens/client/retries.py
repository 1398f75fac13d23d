"""When a call is made again, and after how long."""

from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from backlens.client.errors import BacklensError, Unreachable

# Too busy, or the same key is being worked on: the very same call will be answered in a moment.
AGAIN: Final = frozenset((409, 429, 502, 503, 504))
FIRST: Final = 0.25  # seconds, doubled each time, where the service does not say how long
LONGEST: Final = 30.0


class Attempts:
    """One call, made again and again. tries: how often in all."""

    def __init__(self, tries: int) -> None:
        self._tries: Final = tries
        self._made = 0

    def refused(self, answer: httpx.Response) -> float:
        """Seconds to wait before the next try. Raises BacklensError if this answer is final."""
        self._made += 1
        retry_after = answer.headers.get("retry-after", "")
        # A conflict that says when to come back is a key whose first request still runs; any other stays one.
        is_final = answer.status_code not in AGAIN or (answer.status_code == 409 and not retry_after)
        if is_final or self._made >= self._tries:
            raise refusal(answer)
        return wait(retry_after, answer.headers.get("date", ""), self._made)

    def without_answer(self, error: httpx.TransportError) -> float:
        """The same where no answer came at all. Raises Unreachable."""
        self._made += 1
        if self._made >= self._tries:
            raise Unreachable(f"{error.request.url.host} does not answer: {error}") from error
        return wait("", "", self._made)

    def cut_off(self, *, resumes: bool) -> float:
        """The same where a stream ended before its last event. Raises Unreachable."""
        self._made += 1
        if self._made >= self._tries or not resumes:
            raise Unreachable("The connection was lost before the last event.")
        return wait("", "", self._made)

    def lost(self, error: httpx.TransportError, *, resumes: bool) -> float:
        """The same where a stream broke off, or did not begin. Raises Unreachable."""
        return self.without_answer(error) if resumes else self.cut_off(resumes=False)

    def progress(self) -> None:
        """Something came: what is lost after it is tried as often again."""
        self._made = 0


def wait(retry_after: str, date: str, tried: int) -> float:
    """What ``Retry-After`` asks for, in seconds or as a date, else longer each time; bounded."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return min(float(text), LONGEST)
    try:
        seconds = (parsedate_to_datetime(text) - parsedate_to_datetime(date)).total_seconds()
    except (TypeError, ValueError):
        return min(FIRST * 2.0 ** (tried - 1), LONGEST)
    return min(max(seconds, 0.0), LONGEST)


def refusal(answer: httpx.Response) -> BacklensError:
    """The error of an answer that is none of what was asked for."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    return BacklensError(answer.status_code, problem if isinstance(problem, dict) else {})
