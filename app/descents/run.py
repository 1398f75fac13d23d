"""A whole descent within its limits, and the parts of its answer that do not depend on its frames."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, cast

from app.descents.answer import DescentFrameDocument, OptimizerDocument, StoppedDocument
from app.descents.plan import check_size
from app.runtime.cpu_deadline import CpuDeadline
from engine.descent.plan import Plan
from engine.descent.stepping import Descent, Stopped, descend
from engine.graph import Frame
from engine.names import node_id
from engine.program import Limits
from engine.update_rules import Memory


class FinishedDescent(NamedTuple):
    """A descent that was run."""

    plan: Plan
    descent: Descent
    optimizer: OptimizerDocument
    stopped: StoppedDocument | None


def run_descent(plan: Plan, begin: Callable[[], list[float]], limits: Limits) -> FinishedDescent:
    """Run the descent from the data that ``begin`` gives.

    Raises:
        LimitError: it would be, or turns out to be, too much work.
    """
    check_size(plan, limits, 1 if plan.stride is None else 2 + plan.steps // plan.stride)
    descent = descend(plan, begin(), _deadline(plan.steps, limits.seconds))
    optimizer = optimizer_document(plan, len(descent.losses) - 1, descent.memory)
    return FinishedDescent(plan, descent, optimizer, stopped_document(descent.stopped))


def frame_document(step: int, frame: Frame) -> DescentFrameDocument:
    """The numbers at one step."""
    return DescentFrameDocument(step=step, data=list(frame.data), grad=list(frame.grad))


def watched_document(watched: Sequence[int] | None) -> list[str] | None:
    """The nodes in the frames, by id; None for all."""
    return None if watched is None else [node_id(node) for node in watched]


def stopped_document(stopped: Stopped | None) -> StoppedDocument | None:
    """Why it ended early, if it did."""
    if stopped is None:
        return None
    return StoppedDocument(step=stopped.step, node=node_id(stopped.node), reason="non-finite")


def optimizer_document(plan: Plan, steps: int, remembered: Mapping[int, Memory]) -> OptimizerDocument:
    """The optimizer after a descent of so many good steps."""
    rule, names = plan.optimizer.rule, plan.graph.names
    state = {
        names[leaf]: dict(zip(rule.memory, memory, strict=False))
        for leaf, memory in remembered.items()
        if rule.memory
    }
    settings = zip((name for name, _ in rule.settings), plan.optimizer.settings, strict=False)
    taken = plan.optimizer.taken + max(0, steps)
    return cast("OptimizerDocument", {"kind": rule.name, **dict(settings), "step": taken, "state": state})


def _deadline(steps: int, seconds: float) -> Callable[[int], None]:
    """Ends the descent when its thread has computed for too long; what comes before step 0 does not count."""
    deadline = CpuDeadline(seconds, "descent", "step")

    def check(step: int) -> None:
        if step == 0:
            deadline.restart()
        else:
            hint = f"Take {max(1, step // 2):,} steps at a time and continue from the `values`."
            deadline.check(step, steps, hint)

    return check
