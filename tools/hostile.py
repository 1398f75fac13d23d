"""The hostile programs of the tests, run inside the image, as compose runs it."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.app.sandbox.hostile_programs import GROUPS

SOURCE: Final = Path(__file__).parents[1] / "tests/app/sandbox"
# What the trial consists of; in the image the packages are inside `backlens`.
MODULES: Final = ("trial.py", "hostile_programs.py", "handler.py")
PLACE: Final = "/opt/backlens/tests"
"""Where the trial is in a container, beside the installed packages."""


def hostile(run: Callable[[Path, list[str]], str]) -> tuple[int, list[str]]:
    """How many programs were run, and what of it is not as it must be.

    Arguments:
        run: runs a command in a container that sees a folder at PLACE and gives what it printed.
    """
    with tempfile.TemporaryDirectory() as folder:
        tests = Path(folder) / "tests"
        place = tests / "app/sandbox"
        place.mkdir(parents=True)
        for name in MODULES:
            text = (SOURCE / name).read_text()
            (place / name).write_text(re.sub(r"^from app\.", "from backlens.app.", text, flags=re.MULTILINE))
        for each in (tests, *tests.rglob("*")):  # the container's user is nobody here
            each.chmod(0o755 if each.is_dir() else 0o644)
        Path(folder).chmod(0o755)
        found = json.loads(run(tests, ["python", "-m", "tests.app.sandbox.trial", *GROUPS]))
        shutil.rmtree(tests)
    return len(found.get("ends", {})), list(_faults(found))


def _faults(found: dict[str, Any]) -> list[str]:
    if "why_not" in found:
        return [f"there is no sandbox: {found['why_not']}"]
    expected = {f"{group}: {each.name}": each.end for group in GROUPS for each in GROUPS[group]}
    wrong = [
        f"{name} ended with {end!r} and not with {expected[name]!r}"
        for name, end in found["ends"].items()
        if not re.fullmatch(f"(?:{expected[name]})(?:: .*)?", end, re.DOTALL)
    ]
    if found["before"] != found["after"] or found["files"] != ["database"]:
        wrong.append(f"something is left: {found['before']}, {found['after']}, {found['files']}")
    return wrong
