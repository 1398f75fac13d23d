"""What is made once for an object and kept as long as the object is."""

from __future__ import annotations

from typing import Generic, TypeVar

_PREFIX = "_kept_"

K = TypeVar("K")
V = TypeVar("V")


class KeptWith(Generic[K, V]):
    """Keeps values with the objects that they were made from, as one more attribute of each.

    A value may refer to its object: both are freed together. In a `WeakKeyDictionary` such a value would keep
    its own key alive, and neither would ever be freed.

    Arguments:
        name: of the attribute; no two of these may have the same for objects of one class.
    """

    def __init__(self, name: str) -> None:
        self._name = _PREFIX + name

    def get(self, owner: K) -> V | None:
        """What is kept with this object, None if there is nothing yet."""
        made_for, value = vars(owner).get(self._name, (None, None))
        # A shallow copy has the attributes of its original, and begins without what was made for that.
        return value if made_for == id(owner) else None

    def keep(self, owner: K, value: V) -> V:
        """Keeps this in place of what was kept before, and gives it back."""
        vars(owner)[self._name] = id(owner), value
        return value


def forget(owner: object) -> None:
    """Drops all that is kept with an object. Without it, what refers to its object waits for the collector,
    which a server lets run seldom.
    """
    kept = vars(owner)
    for name in list(kept):  # another thread may add to it
        if name.startswith(_PREFIX):
            kept.pop(name, None)
