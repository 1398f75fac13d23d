"""Words that are retired: metaphors, translated idiom, and names that the code no longer has."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What nobody writes any more, with what is written instead.
RETIRED = {
    r"\banew\b": "again",
    r"\b[Ww]hoever\b": "the person who, everyone who",
    r"(?<![Tt]here )\b(?:is|are) no (?!longer\b|more\b)": "is not a",
    r"\b(?:is|are) told\b(?! apart)": "is streamed, is said",
    r"\bas it lies\b": "as it is",
    r"\bfor good\b": "for ever",
    r"\bgoes on\b": "continues",
    r"\bby itself\b": "alone",
    r"\bwhole numbers?\b": "int",
    r"\btruth values?\b": "bool",
    r"\b[Aa] text\b": "a string",
    r"\bread over\b": "skipped",
    r"\breckon": "compute",
    r"\bstands? (?:at|by|here|in|nowhere|there|under)\b": "is",
    r"\bhave reported\b": "have added their share",
    r"\bwaiting for one another\b": "nested",
    r"\b(?:heirs?|astray)\b": "downstream, addressError",
    r"\b[Dd]eeds?\b": "action",
    r"\bparts at\b": "first differs at",
    r"\btaken apart\b": "built from, split",
    r"\bin proportion to\b": "proportional to",
    r"\bBeing right\b": "Correctness",
    r"\b(?:is|are|was|goes) gone (?:to|astray)\b": "reached",
    r"\bMeter\b|\bmeter\.|\bAbsent\b": "Budget, Unavailable",
}
# Folders and files whose words are kept, and what in them is another's: licences, fixtures, generated code.
KEPT = (
    "app",
    "backlens",
    "benchmarks",
    "docs",
    "engine",
    "static/css",
    "static/src",
    "templates",
    "tools",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
)
SUFFIXES = (".py", ".md", ".txt", ".ts", ".tsx", ".html", ".css")
# Titles after this commit; it and those before it are history.
FIRST_TITLE = (
    "Ids of nodes are written once for all levels of groups; a request that no client sends is no example"
)


def files() -> Iterator[Path]:
    for name in KEPT:
        path = ROOT / name
        if path.is_file():
            yield path
        else:
            yield from (
                found
                for found in sorted(path.rglob("*"))
                if found.suffix in SUFFIXES and "__pycache__" not in found.parts
            )


def found_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, words and what to write instead, for each retired word."""
    for pattern, instead in RETIRED.items():
        for match in re.finditer(pattern, text):
            yield text.count("\n", 0, match.start()) + 1, match.group(), instead


def test_the_test_finds_what_is_retired() -> None:
    assert list(found_in("All is well.\nIt is no graph and was read over.")) == [
        (2, "is no ", "is not a"),
        (2, "read over", "skipped"),
    ]
    assert not list(
        found_in(
            "There is no op named `x`, and it is no longer needed. It stands for n.\nThey are told apart."
        )
    )


def test_no_retired_word_is_used() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{line}: {words!r} (write: {instead})"
        for path in files()
        for line, words, instead in found_in(path.read_text(encoding="utf-8"))
    ]
    assert not faults, "\n".join(faults)


def test_no_retired_word_is_in_a_title() -> None:
    log = subprocess.run(
        ["git", "log", "--format=%s", "-n", "2000"],  # noqa: S607  # whichever git there is
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    titles = log.stdout.splitlines()
    # A copy without its history has nothing to look at.
    since = titles[: titles.index(FIRST_TITLE)] if FIRST_TITLE in titles else []
    assert not [(title, words) for title in since for _, words, _ in found_in(title)]
