"""What is said of a fault, in full sentences."""

from __future__ import annotations

from engine.foreign.own.faults import Fault
from engine.ops import CUSTOM, Op


def number(x: float) -> str:
    """A number as a sentence has it: all that matters of it."""
    short = f"{x:.6g}"
    return repr(float(short)) if abs(float(short) - x) <= 1e-12 * abs(x) else f"{x:.6g}"


def kept(method: str, node: str, got: float, want: float, count: int) -> str:
    """What is said of interior grads that a further pass has added to."""
    return (
        f"`{method}` adds to the grads that an earlier pass left inside the graph: after {count} passes the "
        f"grad of {node} is {number(got)}. It should be {number(want)}. Only leaves may add up passes."
    )


_FIXES: dict[str, str] = {
    "sets": "Add to the grad with `+=` in place of `=`, wherever one is passed on.",
    "unvisited": "Let every node of the graph pass its grad on, the output first.",
    "order": "Put the nodes in topological order first, then pass grads on in reverse.",
    "twice": "Remember which nodes were visited, and let each pass its grad on once.",
    "seed": "Set the grad of the output to 1.0 before the first node passes on anything.",
    "zeroed": "Set grads to 0 before the pass, not during it.",
    "kept": "Set the grads inside the graph to 0 before each pass.",
}


def fix(kind: str, op: Op | None, slot: int | None) -> str | None:
    """What to do about a fault; None where nothing certain can be said."""
    if kind in _FIXES:
        return _FIXES[kind]
    if op is None or op.name == CUSTOM or slot is None:
        return None
    if kind == "missing":
        return f"Add what is missing. The rule: `{op.rule(slot)}`, times the grad of the result."
    return f"The rule is `{op.rule(slot)}`, times the grad of the result."


def sentence(fault: Fault, method: str, node: str, source: str) -> str:
    """What the method does, and what it should do."""
    got, want = number(fault.got), number(fault.want)
    match fault.kind:
        case "factor":
            return (
                f"`{method}` adds {got} to the grad of {node}, on behalf of {source}. It should add {want}."
            )
        case "sets":
            assert fault.share is not None
            new, old = number(fault.share.write.new), fault.share.write.old
            return (
                f"`{method}` sets the grad of {node} to {new} instead of adding to it: what an earlier use "
                f"had added is lost. It should be {number(old + fault.want)}."
            )
        case "missing":
            return (
                f"`{method}` adds nothing to the grad of {node}, on behalf of {source}. It should add {want}."
            )
        case "unvisited":
            return f"`{method}` passes nothing on from {source}. It should add {want} to the grad of {node}."
        case "order":
            return (
                f"`{method}` lets {source} pass its grad on before all its uses have added their share: it "
                f"adds {got} to the grad of {node}. It should add {want}."
            )
        case "twice":
            return (
                f"`{method}` lets {source} pass its grad on more than once: {got} is added to the grad of "
                f"{node} again."
            )
        case "total":
            return f"The grad of {node} is {got}. It should be {want}."
        case "seed":
            return f"`{method}` leaves the grad of the output {node} at {got}. It has to begin with 1.0."
        case "zeroed":
            return (
                f"`{method}` sets the grad of {node} to 0 in the middle of the pass: {number(-fault.got)} is "
                "lost."
            )
