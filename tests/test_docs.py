"""What the documents say is what the code does: settings, verbs, the tree, the README's own requests."""

import os
import re
from pathlib import Path

from app import settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
DEEP = {ROOT / "static"}  # whose folders are shown with theirs
MADE = {"__pycache__", "node_modules", "dist", "shots"}


def test_the_table_of_settings_is_the_code_s_own() -> None:
    table = README.partition("<!-- settings: begin -->\n")[2].partition("\n<!-- settings: end -->")[0]
    assert table == settings.table()


def test_every_verb_is_described_and_exists() -> None:
    described = re.findall(r"^\| `make ([\w-]+)`", CONTRIBUTING, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    inner = {"setup", "libraries", "chromium", "test-without-page"}
    assert sorted(described) == sorted(set(phony[1].split()) - inner)


def test_the_tree_shows_every_folder_down_to_the_second_level_and_the_pages_down_to_the_third() -> None:
    assert sorted(folders_described()) == sorted(folders_there())


def folders_described() -> list[str]:
    tree = CONTRIBUTING.partition("## The tree")[2].split("```")[1]
    path: list[str] = []
    found: list[str] = []
    for line in tree.strip().splitlines():
        level = (len(line) - len(line.lstrip())) // 2
        path[level:] = [line.split()[0].rstrip("/")]
        found.append("/".join(path))
    return found


def folders_there() -> list[str]:
    found: list[str] = []
    for folder, inner, _ in os.walk(ROOT):
        inner[:] = [name for name in inner if not name.startswith(".") and name not in MADE]
        found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in inner]
        if Path(folder) != ROOT and Path(folder) not in DEEP:
            inner.clear()
    return found


def test_the_paths_that_contributors_are_sent_to_exist() -> None:
    table = CONTRIBUTING.partition("## Where a change goes")[2].partition("## ")[0]
    named = [path for path in re.findall(r"`([\w./]+)`", table) if "/" in path or path.endswith(".toml")]
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_picture_is_small_enough_to_be_read_with_the_text() -> None:
    picture = re.search(r"!\[.+\]\((.+)\)", README)
    assert picture
    assert 10_000 < (ROOT / picture[1]).stat().st_size < 300_000
