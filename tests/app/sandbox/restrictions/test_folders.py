"""What programs can read is Python's and ours, and the server's data is never in it."""

import os
import sysconfig
import tempfile
from pathlib import Path

import numpy
import pytest

import engine
from app.sandbox.errors import DataExposed
from app.sandbox.pool import check_data_folder
from app.sandbox.restrictions import folders


def test_python_and_its_packages_are_readable() -> None:
    for place in (os.__file__, numpy.__file__, engine.__file__, sysconfig.get_path("purelib")):
        assert folders.readable_above(Path(place)) is not None, place


@pytest.mark.parametrize("place", ["/", "/etc/passwd", "/root", "/home", "/proc/self/environ", "/var/lib"])
def test_nothing_else_is(place: str) -> None:
    assert folders.readable_above(Path(place)) is None


def test_a_prefix_is_not_readable_as_a_whole() -> None:
    found = folders.readable()
    for name in ("/", "/usr", "/usr/lib/..", os.path.expanduser("~"), sysconfig.get_config_var("prefix")):
        assert Path(name).resolve() not in found


def test_data_where_programs_could_read_it_is_refused(tmp_path: Path) -> None:
    check_data_folder(tmp_path)
    check_data_folder(tmp_path / "not" / "there" / "yet")
    packages = Path(sysconfig.get_path("purelib"))
    link = tmp_path / "link"
    link.symlink_to(packages)
    for exposed in (packages, packages / "not there", link, link / "below"):
        with pytest.raises(DataExposed, match="BACKLENS_DATA"):
            check_data_folder(exposed)


def test_a_folder_above_the_readable_ones_may_hold_data() -> None:
    check_data_folder(Path(sysconfig.get_path("stdlib")).parent.parent)


def test_whether_another_user_could_read_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "home" / "lib"
    inner.mkdir(parents=True)
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(inner))
    monkeypatch.setattr("sys.path", [])
    above = Path(tempfile.gettempdir())
    for folder in (inner, *inner.parents):
        if folder.is_relative_to(above) and folder != above and folder.stat().st_uid == os.geteuid():
            folder.chmod(0o755)
    assert folders.readable_by_anyone()
    inner.chmod(0o750)
    assert not folders.readable_by_anyone()
    inner.chmod(0o755)
    inner.parent.chmod(0o700)
    assert not folders.readable_by_anyone()
