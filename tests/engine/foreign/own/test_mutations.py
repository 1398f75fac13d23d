"""Right engines with one change each: what changes a grad is found, in the method that was changed.

The full number: `python -m tests.engine.foreign.own mutants 1000`.
"""

from __future__ import annotations

from tests.engine.foreign.own.mutations import outcome, sample

SAMPLE = 40
SHARE = 0.9  # of the sample; of a thousand it is above 0.95


def test_mistakes_are_found_in_the_right_method() -> None:
    outcomes = [each for each in map(outcome, sample(SAMPLE)) if each.changes]
    assert len(outcomes) > SAMPLE / 3
    missed = [each for each in outcomes if not each.placed]
    shown = "\n".join(f"{each.mutant.engine.name} {each.mutant.method}: {each.said}" for each in missed)
    assert len(missed) <= len(outcomes) * (1 - SHARE), shown
