"""The developer page: every call answered by this very server, and every statement about correctness."""

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.resources.conformance.statements import STATEMENTS
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways

Axe = Callable[[Page], list[str]]


def document(server: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{server}/openapi.json") as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def open_at(page: Page, section: str) -> None:
    page.goto(f"/api#{section}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("There is nothing here")


def test_every_call_runs_on_this_server(page: Page, server: str) -> None:
    paths = document(server)["paths"]
    open_at(page, "overview")
    links = page.locator(".props .call")
    expect(links).to_have_count(sum(len(item) for item in paths.values()))
    for index in range(links.count()):
        page.goto("/api#overview")
        link = links.nth(index)
        name = link.inner_text()
        link.click()
        expect(page.locator(".prose .route")).to_be_visible()
        reply = page.locator(".reply .tag")
        if not page.locator(".reply").count():
            page.get_by_role("button", name="Send").click()
        if name.split() == ["DELETE", "snapshots/{key}"]:  # only its maker can take it down
            expect(reply).to_have_text("403")
            continue
        if "runs/" in name:  # no run is streamed here
            expect(reply, name).to_have_text(re.compile("404|422"))
            continue
        expect(reply, name).to_have_class(re.compile("ok"))


def test_an_example_is_what_the_document_says(page: Page, server: str) -> None:
    open_at(page, "post-api-v1-descend")
    operation = document(server)["paths"]["/api/v1/descend"]["post"]
    expect(page.get_by_role("heading", level=1)).to_have_text(operation["summary"])
    expect(page.locator(".reply .tag")).to_have_text("200")
    shown = json.loads(page.get_by_role("region", name="Answer").inner_text())
    assert shown == operation["responses"]["200"]["content"]["application/json"]["example"]
    example = operation["requestBody"]["content"]["application/json"]["example"]
    assert json.loads(page.get_by_label("Body of the request").input_value()) == example
    for field in ("learning_rate", "optimizer", "schedule"):
        expect(page.get_by_role("rowheader", name=field, exact=True)).to_be_visible()


def test_a_changed_request_is_sent_by_keyboard_and_a_refusal_is_shown(page: Page) -> None:
    open_at(page, "post-api-v1-evaluate")
    expect(page.locator(".reply .tag")).to_have_text("200")
    body = page.get_by_label("Body of the request")
    body.fill('{"source": "a*b", "values": {"a": 2, "b": -3}}')
    expect(page.get_by_role("region", name="Request", exact=True)).to_contain_text(
        '"values": {"a": 2, "b": -3}'
    )
    body.press("Control+Enter")
    expect(page.get_by_role("region", name="Answer")).to_contain_text('"grads": {"a": -3.0, "b": 2.0}')
    body.fill('{"source": "a*"}')
    body.press("Control+Enter")
    expect(page.locator(".reply .tag")).to_have_text("422")
    expect(page.get_by_role("region", name="Answer")).to_contain_text('"code": "syntax-error"')
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".reply .tag")).to_have_text("200")


def test_requests_are_written_in_three_languages(page: Page) -> None:
    open_at(page, "post-api-v1-evaluate")
    request = page.get_by_role("region", name="Request", exact=True)
    for language, word in (("Python", "httpx.post("), ("JavaScript", "await fetch("), ("curl", "curl -sS")):
        page.get_by_role("radio", name=language).check()
        expect(request).to_contain_text(word)


def test_every_statement_holds(page: Page) -> None:
    open_at(page, "conformance")
    expect(page.locator(".tally output")).to_have_text(
        f"{len(STATEMENTS)} of {len(STATEMENTS)} hold on this server.", timeout=60_000
    )
    expect(page.locator(".statements .tag.ok")).to_have_count(len(STATEMENTS))
    row = page.locator("[data-statement=negative-zero]")
    row.locator("summary").click()
    expect(row.locator(".found")).to_have_text("/value -0")


def test_the_catalogues_are_the_servers(page: Page, server: str) -> None:
    for section, path in (("operations", "ops"), ("limits", "limits")):
        open_at(page, section)
        with urllib.request.urlopen(f"{server}/api/v1/{path}") as answer:
            known = json.load(answer)
        names = [entry["name"] for entry in known] if isinstance(known, list) else list(known)
        expect(page.locator(".props tbody th")).to_have_text(names)


def test_an_address_that_is_none_says_so(page: Page) -> None:
    page.goto("/api#nothing-of-the-kind")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    page.get_by_role("link", name="Overview").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A program in, its graph out")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(open_page: OpenPage, axe: Axe, scheme: ColorScheme, width: int) -> None:
    page, _ = open_page(color_scheme=scheme, width=width)
    for section in ("overview", "post-api-v1-render", "operations", "limits", "errors", "conformance"):
        open_at(page, section)
        if section == "post-api-v1-render":
            expect(page.locator(".reply img")).to_be_visible()
        assert axe(page) == [], section
        nothing_scrolls_sideways(page)


def test_on_a_phone_sections_are_chosen_from_a_list(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844)
    open_at(page, "overview")
    page.get_by_label("Go to").select_option("post-api-v1-forward")
    expect(page.get_by_role("heading", level=1)).to_have_text("Run a program and a forward pass")
