"""GET /ops, /examples, /datasets and /limits: the truth about ops, programs, data and numbers."""

import httpx
import pytest

from app.reference.limits import limits_document
from app.resources import RESOURCES
from app.settings import Settings
from engine.data import DATASETS
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


async def test_datasets_are_the_engines_and_run_as_they_say(client: httpx.AsyncClient, post: Post) -> None:
    listed = (await client.get("/api/v1/datasets")).json()
    assert [each["name"] for each in listed] == list(DATASETS)
    for each in listed:
        assert each["title"]
        words = (
            ["n_samples", "noise", "random_state"] if each["name"] == "make_moons" else ["n", "noise", "seed"]
        )
        assert [parameter["name"] for parameter in each["parameters"]][:3] == words
        usual = ", ".join(f"{p['name']}={p['default']:g}" for p in each["parameters"])
        answers = [
            await post("evaluate", source=f"X, y = {each['name']}({given})\n(X, y)") for given in ("", usual)
        ]
        assert answers[0].status_code == 200, answers[0].text
        assert answers[0].json()["result"] == answers[1].json()["result"]
        for parameter in each["parameters"]:
            assert parameter["kind"] in ("whole", "number")
            for edge in ("least", "most"):
                beyond = int(parameter[edge]) + (1 if edge == "most" else -1)
                source = f"x = 1\n{each['name']}({parameter['name']}={beyond})"
                problem = (await post("evaluate", source=source)).json()
                assert (problem["code"], problem["line"], problem["column"]) == ("wrong-value", 2, 1)
                assert f"`{parameter['name']}`" in problem["detail"]


async def test_limits_tell_what_this_host_sets(client: httpx.AsyncClient, settings: Settings) -> None:
    listed = (await client.get("/api/v1/limits")).json()
    assert set(Limits().catalogue()) < set(listed)
    for name, entry in listed.items():
        assert set(entry) == {"value", "unit", "about"}, name
        if name == "python":
            assert entry["value"] == "sandboxed"
        elif name in ("graph_days", "snapshot_days"):
            assert entry["value"] >= 0  # 0: for ever
        else:
            assert entry["value"] > 0
    assert (listed["text"]["value"], listed["memory"]["value"]) == (200_000, 2**30)
    assert listed["drawn_nodes"]["value"] == settings.drawn_nodes
    other = limits_document(Settings(text=5, drawn_nodes=6, queue=7), RESOURCES, "Not here.")
    assert [other[name]["value"] for name in ("text", "drawn_nodes", "queue")] == [5, 6, 7]
    assert other["python"] == {"value": "interpreted", "unit": "", "about": "Not here."}
    assert "memory" not in other
