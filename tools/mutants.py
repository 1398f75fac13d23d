"""``make mutants``: puts small faults into the engine and the sandbox, and counts those that tests notice.

Each fault of ``tools/mutant_list.py`` is put into a copy of the project, where the tests named beside it
run until one fails, two copies at a time. The result is ``benchmarks/MUTANTS.md``. Exits 1 if a fault
does not apply, or if fewer than LEAST are noticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Final, NamedTuple

from tools.mutant_list import MODULES

ROOT: Final = Path(__file__).parents[1]
REPORT: Final = ROOT / "benchmarks" / "MUTANTS.md"
LEAST: Final = 0.9
SECONDS: Final = 180  # for the tests of one fault; a loop that no longer ends is noticed by it
COPIED: Final = ("app", "engine", "tests", "pyproject.toml")
COPIES: Final = 2
# The faults are in Python, so the engine's compiled core is not to take its place.
ENVIRONMENT: Final = {
    "BACKLENS_CORE": "python",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}
PLUGINS: Final = (
    "-p",
    "anyio",
    "-p",
    "_hypothesis_pytestplugin",
)  # to load all would take as long as the tests


class Outcome(NamedTuple):
    """What became of one fault. noticed: the test that failed, empty for none."""

    file: str
    old: str
    new: str
    noticed: str


def main() -> None:
    faults = [(module, old, new) for module in MODULES for old, new in module.faults]
    chosen = [fault for fault in faults if not sys.argv[1:] or fault[0].file in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for k in range(COPIES):
            copies.put(_copy(Path(folder) / str(k)))
        with ThreadPoolExecutor(COPIES) as pool:
            _check_unchanged(copies, pool)
            outcomes = list(pool.map(lambda fault: _outcome(copies, *fault), chosen))
    noticed = sum(bool(outcome.noticed) for outcome in outcomes)
    print(f"{noticed} of {len(outcomes)} faults are noticed.")
    if len(chosen) == len(faults):
        REPORT.write_text(report(outcomes), encoding="utf-8")
    sys.exit(noticed < LEAST * len(outcomes))


def _copy(folder: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def _check_unchanged(copies: Queue[Path], pool: ThreadPoolExecutor) -> None:
    """Ends the program if a test fails without any fault: then nothing would be shown by one that fails."""
    for module, failed in zip(MODULES, pool.map(lambda each: _ask(copies, each.tests), MODULES), strict=True):
        if failed:
            sys.exit(f"{failed} fails without a fault, so it shows nothing about {module.file}.")


def _ask(copies: Queue[Path], tests: tuple[str, ...], change: tuple[str, str, str] | None = None) -> str:
    folder = copies.get()
    try:
        if change is None:
            return _failing(folder, tests)
        file, old, new = change
        path = folder / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
        try:
            return _failing(folder, tests)
        finally:
            path.write_text(text, encoding="utf-8")
    finally:
        copies.put(folder)


def _outcome(copies: Queue[Path], module: tuple[str, tuple[str, ...], object], old: str, new: str) -> Outcome:
    file, tests, _ = module
    if (ROOT / file).read_text(encoding="utf-8").count(old) != 1:
        sys.exit(f"This does not stand once in {file}, so it cannot be replaced:\n{old}")
    outcome = Outcome(file, old, new, _ask(copies, tests, (file, old, new)))
    print(
        f"{'noticed' if outcome.noticed else 'NOT NOTICED':12} {file}: {_line(old)} → {_line(new)}",
        flush=True,
    )
    return outcome


def _failing(folder: Path, tests: tuple[str, ...]) -> str:
    """The first test that fails in a copy, or why none could be run; empty if all pass."""
    options = ["-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", *PLUGINS]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=folder,
            env=os.environ | ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no end within {SECONDS} s"
    if done.returncode == 0:
        return ""
    lines = (line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR ")))
    return next(lines, "FAILED").split(" ", 1)[-1].split(" - ")[0]


def _line(text: str) -> str:
    return " ".join(text.split()) or "(nothing)"


def report(outcomes: list[Outcome]) -> str:
    """The outcomes as Markdown: a count for each file, then the faults that no test notices."""
    noticed = sum(bool(outcome.noticed) for outcome in outcomes)
    rows = []
    for file in dict.fromkeys(outcome.file for outcome in outcomes):
        own = [outcome for outcome in outcomes if outcome.file == file]
        rows.append(f"| `{file}` | {len(own)} | {sum(bool(outcome.noticed) for outcome in own)} |")
    missed = [
        f"- `{outcome.file}`: `{_line(outcome.old)}` → `{_line(outcome.new)}`"
        for outcome in outcomes
        if not outcome.noticed
    ]
    return "\n".join(
        [
            "# Faults that tests notice",
            "",
            f"`make mutants` put {len(outcomes)} small faults into engine and sandbox, one at a time.",
            f"Its tests noticed {noticed} of them, {noticed / len(outcomes):.0%}.",
            "",
            "| file | faults | noticed |",
            "|---|---:|---:|",
            *rows,
            "",
            *(["Not noticed:", "", *missed, ""] if missed else []),
        ]
    )


if __name__ == "__main__":
    main()
