"""Every lesson runs, claims only numbers of its program, and has a task that can be solved and missed."""

import json
import re
from importlib.resources import files
from typing import Any

import httpx
import pytest

from app import lessons
from app.lessons import Lesson, read
from app.lessons.claims import Claims
from app.teaching.blocks import TextError, shown
from engine.program import run
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

ALL = lessons.lessons()
TEXTS = {
    int(each.name[:2]): each.read_text(encoding="utf-8")
    for each in files(lessons.__name__).iterdir()
    if each.name.endswith(".md")
}
TITLES = [
    "slope",
    "partials",
    "by-hand",
    "chain-rule",
    "neuron",
    "topological-order",
    "plus-equals",
    "tanh-from-exp",
    "loss",
    "training",
    "tanh-by-hand",
    "repair-the-order",
    "neuron-by-hand",
    "one-parameter",
    "softmax",
    "table",
    "batch",
    "embedding",
    "context",
    "attention",
]
KINDS = {"predict", "set", "reach", "choose", "steps", "write"}


def head(lesson: Lesson) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(TEXTS[lesson.number].split("```")[1].removeprefix("json"))
    return found


def numbers_of(lesson: Lesson) -> str:
    """The program whose numbers the text claims: for a class of its own, the same one without it."""
    found: str = head(lesson).get("numbers", lesson.source)
    return found


def mended(lesson: Lesson, edits: list[str]) -> str:
    """The lesson's program with each text replaced by the one after it."""
    source = lesson.source
    for old, new in zip(edits[::2], edits[1::2], strict=True):
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def prose(lesson: Lesson) -> str:
    return TEXTS[lesson.number].split("```")[4]


def test_they_are_twenty_in_their_order() -> None:
    assert [each.name for each in ALL] == TITLES
    assert [each.number for each in ALL] == list(range(1, 21))
    assert len({each.title for each in ALL}) == 20


@pytest.mark.parametrize("lesson", ALL, ids=TITLES)
async def test_its_numbers_are_the_engines(lesson: Lesson, post: Post) -> None:
    source = numbers_of(lesson)
    answer = await post("backward", source=source, include=["nodes"])
    assert answer.status_code == 200, answer.text
    nodes = {node["label"]: node for node in reversed(answer.json()["nodes"]) if node["label"]}
    claims = re.findall(r"\{\{ (.*?) \}\}", prose(lesson))
    assert claims
    filled = re.findall(r"<strong[^>]*>(−?[\d.e+−]+)</strong>", lesson.html)
    assert len(filled) == len(claims)
    for claim, text in zip(claims, filled, strict=True):
        kind, *words = claim.split()
        if kind in ("data", "grad"):
            number = nodes[words[0]][kind]
        elif kind in ("partial", "contribution"):
            target, source = nodes[words[0]], nodes[words[1]]
            number = next(each["partial"] for each in target["inputs"] if each["node"] == source["id"])
            number *= target["grad"] if kind == "contribution" else 1
        elif kind == "difference":
            leaf, h = words[0], float(words[1])
            at = nodes[leaf]["data"]
            body = {"source": source, "leaf": leaf, "at": [at, at + h]}
            low, high = (await post("curve", **body)).json()["value"]
            number = (high - low) / h
            assert text == f"{number:.6g}", claim
            continue
        elif kind == "after":
            at = nodes[words[0]]["data"] + float(words[1])
            number = (await post("curve", source=source, leaf=words[0], at=[at])).json()["value"][0]
        elif kind == "minus":
            number = nodes[words[0]]["data"] - float(words[1])
        else:
            body = {"source": source, "learning_rate": float(words[0]), "steps": int(words[1])}
            number = (await post("descend", **body)).json()["losses"][-1]
        assert text == shown(number), claim


@pytest.mark.parametrize("lesson", ALL, ids=TITLES)
def test_its_text_claims_no_other_number(lesson: Lesson) -> None:
    """A number in the text is a placeholder, or stands in the program, the task's own words or an example."""
    task = head(lesson)["task"]
    plain = re.sub(r"\{\{.*?\}\}", "", f"{prose(lesson)} {task['question']}")
    plain = re.sub(r"`[^`]*`", "", plain)
    plain = re.sub(r"(?m)^\|.*\|$", "", plain)
    known = set(re.findall(r"\d+(?:\.\d+)?", lesson.source))
    known |= {word for claim in re.findall(r"\{\{(.*?)\}\}", prose(lesson)) for word in claim.split()}
    known |= (
        {f"{number:g}" for number in task["rule"].values() if isinstance(number, float | int)}
        if "rule" in task
        else set()
    )
    for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", plain):
        assert number in known, number


@pytest.mark.parametrize("lesson", ALL, ids=TITLES)
def test_it_has_a_few_sentences_and_a_task(lesson: Lesson) -> None:
    text = re.sub(r"\{\{.*?\}\}", "0", prose(lesson))
    assert 2 <= len(re.findall(r"[.:?]\s", text + "\n")) <= 12
    assert lesson.task["kind"] in KINDS
    assert lesson.task["question"]
    assert lesson.task["hint"]
    assert "answer" not in lesson.task
    assert "wrong" not in lesson.task
    assert lesson.state in ("fresh", "program")
    assert lesson.task["why"]
    assert lesson.view in ("graph", "steps", "curve")
    assert (lesson.view == "curve") is (lesson.curve is not None)


def holds(rule: dict[str, Any], number: float) -> bool:
    if "near" in rule:
        return bool(abs(number - rule["to"]) <= rule["within"])
    return bool(number < rule["than"] if "below" in rule else number > rule["than"])


@pytest.mark.parametrize("lesson", ALL, ids=TITLES)
async def test_its_task_can_be_solved_and_missed(lesson: Lesson, post: Post) -> None:
    """The same rule that the page reads, worked out from the API's answers."""
    task = head(lesson)["task"]
    fresh = (await post("evaluate", source=lesson.source)).json()
    nodes = {node["label"]: node for node in reversed(fresh["nodes"]) if node["label"]}
    match task["kind"]:
        case "predict":
            ((kind, label),) = task["of"].items()
            assert abs(nodes[label][kind] - task["wrong"]) > task["within"]
            for mistake in lesson.task["mistakes"]:
                assert abs(nodes[label][kind] - mistake["value"]) > task["within"], mistake
        case "set" | "reach":
            rule = task["rule"]
            ((kind, label),) = next(rule[each] for each in ("near", "below", "above") if each in rule).items()
            for values, is_right in ((task["answer"], True), (task["wrong"], False)):
                moved = (await post("evaluate", source=lesson.source, values=values)).json()
                found = next(node for node in moved["nodes"] if node["label"] == label)[kind]
                assert holds(rule, found) is is_right
        case "write":
            for edits, is_right in ((task["answer"], True), (task["wrong"], False), ([], False)):
                found = (await post("evaluate", source=mended(lesson, edits))).json()["own_engine"]
                assert found["agrees"] is is_right
                assert bool(found["findings"]) is not is_right
        case "choose" if "nonzero" in task["rule"]:
            wanted = {n["label"] for n in fresh["nodes"] if n["op"] == "leaf" and n["grad"] != 0}
            leaves = {n["label"] for n in fresh["nodes"] if n["op"] == "leaf"}
            assert 0 < len(wanted) < len(leaves)
            assert wanted != set(task["wrong"])
            for mistake in lesson.task["mistakes"]:
                assert not wanted & set(mistake["nodes"])
        case "choose" if "uses" in task["rule"]:
            wanted = nodes[task["rule"]["uses"]]["id"]
            users = {n["label"] for n in fresh["nodes"] for i in n["inputs"] if i["node"] == wanted}
            assert users
            assert users != set(task["wrong"])
            for mistake in lesson.task["mistakes"]:
                assert not users & set(mistake["nodes"])
        case "choose":
            left = (await post("evaluate", source=lesson.source, state="program")).json()
            pairs = zip(left["nodes"], fresh["nodes"], strict=True)
            wrong = {old["label"] for old, new in pairs if old["grad"] != new["grad"]}
            assert wrong
            assert wrong != set(task["wrong"])
        case "steps":
            asked = {"source": lesson.source, "learning_rate": task["answer"]["rate"]}
            course = (await post("descend", **asked, steps=task["answer"]["steps"])).json()
            assert course["losses"][-1] < task["rule"]["than"] < course["losses"][0]


@pytest.mark.parametrize("lesson", ALL, ids=TITLES)
async def test_its_groups_exist_and_its_graph_can_be_drawn(lesson: Lesson, post: Post) -> None:
    whole = (await post("evaluate", source=lesson.source, include=["groups"])).json()
    assert set(lesson.collapsed) <= {group["path"] for group in whole["groups"]}
    drawn = await post("render", source=lesson.source, view={"collapsed": list(lesson.collapsed)})
    assert drawn.status_code == 200, drawn.text


async def test_the_catalogue_lists_them(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/v1/lessons")).json()
    assert [each["name"] for each in listed] == TITLES
    assert [each["html"] for each in listed] == [each.html for each in ALL]


def test_html_in_a_lesson_stays_text() -> None:
    blocks = '```json\n{"title": "t", "task": {"kind": "predict"}}\n```\n```python\nValue(1.0)\n```\n'
    text = f"{blocks}<b onclick=x>a</b>"
    assert "&lt;b onclick=x&gt;" in read("01-a.md", text).html


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("one.md", ""),
        ("01-a.md", "no blocks"),
        ("01-a.md", "```json\n{\n```\n```python\nValue(1.0)\n```\n"),
        ("01-a.md", "```json\n{}\n```\n```python\n1 + 1\n```\n"),
    ],
)
def test_a_file_that_is_no_lesson_is_named(file: str, text: str) -> None:
    with pytest.raises(TextError, match=re.escape(file)):
        read(file, text)


@pytest.mark.parametrize(
    "claim",
    ["", "data", "data q", "grad q", "partial b", "partial b q", "partial b p", "loss x 1", "height b"],
)
def test_a_claim_of_nothing_is_refused(claim: str) -> None:
    claims = Claims(run("b = Value(2.0, label='b')\np = b**2; p.label = 'p'"), "01-a.md")
    assert claims.number("partial p b") == 4.0
    with pytest.raises(TextError):
        claims.number(claim or "nothing")
