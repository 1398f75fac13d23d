"""Values of one line, shared out among the elements that they lead to."""

from __future__ import annotations

import numpy as np

from app.drawing.frames.elements import SHARED, elements


def test_a_step_is_in_the_element_that_it_leads_to_alone() -> None:
    # 0 leads to 2 and 3; 1 to 2 only; 2 and 3 are used outside, and 3 reads 2.
    used = np.array([False, False, True, True])
    source, target = np.array([0, 1, 0, 2], np.int32), np.array([2, 2, 3, 3], np.int32)
    assert elements(used, source, target).tolist() == [SHARED, 2, 2, 3]


def test_steps_of_steps() -> None:
    used = np.array([False, False, False, True, True])
    source, target = np.array([0, 1, 2], np.int32), np.array([1, 3, 4], np.int32)
    assert elements(used, source, target).tolist() == [3, 3, 4, 3, 4]
