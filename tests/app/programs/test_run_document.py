"""What documents say of how a program ran: time, figures, passes, scopes."""

from dataclasses import replace

from app.programs import run_document
from app.programs.scopes import scopes
from app.sandbox.events import NonFinite, Part, PassDetail, Watched
from engine import program
from engine.norms import ListNorms, Norms, ScopeNorms
from engine.run import Figure, NamedList, PassRecord, Scope

RUN = program.run("a = Value(1.0)\nb = a * 2\nc = a * 3\nd = b + c")


def test_a_run_says_how_it_ran() -> None:
    assert run_document.ran(replace(RUN, seconds=0.5, interpreted=False)) == {
        "python": "sandboxed",
        "seconds": 0.5,
    }
    assert run_document.ran(replace(RUN, seconds=0.0)) is None


def test_figures_and_passes_come_in_order() -> None:
    drawn = replace(RUN, figures=(Figure("loss", 3, "<svg/>"), Figure("b", None, "<svg/>", "plot.py")))
    assert [(each["name"], each["file"]) for each in run_document.figures(drawn)] == [
        ("loss", None),
        ("b", "plot.py"),
    ]
    passed = replace(RUN, pass_records=(PassRecord(1, 5.0, 6, 4),))
    assert run_document.passes(passed) == [
        {"pass": 1, "value": 5.0, "nodes": 6, "line": 4, "file": None, "norms": None}
    ]


def test_scopes_within_scopes_without_end_are_counted() -> None:
    chain = [Scope("", "", None, -1, ())]
    chain += [Scope("/".join(["f[0]"] * k), "f", 1, k - 1, ()) for k in range(1, 900)]
    chain.append(Scope("last", "f", 1, 899, tuple(range(6))))
    found = scopes(replace(RUN, scopes=tuple(chain)))
    assert {each["nodes"] for each in found} == {6}
    assert len({each["twin"] for each in found}) == len(found)


def test_scopes_count_what_is_in_them_and_twins_are_alike() -> None:
    found = scopes(
        replace(
            RUN,
            scopes=(
                Scope("", "", None, -1, (0, 5)),
                Scope("double[0]", "double", 2, 0, (1, 2), (NamedList("q", (1,), (2,)),)),
                Scope("double[1]", "double", 2, 0, (3, 4)),
                Scope("double[1]/other[0]", "other", 3, 2, (), file="m.py"),
            ),
        )
    )
    assert [(each["path"], each["parent"], each["nodes"]) for each in found] == [
        ("", None, 6),
        ("double[0]", "", 2),
        ("double[1]", "", 2),
        ("double[1]/other[0]", "double[1]", 0),
    ]
    assert found[1]["twin"] == found[2]["twin"] != found[0]["twin"]
    assert found[1]["lists"] == [{"name": "q", "shape": [1], "nodes": ["n2"], "whole": None}]
    assert found[3]["file"] == "m.py"


def test_a_pass_that_is_followed_has_its_norms_and_parts() -> None:
    norms = Norms((ListNorms("w", (2,), "", 1.5, 2.0, None, 1),), (ScopeNorms("f[0]", "f", 3.0, 4.0),))
    detail = PassDetail(
        0.5, 20, (Part("w", (1,), b"\0\0\x80?", bytes(4)),), True, NonFinite(2, "w", 3, "nan")
    )
    assert run_document.live_pass_document(PassRecord(1, 5.0, 6, 4, None, norms), detail) == {
        "pass": 1, "value": 5.0, "nodes": 6, "line": 4, "file": None, "seconds": 0.5, "of": 20,
        "norms": {
            "lists": [{"name": "w", "shape": [2], "scope": "", "data": 1.5, "grad": 2.0, "update": None,
                       "zero_grads": 1}],
            "scopes": [{"path": "f[0]", "name": "f", "data": 3.0, "grad": 4.0}],
        },
        "parts": [{"name": "w", "shape": [1], "data": "AACAPw==", "grad": "AAAAAA=="}],
        "recorded": True,
        "non_finite": {"node": "n2", "name": "w", "line": 3, "what": "nan"},
    }  # fmt: skip


def test_what_is_watched_has_words_for_what_is_no_number() -> None:
    made = run_document.watch_document(Watched("lr", 3, None, 2, "list", (1.0, float("-inf")), (2,)))
    assert made == {
        "name": "lr", "line": 3, "file": None, "pass": 2, "kind": "list", "value": [1.0, "-inf"],
        "shape": [2],
    }  # fmt: skip
    assert run_document.watch_document(Watched("a", 1, None, 0, "number", float("nan")))["value"] == "nan"
    assert run_document.watch_document(Watched("a", 1, None, 0, "text", "x"))["value"] == "x"
