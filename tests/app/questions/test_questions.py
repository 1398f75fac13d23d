"""Every question: its numbers are the engine's, its attempt can be made, PyTorch does what it says."""

import contextlib
import io
import json
import re
from importlib.resources import files
from typing import Any

import pytest

from app import questions as folder
from app.questions import CLAIM, Question, plain, questions, read
from app.teaching.blocks import TextError
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

ALL = questions()
NAMES = [each.name for each in ALL]
TEXTS = {
    each.name[3:-3]: each.read_text(encoding="utf-8")
    for each in files(folder.__name__).iterdir()
    if each.name.endswith(".md")
}
"""Each file by its question."""

each_question = pytest.mark.parametrize("question", ALL, ids=NAMES)
Document = dict[str, Any]


def parts(question: Question) -> tuple[dict[str, Any], str, str]:
    """The file's JSON, its answer and what it says of PyTorch, with the claims in them."""
    _, head, _, _, prose = TEXTS[question.name].split("```", 4)
    answer, _, pytorch = prose.partition("## In PyTorch")
    return json.loads(head.removeprefix("json")), answer, pytorch


def node_of(document: Document, label: str) -> Document:
    """The last node of this label."""
    found: Document = next(each for each in reversed(document["nodes"]) if each["label"] == label)
    return found


async def evaluated(post: Post, source: str, **more: Any) -> Document:
    answer = await post("evaluate", source=source, **more)
    assert answer.status_code == 200, answer.text
    found: Document = answer.json()
    return found


async def shown(post: Post, question: Question) -> Document:
    """What the page shows first."""
    values = question.shows.get("values", {})
    match question.shows:
        case {"mode": "backward", **more}:
            passes = int(more.get("passes", 1))
            body = {"source": question.source, "values": values, "passes": passes, "zero_grad": passes == 1}
            found: Document = (await post("backward", **body)).json()
        case _:
            found = await evaluated(post, question.source, state="program", values=values)
    return found


async def tried(post: Post, question: Question) -> Document:
    """What the page shows after the attempt."""
    source, values = question.source, dict(question.shows.get("values", {}))
    passes, zero, document = 0, True, await shown(post, question)
    action: dict[str, Any]
    for action in question.attempt["do"]:
        match action:
            case {"edit": [old, new]}:
                assert old in source
                source = source.replace(old, new, 1)
                answer = await post("evaluate", source=source, state="program", include=["nodes"])
                document = answer.json() if answer.status_code == 200 else {**document, **answer.json()}
            case {"set": moved}:
                values |= moved
                state = "program" if document["own_engine"] else "fresh"
                document = await evaluated(post, source, values=values, state=state)
            case {"press": "zero"}:
                zero = not zero
            case {"press": "backward", **more}:
                before = max((each["passes"] for each in document["nodes"]), default=0)
                for _ in range(int(more.get("times", 1))):
                    passes = 1 if zero or not before else before + 1
                    before = passes
                body = {"source": source, "values": values, "passes": passes, "zero_grad": passes == 1}
                document = (await post("backward", **body)).json()
            case {"press": "descend", **more}:
                rate = question.shows["descent"]["rate"]
                steps = int(more.get("times", 1))
                body = {"source": source, "values": values, "learning_rate": rate, "steps": steps}
                values = (await post("descend", **body)).json()["values"]
                document = (await post("forward", source=source, values=values)).json()
    return document


def lies(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def holds(rule: dict[str, Any], document: Document, steps: int = 0) -> bool:
    """The same rule that the page reads (static/src/why/judge.ts)."""
    ops = {each["op"] for each in document["nodes"]}
    for name, wanted in rule.items():
        match name:
            case "data" | "grad":
                labels = {each["label"] for each in document["nodes"]}
                if not all(
                    label in labels and lies(node_of(document, label)[name], *bounds)
                    for label, bounds in wanted.items()
                ):
                    return False
            case "passes" if max(each["passes"] for each in document["nodes"]) != wanted:
                return False
            case "step" if steps < wanted:
                return False
            case "agrees" if (document["own_engine"] or {}).get("agrees") is not wanted:
                return False
            case "printed" if wanted not in document["printed"]:
                return False
            case "fails" if wanted not in document.get("detail", ""):
                return False
            case "op" if wanted not in ops:
                return False
            case "without" if wanted in ops:
                return False
    return True


async def number_of(post: Post, source: str, document: Document, claim: str) -> float:
    """The number that a claim speaks of, asked of the service."""
    kind, *words = claim.split()
    if kind == "fresh":
        return await number_of(post, source, await evaluated(post, source), " ".join(words))
    if kind in ("data", "grad"):
        found: float = node_of(document, words[0])[kind]
        return found
    if kind == "partial":
        to, node = node_of(document, words[0]), node_of(document, words[1])
        partial: float = next(each["partial"] for each in to["inputs"] if each["node"] == node["id"])
        return partial
    raise AssertionError(f"{claim}: no such claim")


def test_there_are_twenty_five_in_order() -> None:
    assert [each.number for each in ALL] == list(range(1, 26))
    assert len({each.title for each in ALL}) == len({each.short for each in ALL}) == len(ALL)


@each_question
async def test_its_numbers_are_the_engines(question: Question, post: Post) -> None:
    head, answer, _ = parts(question)
    before, after = await shown(post, question), await tried(post, question)
    source = question.source
    for action in question.attempt["do"]:
        old, new = action.get("edit", ("", ""))
        source = source.replace(old, new, 1)
    said = [(answer, before, question.source), (head["try"]["text"], before, question.source)]
    for text, document, program in [*said, (head["try"]["done"], after, source)]:
        for written, claim in CLAIM.findall(text):
            number = await number_of(post, program, document, claim)
            decimals = len(written.partition(".")[2])
            assert float(written) == pytest.approx(
                number, abs=0.5000001 * 10**-decimals if decimals else 1e-9
            )


@each_question
def test_it_says_no_other_number(question: Question) -> None:
    head, answer, _ = parts(question)
    for text in (answer, head["try"]["text"], head["try"]["done"]):
        words = re.sub(r"`[^`]*`", "", CLAIM.sub("", text))
        assert re.findall(r"\d", words) == [], words


@each_question
def test_no_mark_is_left_as_it_was_written(question: Question) -> None:
    code = r"<code>.*?</code>|<pre>.*?</pre>"
    shown = re.sub(code, "", question.html + question.pytorch, flags=re.DOTALL)
    assert not re.search(r"\*\*|\{\{|`", shown)


@each_question
def test_it_is_three_sentences_and_one_thing_to_try(question: Question) -> None:
    _, answer, pytorch = parts(question)
    text = re.sub(r"`[^`]*`", "code", plain(answer)).strip()
    assert len(re.findall(r"[.?](?=\s|$)", text)) == 3, text
    assert question.title.endswith("?")
    assert question.short.endswith("?")
    assert question.attempt["do"]
    assert pytorch.count("```python") == 1


@each_question
async def test_its_attempt_is_not_done_at_first_and_is_after_it(question: Question, post: Post) -> None:
    rule, steps = question.attempt["when"], question.shows.get("step", 0)
    assert rule
    assert not holds(rule, await shown(post, question), steps)
    taken = max((each["step"] for each in question.attempt["do"] if "step" in each), default=0)
    assert holds(rule, await tried(post, question), taken)


@each_question
def test_pytorch_does_what_it_says(question: Question) -> None:
    pytest.importorskip("torch")
    _, _, pytorch = parts(question)
    snippet = pytorch.split("```python\n")[1].split("```")[0]
    printed = pytorch.split("```text\n")[1].split("```")[0]
    found = io.StringIO()
    with contextlib.redirect_stdout(found):
        try:
            exec(snippet, {"__name__": "__main__"})  # noqa: S102  # the file of the question, from this repository
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    assert matches(printed.strip(), found.getvalue().strip()), found.getvalue()


def matches(written: str, printed: str) -> bool:
    """Whether this was printed; `...` in what is written leaves words out."""
    pattern = ".*".join(re.escape(piece) for piece in written.split("..."))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no blocks", "NN-name.md"),
        ("```json\n{}\n```\n```python\na\n```\nText.", "In PyTorch"),
        ("```json\n{}\n```\n```python\na\n```\nText.\n## In PyTorch\nMore.", "try"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, why: str) -> None:
    with pytest.raises(TextError, match=why):
        read("01-a.md", text)
