"""An own engine that has passed the check, replaced by one in C: the same to the last bit, or not at all."""

from engine.foreign.replacing.expressions import NotReplaceableError
from engine.foreign.replacing.plan import Plan, plan_of

__all__ = ["NotReplaceableError", "Plan", "plan_of"]
