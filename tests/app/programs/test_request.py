"""Requests for programs: which files they may bring."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.programs.request import ProgramRequest


def ask(files: Any) -> ProgramRequest:
    return ProgramRequest(source="1", files=files)


@pytest.mark.parametrize("name", ["names.txt", "pkg/value.py", "ä.py", "a" * 200, "..a", ".hidden", "a b"])
def test_a_file_has_a_path(name: str) -> None:
    assert ask({name: ""}).files == {name: ""}


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", ".", "a/.", "a\\b", "a\0", "a\nb", "a" * 201],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="should not name a file"):
        ask({name: ""})


@pytest.mark.parametrize("files", [[], "a", {"a": 1}, {"a": None}, {f"{i}": "" for i in range(101)}])
def test_what_is_no_set_of_files_is_refused(files: Any) -> None:
    with pytest.raises(ValidationError, match=r"should (be|hold|have)"):
        ask(files)
