"""No hostile program gets out, and none leaves anything behind; as root and as others."""

import json
import re
from typing import Any, Final

import pytest

from tests.app.sandbox import trial, users
from tests.app.sandbox.hostile_programs import GROUPS

# What takes no time: refused at once, for every user.
QUICK: Final = (
    "reading",
    "changing",
    "processes",
    "calls",
    "network",
    "languages",
    "threads",
    "looking",
    "imports",
)

AS_WE_ARE: Final = "as we are"
AS_NOBODY: Final = "as nobody"
AS_ROOT_WITHOUT_CAPABILITIES: Final = "as root without capabilities"
NO_LANDLOCK: Final = "without Landlock"

WAYS: Final[dict[str, tuple[list[str], list[str]]]] = {
    AS_WE_ARE: ([], list(GROUPS)),
    NO_LANDLOCK: ([], [trial.WITHOUT_LANDLOCK, *QUICK]),
}
AS_ROOT_ONLY: Final = {
    AS_NOBODY: (users.AS_NOBODY, list(GROUPS)),
    AS_ROOT_WITHOUT_CAPABILITIES: (users.AS_ROOT_WITHOUT_CAPABILITIES, list(QUICK)),
}


@pytest.fixture(scope="module", params=[*WAYS, *(AS_ROOT_ONLY if users.is_root() else ())])
def tried(request: pytest.FixtureRequest) -> Any:
    """What the trial found, in one of the ways to run the server."""
    before, groups = (WAYS | AS_ROOT_ONLY)[request.param]
    return json.loads(users.run(["tests.app.sandbox.trial", *groups], before))


def test_there_are_many() -> None:
    assert sum(map(len, GROUPS.values())) > 250


def test_each_ends_as_it_must_and_the_next_one_is_answered(tried: dict[str, Any]) -> None:
    ends = tried["ends"]
    expected = {f"{group}: {each.name}": each.end for group in GROUPS for each in GROUPS[group]}
    assert len(ends) > 200
    wrong = {
        name: (end, expected[name])
        for name, end in ends.items()
        if not re.fullmatch(f"(?:{expected[name]})(?:: .*)?", end, re.DOTALL)
    }
    assert wrong == {}


def test_nothing_is_left_and_nothing_has_changed(tried: dict[str, Any]) -> None:
    assert tried["before"]["children"] == 1
    assert tried["before"]["file"][0] == trial.CONTENT.decode()
    assert tried["after"] == tried["before"]
    assert tried["files"] == ["database"]
