"""Which classes have passed the check lately."""

from app.programs.agreed import Agreed


def test_the_classes_that_came_last_are_kept() -> None:
    agreed = Agreed()
    for k in range(100):
        agreed.add(str(k))
    kept = agreed.keys()
    assert len(kept) == 64
    assert "99" in kept
    assert "0" not in kept
