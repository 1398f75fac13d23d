"""When a call is made again, and after how long."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from app.client.errors import BacklensError

# Too busy, or the same key is being worked on: the very same call will be answered in a moment.
AGAIN: Final = frozenset((409, 429, 502, 503, 504))
FIRST: Final = 0.25  # seconds, doubled each time, where the service does not say how long
LONGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Retries:
    """tries: how often a call is made in all."""

    tries: int = 5

    def after(self, answer: httpx.Response, tried: int) -> float | None:
        """Seconds to wait before the next try; None if this answer is final."""
        if answer.status_code not in AGAIN or tried >= self.tries:
            return None
        if answer.status_code == 409 and "retry-after" not in answer.headers:
            return None
        return wait(answer.headers.get("retry-after", ""), answer.headers.get("date", ""), tried)

    def without_answer(self, tried: int) -> float | None:
        """The same where no answer came at all."""
        return None if tried >= self.tries else wait("", "", tried)


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
