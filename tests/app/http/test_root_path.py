"""Under a path behind a proxy: every link that is given away begins with it."""

import html
import json
import re

import httpx
import pytest

from app.settings import Settings, SettingsError
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

ROOT = "/tools/backlens"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1, root_path=ROOT)


@pytest.mark.parametrize("before", [ROOT, ""])
async def test_every_page_and_what_it_links_to_is_found(client: httpx.AsyncClient, before: str) -> None:
    for path in ("/", "/practise", "/slope", "/lessons", "/api", "/docs"):
        answer = await client.get(before + path)
        assert answer.status_code == 200, path
        links = re.findall(r'(?:href|src)="(/[^"]*)"', answer.text)
        assert links
        for link in map(html.unescape, links):
            assert link.startswith(f"{ROOT}/"), (path, link)
            assert (await client.get(link)).status_code == 200, link


async def test_a_page_knows_where_it_is(client: httpx.AsyncClient) -> None:
    boot = re.search(r'id="boot"[^>]*>(.*?)</script>', (await client.get(ROOT)).text, re.DOTALL)
    assert boot is not None
    assert json.loads(boot[1])["root"] == ROOT


@pytest.mark.parametrize("before", [ROOT, ""])
async def test_links_in_answers(client: httpx.AsyncClient, before: str) -> None:
    source = {"source": "L = Value(1.0) * 2"}
    graph = await client.post(f"{before}/api/v1/graphs", json=source)
    assert graph.headers["location"] == f"{ROOT}/api/v1/graphs/{graph.json()['id']}"
    assert (await client.get(graph.headers["location"])).status_code == 200
    made = await client.post(f"{before}/api/v1/snapshots", json=source)
    assert made.json()["url"].endswith(f"{ROOT}/s/{made.json()['key']}")
    assert (await client.get(f"{ROOT}/s/{made.json()['key']}")).status_code == 200
    shown = (await client.get(f"{ROOT}/s/{made.json()['key']}")).text
    assert re.search(rf'property="og:url" content="http://[^/"]+{ROOT}/s/', shown)


async def test_problems_are_explained_under_it(client: httpx.AsyncClient, post: Post) -> None:
    refused = (await post("evaluate", source="a = ")).json()
    assert refused["type"] == f"{ROOT}/problems/syntax-error"
    assert refused["instance"] == f"{ROOT}/api/v1/evaluate"
    assert (await client.get(refused["type"])).status_code == 200
    nothing = await client.get(f"{ROOT}/s/nothing")
    assert f'href="{ROOT}/"' in nothing.text


async def test_the_contract_says_where_the_calls_are(client: httpx.AsyncClient) -> None:
    document = (await client.get(f"{ROOT}/openapi.json")).json()
    assert document["servers"] == [{"url": ROOT}]
    assert "/api/v1/evaluate" in document["paths"]


async def test_a_path_that_only_begins_alike_is_another(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{ROOT}s/practise")).status_code == 404


@pytest.mark.parametrize("path", ["backlens", "/backlens/", "//", "/a b", "/a?b"])
def test_a_path_that_cannot_be_one_is_refused(path: str) -> None:
    with pytest.raises(SettingsError, match="BACKLENS_ROOT_PATH"):
        Settings.read({"BACKLENS_ROOT_PATH": path})
