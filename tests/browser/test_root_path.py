"""The pages under a path of their host, as behind a proxy that leaves the path on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tools import server as served

ROOT = "/tools/backlens"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with served.running(environment={"BACKLENS_ROOT_PATH": ROOT}) as origin:
        yield origin


def test_every_page_is_reached_and_works(open_page: OpenPage) -> None:
    page, watch = open_page()
    page.goto(ROOT)
    expect(page.locator("g.node").first).to_be_visible()
    for title, path in {"Practise": "practise", "Slope": "slope", "Lessons": "lessons", "API": "api"}.items():
        page.get_by_role("navigation", name="Sections").get_by_role("link", name=title).click()
        page.wait_for_url(f"**{ROOT}/{path}**")
        expect(page.locator("main, #main").first).to_be_visible()
    page.get_by_role("link", name="Backlens", exact=True).click()
    page.wait_for_url(f"**{ROOT}/*")
    expect(page.locator("g.node").first).to_be_visible()
    assert watch.refused == []
    assert watch.requests
    assert all(path.startswith(f"{ROOT}/") or path == ROOT for path in watch.requests)
