"""Build, step and share: kept graphs and snapshots through the client."""

import httpx
import pytest
from fastapi import FastAPI

from backlens.client import AsyncClient, BacklensError
from tests.app.conftest import LECTURE

pytestmark = pytest.mark.anyio


def client_of(app: FastAPI) -> AsyncClient:
    return AsyncClient("http://backlens.test", transport=httpx.ASGITransport(app))


async def test_a_graph_is_built_stepped_read_and_shared(app: FastAPI) -> None:
    async with client_of(app) as backlens:
        graph = await backlens.build(LECTURE)
        assert (graph.revision, graph.value) == (1, -8.0)
        stepped = await backlens.step(graph, 0.01, steps=2, direction="maximize")
        assert stepped.revision == 2
        assert stepped.losses[0] == -8.0
        assert stepped.losses[1] == pytest.approx(-7.286496)
        assert stepped.losses[2] == stepped.value
        further = await backlens.step(stepped, 0.01)
        assert further.losses[0] == stepped.value
        assert (await backlens.read(graph)).revision == further.revision == 3
        link = await backlens.share(further, view={"theme": "dark"})
        assert link.url.endswith(f"/s/{link.key}")
        assert link == await backlens.share(further, view={"theme": "dark"})
        assert "svg" in link.forms
        shared = await backlens.share(LECTURE)
        assert shared.key != link.key


async def test_a_graph_that_somebody_changed_is_not_stepped(app: FastAPI) -> None:
    async with client_of(app) as backlens:
        graph = await backlens.build("x = Value(1.0, label='x')\nx * x")
        await backlens.step(graph, 0.1)
        with pytest.raises(BacklensError) as caught:
            await backlens.step(graph, 0.1)
        assert caught.value.status == 412
        with pytest.raises(BacklensError) as caught:
            await backlens.read("0" * 32)
        assert caught.value.status == 404


async def test_nodes_are_built_too(app: FastAPI) -> None:
    async with client_of(app) as backlens:
        nodes = (await backlens.evaluate(LECTURE)).raw["nodes"]
        assert (await backlens.build(nodes)).value == -8.0
        graph = await backlens.build(nodes)
        assert (await backlens.step(graph, 0.01, direction="maximize")).value == pytest.approx(-7.286496)
        assert (await backlens.read(graph)).revision == 2
