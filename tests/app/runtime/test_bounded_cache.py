"""The cache keeps what was used last, within both of its bounds."""

from app.runtime.bounded_cache import BoundedCache


def kept(cache: BoundedCache[str, str], *keys: str) -> list[str]:
    return [key for key in keys if cache.get(key) is not None]


def test_the_least_recently_used_goes_first() -> None:
    cache = BoundedCache[str, str](count=2, size=100, size_of=len)
    cache.put("a", "1")
    cache.put("b", "2")
    assert cache.get("a") == "1"
    cache.put("c", "3")
    assert kept(cache, "a", "b", "c") == ["a", "c"]


def test_sizes_count_together() -> None:
    cache = BoundedCache[str, str](count=10, size=5, size_of=len)
    cache.put("a", "11")
    cache.put("b", "22")
    cache.put("c", "33")
    assert kept(cache, "a", "b", "c") == ["b", "c"]
    cache.put("b", "2")
    cache.put("d", "44")
    assert kept(cache, "b", "c", "d") == ["b", "c", "d"]


def test_what_is_larger_than_the_cache_is_not_kept_and_drives_nothing_out() -> None:
    cache = BoundedCache[str, str](count=10, size=3, size_of=len)
    cache.put("a", "1")
    cache.put("b", "2222")
    assert kept(cache, "a", "b") == ["a"]
    cache.put("a", "1111")
    assert kept(cache, "a") == []


def test_a_cache_for_nothing_keeps_nothing() -> None:
    cache = BoundedCache[str, str](count=0, size=3, size_of=len)
    cache.put("a", "1")
    assert kept(cache, "a") == []
