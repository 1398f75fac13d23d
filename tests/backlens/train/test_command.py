"""`backlens train` against a service: what it writes where, in a terminal and in a pipe, and how it ends."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.app.test_server import end, start
from tools.server import free_port

ROOT = Path(__file__).parents[3]
LOOP = """\
a = Value(2.0, label='a')
for k in range(6):
    L = (a - 1) ** 2
    a.grad = 0.0
    L.backward()
    a.data -= 0.25 * a.grad
    print(k, L.data)
watch('note', 'done')
"""
ENDLESS = "a = Value(2.0)\nwhile True:\n    L = a * a\n    L.backward()\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server, client = start()
    yield str(client.base_url)
    end(server, client)


def command(*arguments: str, source: str, folder: Path) -> list[str]:
    (folder / "loop.py").write_text(source)
    return [sys.executable, "-m", "backlens", "train", "loop.py", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "70", "LINES": "24", **more}


def train(*arguments: str, source: str = LOOP, folder: Path) -> subprocess.CompletedProcess[str]:
    words = command(*arguments, source=source, folder=folder)
    return subprocess.run(
        words, cwd=folder, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )


def test_output_and_summary_are_apart_and_a_link_is_left(address: str, tmp_path: Path) -> None:
    done = train("--server", address, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[::5] == ["0 1.0", f"5 {(0.5**5) ** 2}"]
    note, summary, link = done.stderr.splitlines()
    assert note == "note: done"
    assert re.fullmatch(r"6 steps in [\d.]+ s, \S+ steps/s\. Loss 1 → 0\.000976562\.", summary)
    assert link.startswith(f"Snapshot: {address.rstrip('/')}/s/")
    opened = httpx.get(link.removeprefix("Snapshot: "))
    assert opened.status_code == 200
    assert "\x1b" not in done.stdout + done.stderr


def test_the_chart_in_a_pipe_is_drawn_once_as_wide_as_the_columns(address: str, tmp_path: Path) -> None:
    done = train("--server", address, "--chart", folder=tmp_path)
    lines = [line for line in done.stderr.splitlines() if "┤" in line]
    assert len(lines) == 13
    assert lines[0].lstrip().startswith("1 ┤")
    assert 40 < max(map(len, done.stderr.splitlines()[:15])) < 70
    assert "\x1b" not in done.stderr


def test_events_as_json(address: str, tmp_path: Path) -> None:
    done = train("--server", address, "--json", folder=tmp_path)
    assert done.stderr == ""
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["pass"] for each in told if each["event"] == "pass"] == [1, 2, 3, 4, 5, 6]
    assert "".join(each["text"] for each in told if each["event"] == "printed").startswith("0 1.0\n1 ")
    (watched,) = [each for each in told if each["event"] == "watch"]
    assert (watched["name"], watched["value"]) == ("note", "done")
    assert [each["event"] for each in told[-2:]] == ["document", "summary"]
    assert told[-1]["losses"] == [1.0, (0.5**5) ** 2]
    assert (told[-1]["steps"], told[-1]["stopped"], told[-1]["non_finite"]) == (6, False, None)
    assert told[-1]["snapshot"].startswith(address.rstrip("/"))


def test_values_a_seed_and_files_go_with_it(address: str, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("five")
    source = (
        "import random\nprint(open('n.txt').read(), random.random())\nx.backward()\nprint(x.data + y.data)"
    )
    arguments = ["--server", address, "--values", "x=1.5", "--values", "y=-3", "--files", "n.txt", "--seed"]
    first, again, other = (train(*arguments, seed, source=source, folder=tmp_path) for seed in "112")
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("five 0.")
    assert first.stdout.endswith("-1.5\n")
    assert first.stdout == again.stdout != other.stdout


def test_a_failure_has_its_place_and_keeps_what_came_before(address: str, tmp_path: Path) -> None:
    done = train("--server", address, source=f"{LOOP}x = 1 / 0\n", folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("0 1.0\n")
    assert "loop.py:9: ZeroDivisionError: division by zero" in done.stderr
    assert "6 steps in" in done.stderr
    assert "Snapshot" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--values", "a"], "'a' is not NAME=NUMBER"),
        (["--values", "a=b"], "'a=b' is not NAME=NUMBER"),
        (["--files", "gone.txt"], "gone.txt: No such file or directory"),
        (["--seed", "x"], "invalid int value"),
    ],
)
def test_wrong_arguments(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = train(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr


def test_no_loop_no_service_and_numbers_that_are_none(address: str, tmp_path: Path) -> None:
    done = train("--server", address, source="a = Value(1.0)\na + 1", folder=tmp_path)
    assert done.returncode == 0
    assert "never called `backward()`" in done.stderr
    source = "a = Value(1e200)\nfor k in range(3):\n    L = a * (1.0 if k < 1 else 1e200)\n    L.backward()"
    done = train("--server", address, "--chart", source=source, folder=tmp_path)
    assert "The first number that is not finite came at step 2: inf" in done.stderr
    done = train("--server", f"http://127.0.0.1:{free_port()}", folder=tmp_path)
    assert done.returncode == 1
    assert "does not answer" in done.stderr


def test_ctrl_c_stops_the_program_and_keeps_what_there_is(address: str, tmp_path: Path) -> None:
    words = command("--server", address, "--json", source=ENDLESS, folder=tmp_path)
    with subprocess.Popen(
        words, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["event"] in ("pass", "state")
        running.send_signal(signal.SIGINT)
        told = [json.loads(line) for line in running.stdout]
        assert running.wait(30) == 130
        assert running.stderr.read() == ""
    assert [each["event"] for each in told[-2:]] == ["document", "summary"]
    assert told[-1]["stopped"]
    assert told[-1]["steps"] >= 1


def in_terminal(words: list[str], folder: Path, **more: str) -> str:
    """What a terminal of 24 lines of 70 columns is sent."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        words, cwd=folder, env=environment(TERM="xterm-256color", **more), stdout=theirs, stderr=theirs
    ) as running:
        os.close(theirs)
        found, deadline = b"", time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 1.0)[0]:
                continue
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # its other end is closed
                break
            found += piece
        assert running.wait(10) == 0
    os.close(ours)
    return found.decode()


def test_in_a_terminal_the_chart_is_redrawn_in_place(address: str, tmp_path: Path) -> None:
    slow = "import time\n" + LOOP.replace("    L = ", "    time.sleep(0.3)\n    L = ")
    words = command("--server", address, "--chart", source=slow, folder=tmp_path)
    coloured = in_terminal(words, tmp_path)
    assert "\x1b[36m" in coloured
    assert "\x1b[1A" in coloured  # back up, over what was drawn
    assert "Step 6 of 6  loss 0.000976562" in coloured
    assert "5 0.0009765625" in coloured
    plain = in_terminal(words, tmp_path, NO_COLOR="1")
    assert "\x1b[36m" not in plain
    assert "┤" in plain
