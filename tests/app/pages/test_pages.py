"""Pages and files: policies, names of built files, and data that cannot end its script."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.main import ROOT, create_app
from app.pages.files import Files
from app.pages.shell import as_json
from app.sandbox.pool import Sandbox
from app.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's templates beside a folder that stands for its built files."""
    root = tmp_path_factory.mktemp("project")
    (root / "templates").symlink_to(ROOT / "templates")
    dist = root / "static" / "dist"
    dist.mkdir(parents=True)
    (dist / "manifest.json").write_text(json.dumps({"explorer.js": "explorer-0A1B2C3D.js"}))
    (dist / "imports.json").write_text(json.dumps({"explorer.js": ["shared-0A1B2C3D.js"]}))
    return root


@pytest.fixture(scope="module")
async def app(settings: Settings, root: Path, sandbox: Sandbox) -> AsyncIterator[FastAPI]:
    app = create_app(settings, root, sandbox)
    async with app.router.lifespan_context(app):
        yield app


PAGES = (
    "/",
    "/practise",
    "/slope",
    "/class",
    "/compare",
    "/lessons",
    "/why",
    "/why/plus-equals",
    "/train",
    "/api",
    "/docs",
)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_runs_only_what_carries_its_nonce(client: httpx.AsyncClient, path: str) -> None:
    first, second = await client.get(path), await client.get(path)
    assert first.status_code == 200, first.text
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"script-src 'self' 'nonce-([A-Za-z0-9_-]{20,})'", policy)
    assert nonce
    assert nonce.group(1) not in second.text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for opening in re.findall(r"<script[^>]*>", first.text):
        is_data = 'type="application/json"' in opening
        assert is_data or "src=" in opening, f"an inline script: {opening}"
    assert not re.search(r"\son[a-z]+=|style=|javascript:", first.text)
    assert not re.search(r"(src|href)=\"(https?:)?//", first.text)
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cross-origin-opener-policy"] == "same-origin"


async def test_the_page_names_the_built_files_and_brings_its_data(client: httpx.AsyncClient) -> None:
    text = (await client.get("/")).text
    assert "/static/dist/explorer-0A1B2C3D.js" in text
    assert re.search(r'<link rel="modulepreload" [^>]*href="/static/dist/shared-0A1B2C3D.js">', text)
    found = re.search(r'<script[^>]*id="boot"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert found
    boot = json.loads(found.group(1))
    assert set(boot) == {"examples", "formats", "limits", "ops", "related", "root", "version"}
    assert boot["limits"] == (await client.get("/api/v1/limits")).json()
    assert boot["examples"] == (await client.get("/api/v1/examples")).json()
    assert boot["ops"] == (await client.get("/api/v1/ops")).json()


@pytest.mark.parametrize("path", PAGES)
async def test_without_the_built_files_the_page_says_what_to_do(
    tmp_path: Path, path: str, sandbox: Sandbox
) -> None:
    transport = httpx.ASGITransport(create_app(Settings(), tmp_path, sandbox))
    async with httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client:
        response = await client.get(path)
    assert response.status_code == 503
    assert response.headers["content-type"].startswith("text/html")
    assert "npm ci &amp;&amp; npm run build" in response.text
    assert "script-src" not in response.headers["content-security-policy"]


async def test_files_with_a_hash_are_kept_for_ever(tmp_path: Path) -> None:
    (tmp_path / "explorer-0A1B2C3D.js").write_text("1")
    (tmp_path / "manifest.json").write_text("{}")
    files = Files(directory=tmp_path)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(files), base_url="http://backlens.test"
    ) as client:
        hashed, plain = await client.get("/explorer-0A1B2C3D.js"), await client.get("/manifest.json")
        unchanged = await client.get("/manifest.json", headers={"if-none-match": plain.headers["etag"]})
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "no-cache"
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    ("takes", "coding", "text"),
    [
        ("br, gzip", "br", "in br"),
        ("gzip, br;q=0", "gzip", "in gzip"),
        ("identity", None, "1"),
        ("", None, "1"),
    ],
)
async def test_a_file_is_sent_as_the_build_compressed_it(
    tmp_path: Path, takes: str, coding: str | None, text: str
) -> None:
    name = "explorer-0A1B2C3D.js"
    for suffix, content in (("", "1"), (".br", "in br"), (".gz", "in gzip")):
        (tmp_path / f"{name}{suffix}").write_text(content)
    transport = httpx.ASGITransport(Files(directory=tmp_path))
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://backlens.test") as client,
        client.stream("GET", f"/{name}", headers={"accept-encoding": takes}) as answer,
    ):
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert sent.decode() == text
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["vary"]


def test_data_cannot_end_its_script() -> None:
    value = {"source": "</script><!--<script>\u2028& 'x' \"y\" é"}
    text = str(as_json(value))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


@pytest.mark.parametrize("query", ["embed=1", "embed=1&theme=dark", "theme=light&embed=1"])
async def test_the_embedded_page_may_be_framed_by_anybody(client: httpx.AsyncClient, query: str) -> None:
    headers = (await client.get(f"/?{query}")).headers
    assert "frame-ancestors" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?embed=0",
        "/?embed=1&embed=0",
        "/?embed=11",
        "/practise?embed=1",
        "/slope?embed=1",
        "/lessons?embed=1",
        "/docs?embed=1",
        "/api/v1/ops?embed=1",
        "/healthz?embed=1",
        "/nowhere?embed=1",
        "/static/dist/manifest.json?embed=1",
        "/openapi.json?embed=1",
    ],
)
async def test_nothing_else_may_be_framed(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/s/nothing", 404), ("/Practise", 404)])
async def test_a_link_that_leads_nowhere_is_a_page_with_a_way_on(
    client: httpx.AsyncClient, path: str, status: int
) -> None:
    answer = await client.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>" in answer.text
    assert 'href="/"' in answer.text
    assert "nonce-" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/static/nothing"])
@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
async def test_programs_are_told_in_json(client: httpx.AsyncClient, path: str, accept: str) -> None:
    answer = await client.get(path, headers={"accept": accept})
    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"


async def test_a_call_is_answered_in_json_also_in_a_browser(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/nothing", headers=BROWSER)).json()["code"] == "not-found"
    assert (await client.post("/nothing", headers=BROWSER)).json()["status"] == 404
