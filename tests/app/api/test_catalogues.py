"""GET /ops, /examples and /limits: the truth about ops, programs and numbers."""

import httpx
import pytest

from app.limits import catalogue
from app.settings import Settings
from engine.ops import CATALOGUE
from engine.program import Limits
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


async def test_ops_are_the_engines(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/v1/ops")).json()
    assert [each["name"] for each in listed] == list(CATALOGUE)
    by_name = {each["name"]: each for each in listed}
    assert by_name["mul"]["rules"] == ["∂(a·b)/∂a = b", "∂(a·b)/∂b = a"]
    assert by_name["mul"]["rule"] == "∂(a·b)/∂a = b; ∂(a·b)/∂b = a"
    assert by_name["sum"]["arity"] is None
    for each in listed:
        assert each["symbol"]
        assert len(each["rules"]) == (each["arity"] or 1)


async def test_every_example_runs(client: httpx.AsyncClient, post: Post) -> None:
    listed = (await client.get("/api/v1/examples")).json()
    assert len(listed) >= 8
    assert len({each["name"] for each in listed}) == len(listed)
    for each in listed:
        response = await post("evaluate", source=each["source"], values=each["values"])
        assert response.status_code == 200, (each["name"], response.text)
        assert response.json()["output"] is not None


async def test_limits_tell_what_this_host_sets(client: httpx.AsyncClient, settings: Settings) -> None:
    listed = (await client.get("/api/v1/limits")).json()
    assert set(Limits().catalogue()) < set(listed)
    for name, entry in listed.items():
        assert set(entry) == {"value", "unit", "about"}, name
        assert entry["value"] > 0
    assert listed["text"]["value"] == 20_000
    assert listed["drawn_nodes"]["value"] == settings.drawn_nodes
    other = catalogue(Settings(text=5, drawn_nodes=6, queue=7))
    assert [other[name]["value"] for name in ("text", "drawn_nodes", "queue")] == [5, 6, 7]
