"""Compiled loops on disk: found again, never trusted where others may write, never needed."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from engine import Graph, Value
from engine.kernels import folders
from engine.kernels.compiled import Kernels
from engine.ops import CATALOGUE
from engine.update_rules import RULES

OPS, RULE = (CATALOGUE["mul"],), (RULES["sgd"],)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to which loops were compiled."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUMBA_CACHE_DIR", str(folder))
        assert not folders.exist()
        works(Kernels(OPS, RULE))
        assert folders.exist()
    return folder


@pytest.fixture
def folder(compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "loops"))
    shutil.copytree(compiled, tmp_path / "loops")
    return tmp_path / "loops" / "backlens"


def works(kernels: Kernels) -> None:
    """Asserts that the loops compute."""
    import numpy as np

    x = Value(3.0)
    graph = Graph(x * x)
    tape, data, grad = kernels.tape(graph), np.array([3.0, 0.0]), np.zeros(2)
    kernels.forward(tape, data)
    kernels.backward(tape, data, grad)
    assert (data.tolist(), grad.tolist()) == ([3.0, 9.0], [6.0, 1.0])


def written(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_a_second_process_finds_what_the_first_compiled(folder: Path) -> None:
    first = written(folder)
    assert sorted(path.suffix for path in folder.iterdir()) == [*[".nbc"] * 3, *[".nbi"] * 3, ".py"]
    works(Kernels(OPS, RULE))
    assert written(folder) == first


def test_files_that_are_cut_short_are_made_again(folder: Path) -> None:
    first = written(folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    works(Kernels(OPS, RULE))
    compiled = [path for path in folder.iterdir() if path.suffix != ".py"]
    assert {path.name for path in compiled} == {name for name in first if not name.endswith(".py")}
    assert all(path.stat().st_size > 100 for path in compiled)


def test_what_lies_in_the_module_is_not_what_runs(folder: Path) -> None:
    (module,) = folder.glob("*.py")
    module.write_text("raise SystemExit")
    works(Kernels(OPS, RULE))


def test_without_a_place_to_write_the_loops_are_compiled_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "loops"))
    works(Kernels(OPS, RULE))
    assert not folders.exist()


def test_a_folder_that_can_only_be_read_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a read-only image. Root may write anywhere, so what would write is made to fail."""
    first = written(folder)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(folders, "_write", refuse)
    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile.save", refuse)
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    works(Kernels(OPS, RULE))
    for path in folder.glob("*.nb*"):
        path.unlink()
    works(Kernels(OPS, RULE))  # compiled, and not kept
    assert written(folder).keys() == {name for name in first if name.endswith(".py")}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are those of Unix")
def test_a_folder_that_others_can_write_to_is_neither_read_nor_written(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for mode in (0o770, 0o707, 0o777):
        folder.chmod(mode)
        assert not folders.exist()
        assert folders.keep("loops_x.py", "") is None
    folder.chmod(0o755)
    assert folders.exist()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are those of Unix")
def test_a_folder_of_another_user_or_a_link_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o700)
    assert folders.is_ours(mine)
    (tmp_path / "link").symlink_to(mine)
    assert not folders.is_ours(tmp_path / "link")
    owner = mine.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert folders.is_ours(mine) == (owner == 0)  # root's is as good as one's own


def test_a_user_without_a_home_has_the_package_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(self: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert len(list(folders.folders())) == 2
    monkeypatch.setattr(Path, "expanduser", homeless)
    assert [folder.name for folder in folders.folders()] == ["__pycache__"]


def test_what_the_package_keeps_can_be_read_by_all_who_run_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "__pycache__")
    path = folders.keep("loops_x.py", "")
    assert path == tmp_path / "__pycache__" / "loops_x.py"
    assert (tmp_path / "__pycache__").stat().st_mode & 0o077 == 0o077 & ~_umask()
    assert path.stat().st_mode & 0o044 == 0o044 & ~_umask()


def _umask() -> int:
    """What new files lack here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_old_modules_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    for k in range(10):
        path = folders.keep(f"loops_{k}.py", "")
        assert path is not None
        os.utime(path, (k, k))
        path.with_suffix(".forward-0.py311.nbi").touch()
    left = {path.name.partition(".")[0] for path in (tmp_path / "backlens").iterdir()}
    assert left == {f"loops_{k}" for k in range(4, 10)}
