"""Settings: read when asked, refused in one line, and described for the README."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from app.settings import PREFIX, Settings, SettingsError, cores, table, variable

ROOT = Path(__file__).parents[2]


def test_without_variables_the_defaults_hold() -> None:
    settings = Settings.read({})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.queue) == ("127.0.0.1", 8000, 32)
    assert settings.concurrency == settings.layout_workers == cores() >= 1


def test_every_field_is_read_from_its_variable() -> None:
    given = {item.name: "host.test" if item.type is str else "2000" for item in fields(Settings)}
    given |= dict.fromkeys(("concurrency", "layout_workers", "queue", "streams", "paused_runs"), "7")
    given |= dict.fromkeys(("layout_seconds", "seconds", "body_seconds", "idempotency_hours"), "1.5")
    given |= dict.fromkeys(("python_seconds", "python_wall_seconds", "stream_seconds"), "1.5")
    given |= dict.fromkeys(("pause_seconds", "run_minutes"), "1.5")
    given |= {"layout_megabytes": "256", "python": "interpreted", "trusted_proxies": "2"}
    given |= {"workers": "1"}
    given |= {"access_log": "1", "metrics": "1", "log_level": "debug", "log_format": "json"}
    given |= {
        "public_url": "https://host.test",
        "root_path": "/under",
        "graph_days": "1.5",
        "snapshot_days": "1.5",
    }
    settings = Settings.read({variable(name): text for name, text in given.items()})
    assert {name: str(getattr(settings, name)) for name in given} == given


def test_a_word_that_is_not_offered_is_refused() -> None:
    sentence = "BACKLENS_PYTHON is 'no', but it must be auto or sandboxed or interpreted"
    with pytest.raises(SettingsError, match=sentence):
        Settings.read({"BACKLENS_PYTHON": "no"})


def test_a_name_that_is_no_setting_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    Settings.read({"BACKLENS_QUEU": "5", "BACKLENS_MAX": "1", "BACKLENS_URL": "http://here", "QUEUE": "5"})
    assert [record.getMessage() for record in caplog.records] == [
        "No such setting: BACKLENS_MAX, BACKLENS_QUEU."
    ]


@pytest.mark.parametrize(
    ("more", "word"),
    [({"BACKLENS_TRUSTED_PROXIES": "1"}, "nginx.conf"), ({"BACKLENS_METRICS": "1"}, "BACKLENS_METRICS_PORT")],
)
def test_what_several_processes_cannot_do_is_refused(more: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        Settings.read({"BACKLENS_WORKERS": "2", **more})
    assert Settings.read({"BACKLENS_WORKERS": "2"}).workers == 2


def test_a_public_address_is_an_address() -> None:
    with pytest.raises(SettingsError, match="it must begin with"):
        Settings.read({"BACKLENS_PUBLIC_URL": "backlens.example"})


def test_the_hosts_are_that_of_the_public_address_unless_they_are_given() -> None:
    assert Settings().answered_hosts == frozenset()
    assert Settings(public_url="https://backlens.example:8443/x").answered_hosts == {"backlens.example:8443"}
    assert Settings(public_url="https://a.test", hosts="B.test, c.test:1,").answered_hosts == {
        "b.test",
        "c.test:1",
    }


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "oracle+nothing://host"])
def test_a_database_that_cannot_be_spoken_to_is_an_exit_with_a_sentence(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env=os.environ | {"BACKLENS_DATABASE_URL": url},
        capture_output=True,
    )
    assert done.returncode == 2
    (sentence,) = done.stderr.decode().splitlines()
    assert sentence.startswith("BACKLENS_DATABASE_URL ")


def test_an_empty_variable_leaves_the_default() -> None:
    assert Settings.read({"BACKLENS_PORT": " ", "BACKLENS_HOST": ""}) == Settings()


SERVICE_LINKS = {
    "BACKLENS_SERVICE_HOST": "10.0.0.11",
    "BACKLENS_SERVICE_PORT": "80",
    "BACKLENS_SERVICE_PORT_HTTP": "80",
    "BACKLENS_PORT": "tcp://10.0.0.11:80",
    "BACKLENS_PORT_80_TCP": "tcp://10.0.0.11:80",
    "BACKLENS_PORT_80_TCP_PROTO": "tcp",
    "BACKLENS_PORT_80_TCP_PORT": "80",
    "BACKLENS_PORT_80_TCP_ADDR": "10.0.0.11",
}


def test_a_kubernetes_service_of_our_name_does_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    assert Settings.read(SERVICE_LINKS | {"BACKLENS_QUEUE": "5"}) == Settings(queue=5)
    assert [record.getMessage() for record in caplog.records] == [
        "BACKLENS_PORT is a Kubernetes service link (tcp://10.0.0.11:80) and is ignored."
    ]
    assert Settings.read({"BACKLENS_PORT": "udp://[2001:db8::1]:53"}) == Settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BACKLENS_PORT", "http"),
        ("BACKLENS_PORT", "tcp://10.0.0.11"),
        ("BACKLENS_PORT", "http://10.0.0.11:80"),
        ("BACKLENS_PORT", "65536"),
        ("BACKLENS_PORT", "-1"),
        ("BACKLENS_PORT", "80.5"),
        ("BACKLENS_CONCURRENCY", "0"),
        ("BACKLENS_SECONDS", "nan"),
        ("BACKLENS_SECONDS", "inf"),
        ("BACKLENS_LAYOUT_SECONDS", "0"),
        ("BACKLENS_BODY_BYTES", "1e6"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"{name} is '{re.escape(text)}', but it must be an? (integer|number) from"
    ):
        Settings.read({name: text})


def test_the_command_refuses_in_one_line_with_exit_code_2() -> None:
    environment = os.environ | {"BACKLENS_PORT": "eighty"}
    done = subprocess.run(
        [sys.executable, "-m", "app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"BACKLENS_PORT is 'eighty', but it must be .*\n", done.stderr)


def test_the_command_prints_the_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--settings"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == table() + "\n"


def test_the_table_has_a_row_with_a_text_for_every_field() -> None:
    rows = table().splitlines()[2:]
    assert len(rows) == len(fields(Settings))
    for item, row in zip(fields(Settings), rows, strict=True):
        name, default, about = (cell.strip() for cell in row.strip("|").split("|"))
        assert name == f"`{PREFIX}{item.name.upper()}`"
        assert default
        assert about.endswith(".")


def test_the_readme_has_this_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert table() in readme, "Put the output of `python -m app --settings` into the README."


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ({"data": "/somewhere"}, "/somewhere"),
        ({"data": "/a", "database_url": "sqlite:////elsewhere/file.db?mode=rw"}, "/elsewhere"),
        ({"data": "/a", "database_url": "sqlite:///here/file.db"}, "here"),
        ({"data": "/a", "database_url": "postgresql://host/name"}, None),
    ],
)
def test_the_data_folder_is_where_the_databases_file_is(given: dict[str, Any], folder: str | None) -> None:
    assert Settings(**given).data_folder() == (None if folder is None else Path(folder))


def test_data_that_programs_could_read_is_refused_before_anything_is_served() -> None:
    environment = os.environ | {"BACKLENS_DATA": str(ROOT / "engine" / "data-of-nobody")}
    command = [sys.executable, "-m", "app"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Set BACKLENS_DATA to another folder." in ended.stderr
    assert not (ROOT / "engine" / "data-of-nobody").exists()
