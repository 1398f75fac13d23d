"""The tools: what each takes, and how the answer of a REST call becomes numbers, a sentence and a link."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.agents.calls import Calls
from app.agents.links import fragment

MOST: Final = 50
"""Numbers that an answer lists; the link shows the others."""


class Program(BaseModel):
    """A program in micrograd's style, and numbers for its leaves."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(description="Python. `Value` is built in; a class of its own works too.")
    values: dict[str, float] = Field(default_factory=dict, description="Numbers for leaves, by name.")


class Node(Program):
    """A program and one of its nodes."""

    node: str = Field(description="A leaf's name, a label, or an id such as n3.")


class Two(BaseModel):
    """Two programs."""

    model_config = ConfigDict(extra="forbid")

    before: Program
    after: Program


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool answers. The picture is a PNG in base64."""

    sentence: str
    link: str
    numbers: dict[str, Any] = field(default_factory=dict)
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. ``run`` may raise RefusedError."""

    about: str
    takes: type[BaseModel]
    run: Callable[[Calls, Any], Awaitable[Answer]]


def explored(calls: Calls, program: Program, **state: Any) -> str:
    """The address of the explorer with this program in this state."""
    values = {"values": program.values} if program.values else {}
    return calls.link(fragment({"source": program.source, **values, **state}))


def written(number: float | str) -> str:
    """A number in a sentence. JSON has a word for one that is not finite."""
    return number if isinstance(number, str) else f"{number:.6g}"


async def evaluate(calls: Calls, ask: Program) -> Answer:
    """Every leaf's grad."""
    found = await calls.post("evaluate", ask.model_dump())
    numbers = {
        "output": named(found, found["output"]),
        "value": found["value"],
        "grads": dict(list(found["grads"].items())[:MOST]),
        "nodes": len(found["nodes"]),
        "printed": found["printed"],
        "notices": [each["message"] for each in found["notices"]],
    }
    if found["output"] is None:
        return Answer("The program made no Value, so there is no graph.", explored(calls, ask), numbers)
    grads = ", ".join(f"{name} {written(number)}" for name, number in list(numbers["grads"].items())[:8])
    sentence = f"{numbers['output']} = {written(found['value'])}. Grads: {grads or 'none'}."
    return Answer(sentence, explored(calls, ask, mode="backward"), numbers)


async def check_engine(calls: Calls, ask: Program) -> Answer:
    """What the check of a class of one's own finds."""
    found = await calls.post("evaluate", {**ask.model_dump(), "state": "program"})
    own, link = found["own_engine"], explored(calls, ask)
    if own is None:
        return Answer("The program has no engine of its own: its Values are the built-in ones.", link)
    numbers = {
        "agrees": own["agrees"],
        "checked": own["checked"],
        "findings": [
            {key: each[key] for key in ("method", "line", "got", "want", "message")}
            for each in own["findings"]
        ],
        "operations": [
            each for each in own["operations"] if "wrong" in (each["forward"], each["derivative"])
        ],
    }
    if own["findings"]:
        first = own["findings"][0]
        place = "" if first["line"] is None else f"Line {first['line']}: "
        return Answer(f"{place}{first['message']}", link, numbers)
    wrong = ", ".join(each["op"] for each in numbers["operations"])
    said = "agrees with calculus" if own["agrees"] else f"is wrong when tried alone: {wrong}"
    return Answer(f"The class {own['class']} {said}.", link, numbers)


async def compare(calls: Calls, ask: Two) -> Answer:
    """Where two programs begin to differ."""
    found = await calls.post("compare", ask.model_dump())
    nodes = found["nodes"]
    numbers = {
        "equal": found["equal"],
        "first_value": found["first_value"],
        "first_grad": found["first_grad"],
        "new": len(nodes["new"]),
        "gone": len(nodes["gone"]),
        **{kind: len(nodes[kind]["after"]) for kind in ("other_op", "other_data", "other_grad", "same")},
    }
    kept = {"source": ask.after.source, "values": ask.after.values}
    link = calls.link(f"compare{fragment({**kept, 'compare': {'before': ask.before.model_dump()}})}")
    if found["equal"]:
        return Answer("The two graphs are equal, numbers included.", link, numbers)
    told = [
        f"{what} differs first at {first['name']}: {_change(*first['numbers'])}."
        for what, first in (("Data", found["first_value"]), ("The grad", found["first_grad"]))
        if first is not None
    ]
    shape = (
        f"{numbers['new']} nodes are new, {numbers['gone']} are gone, {numbers['other_op']} have another op."
    )
    return Answer(" ".join([*told, shape]), link, numbers)


def _change(before: float | str, after: float | str) -> str:
    return f"{written(before)} before, {written(after)} after"


async def explain_grad(calls: Calls, ask: Node) -> Answer:
    """The paths that make a node's grad."""
    found = await calls.post("paths", {**ask.model_dump(), "limit": MOST})
    if "paths" not in found:
        return Answer("The program made no Value.", explored(calls, ask))
    program = {"source": ask.source, "values": ask.values}
    document = await calls.post("evaluate", program)
    name, output = named(document, found["node"]), named(document, found["output"])
    numbers = {
        "grad": found["grad"],
        "paths": [
            {
                "nodes": [named(document, each) for each in path["nodes"]],
                "partials": path["partials"],
                "product": path["product"],
            }
            for path in found["paths"]
        ],
        "complete": found["complete"],
    }
    products = " + ".join(f"({written(path['product'])})" for path in found["paths"][:8])
    count = "1 path" if found["count"] == 1 else f"{found['count']} paths"
    # Of infinite products the backward pass need not make the sum: it adds before it multiplies.
    is_said = 0 < len(found["paths"]) <= 8 and found["complete"]
    is_said = is_said and not any(isinstance(path["product"], str) for path in found["paths"])
    sum_ = f": {products}" if is_said else ""
    sentence = (
        f"The grad of {name} is {written(found['grad'])}, the sum over {count} from {name} to {output}{sum_}."
    )
    return Answer(sentence, explored(calls, ask, mode="backward", selected=found["node"]), numbers)


async def render(calls: Calls, ask: Program) -> Answer:
    """The graph as a picture."""
    picture = await calls.picture({**ask.model_dump(), "view": {"theme": "light"}})
    sentence = "The graph, with data and grad of each node."
    return Answer(sentence, explored(calls, ask, mode="backward"), {}, base64.b64encode(picture).decode())


def named(document: dict[str, Any], node: str | None) -> str | None:
    """What a node is called: its label, else its id."""
    found = next((each for each in document["nodes"] if each["id"] == node), None)
    return node if found is None else found["label"] or node


TOOLS: Final = {
    "evaluate": Tool("Run a program; its output and the grad of every leaf.", Program, evaluate),
    "check_engine": Tool(
        "Check a program's own autograd class: wrong derivatives, `=` in place of `+=`, a wrong order.",
        Program,
        check_engine,
    ),
    "compare": Tool("Where the graphs of two programs begin to differ.", Two, compare),
    "explain_grad": Tool("Which paths through the graph make up the grad of a node.", Node, explain_grad),
    "render": Tool("Draw the graph of a program as a PNG.", Program, render),
}
