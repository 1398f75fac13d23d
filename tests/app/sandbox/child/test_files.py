"""The files of a run: attached, written, fetched from the network by name."""

from __future__ import annotations

import pytest

from app.sandbox.child.downloads import first_names
from app.sandbox.job import JobLimits
from engine.errors import ProgramError
from tests.app.sandbox.child.running import ran

NAMES = {"data/names.txt": "emma\nolivia\n"}
MAKEMORE = "https://raw.githubusercontent.com/karpathy/makemore/988aa59/names.txt"


def test_a_file_is_found_by_its_path_and_by_its_base_name() -> None:
    for path in (
        "data/names.txt",
        "./data/../data/names.txt",
        "names.txt",
        "/content/names.txt",
        "C:\\\\x\\\\names.txt",
    ):
        assert ran(f"print(open('{path}').read())", files=NAMES).printed == "emma\nolivia\n\n"
    both = NAMES | {"other/names.txt": "zoe"}
    with pytest.raises(ProgramError) as caught:
        ran("open('names.txt')", files=both)
    assert caught.value.code == "missing-file"


FETCHING = [
    "import urllib.request\nurllib.request.urlretrieve('{url}', 'in.txt')\nprint(open('in.txt').read())",
    "from urllib.request import urlopen\nprint(urlopen('{url}').read().decode())",
    "import urllib.request as r\nprint(r.urlopen(r.Request('{url}')).read().decode())",
    "import requests\nprint(requests.get('{url}').text)",
    """\
import os
import urllib.request
if not os.path.exists('input.txt'):
  urllib.request.urlretrieve('{url}', 'input.txt')
print(''.join(open('input.txt')))
""",
]


@pytest.mark.parametrize("source", FETCHING)
def test_what_is_fetched_and_attached_is_found(source: str) -> None:
    run = ran(source.replace("{url}", "https://example.org/names.txt?raw=1"), files=NAMES)
    assert run.printed == "emma\nolivia\n\n"
    assert run.notices == ()


def test_the_well_known_list_of_names_comes_along() -> None:
    source = f"import urllib.request\nurllib.request.urlretrieve('{MAKEMORE}', 'input.txt')\n"
    run = ran(source + "names = open('input.txt').read().splitlines()\nprint(len(names), names[:2])")
    count = first_names().count(b"\n")
    assert count > 4_000
    assert run.printed.startswith(f"{count} [")
    assert [notice.code for notice in run.notices] == ["names"]
    assert run.notices[0].line == 2
    assert "first names" in run.notices[0].message


def test_what_is_not_there_names_the_file() -> None:
    for source in (
        "import urllib.request\nurllib.request.urlretrieve('https://a.org/b/input.txt', 'x.txt')",
        "x = 1\nopen('data/input.txt')",
        "from pathlib import Path\nPath('input.txt').read_text()",
        "import numpy as np\nnp.loadtxt('input.txt')",
    ):
        with pytest.raises(ProgramError) as caught:
            ran(source)
        error = caught.value
        assert error.exception == "FileNotFoundError"
        assert (error.code, error.names, error.line) == ("missing-file", ("input.txt",), 2)
        assert error.hint is not None
        assert "Attach `input.txt`" in error.hint


def test_the_machines_own_files_are_not_there() -> None:
    paths = "('/etc/passwd', '/proc/self/environ', '/', '..', '../x')"
    assert ran(f"import os\nfor p in {paths}:\n  print(os.path.exists(p))\n").printed == "False\n" * 5
    with pytest.raises(ProgramError) as caught:
        ran("open('/etc/passwd')")
    assert caught.value.code == "missing-file"
    with pytest.raises(ProgramError) as caught:
        ran("open('../x', 'w')")
    assert caught.value.exception == "PermissionError"


def test_what_is_written_has_a_limit() -> None:
    source = (
        "with open('a', 'w') as f:\n  f.write('x' * 60)\nwith open('b', 'w') as f:\n  f.write('x' * 60)\n"
    )
    assert ran(source).printed == ""
    with pytest.raises(ProgramError) as caught:
        ran(source, limits=JobLimits(written=100))
    assert caught.value.exception == "OSError"


def test_modes_and_errors_of_open() -> None:
    source = """\
with open('a.txt', 'x') as f: print(f.write('ä1\\n'), f.name, f.writable(), f.readable())
for mode in ('x', 'q', 'rw', 'rb+'):
  try:
    f = open('a.txt', mode)
    print(f.read(), f.seek(0), f.write(b'AB'), f.close())
  except (OSError, ValueError) as e:
    print(type(e).__name__, e)
print(open('a.txt', 'rb').read(), open('a.txt', encoding='latin-1').read())
try:
  open('a.txt').write('no')
except Exception as e:
  print(type(e).__name__, e)
import os
try:
  open('.')
except IsADirectoryError as e:
  print(e)
print(os.getcwd() == os.path.abspath('.'), os.path.getsize('a.txt'), [e.name for e in os.scandir()])
os.rename('a.txt', 'b.txt')
print(os.listdir())
"""
    printed = ran(source).printed.splitlines()
    assert printed[0] == "3 a.txt True False"
    assert printed[1].startswith("FileExistsError")
    assert printed[-1] == "['b.txt']"
    assert "UnsupportedOperation not writable" in printed


@pytest.mark.parametrize("path", ["/", "data", "../..", "/etc"])
def test_a_folder_that_is_not_there_cannot_be_attached(path: str) -> None:
    with pytest.raises(ProgramError) as caught:
        ran(f"import os\nos.listdir({path!r})")
    assert (caught.value.code, caught.value.names) == ("missing-file", ())
    assert caught.value.message == f"FileNotFoundError: [Errno 2] No such file or directory: {path!r}"
    assert caught.value.hint is not None
    assert "Attach" not in caught.value.hint


def test_numpys_fromfile_reads_attached_files() -> None:
    source = (
        "import numpy as np\n"
        "print(np.fromfile('a.bin', np.uint8).tolist(), np.fromfile('a.bin', 'u1', 2, offset=1).tolist())\n"
        "print(np.fromfile('a.txt', sep=' ').tolist())\n"
        "with open('b.bin', 'wb') as file: file.write(np.arange(3.0).tobytes())\n"
        "print(np.fromfile('b.bin').tolist(), np.fromfile(open('b.bin', 'rb'), count=1).tolist())\n"
        "print(np.fromfile('b.bin', offset=99).tolist())"
    )
    made = ran(source, files={"a.bin": "abcd", "a.txt": "1 2.5 3"})
    assert made.printed == ("[97, 98, 99, 100] [98, 99]\n[1.0, 2.5, 3.0]\n[0.0, 1.0, 2.0] [0.0]\n[]\n")
    with pytest.raises(ProgramError) as caught:
        ran("import numpy as np\nnp.fromfile('gone.bin')")
    assert caught.value.names == ("gone.bin",)
