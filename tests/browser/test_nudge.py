"""Nudging: the numbers ripple through the drawing that is there, are the API's, and go back."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_is_beyond_the_edge
from tests.browser.test_phone import SMALL, TOUCH
from tests.browser.until import comes_to, steady
from tests.browser.watch import Watch

RENDER = "/api/v1/render"
CARDS = """(frame) => [...frame.querySelectorAll("g.node:has(> .data)")].map((card) => {
  const label = card.querySelector(".hit").getAttribute("aria-label");
  return [card.id, card.getAttribute("class"), card.textContent, label];
})"""
CURVED = "x = Value(0.7, label='x')\ny = (x*3).tanh() * x.exp()\n"

Nudge = Callable[..., dict[str, Any]]


@pytest.fixture
def nudge(server: str) -> Nudge:
    """POST /nudge, past the page."""

    def send(**body: Any) -> dict[str, Any]:
        response = httpx.post(f"{server}/api/v1/nudge", json=body, timeout=60)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    return send


def _set_h(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="h, exact value")
    field.fill(text)
    field.press("Enter")


def _read(card: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(float(text.replace("−", "-")) for text in card)


def _text(number: float) -> str:
    return repr(number).replace("-", "−")


def test_every_value_ripples_as_the_api_says_and_goes_back(page: Page, watch: Watch, nudge: Nudge) -> None:
    explorer = Explorer(page).open()
    source = "a = Value(2.0, label='a'); b = Value(-3.0, label='b')\ne = a * b\nL = e.tanh() + e * a\n"
    answer = explorer.paste(source)
    explorer.play_to_end()
    renders = watch.calls(RENDER)
    svg = page.locator(".frame svg").element_handle()
    place = steady(page, lambda: explorer.place("n0"))
    show = page.get_by_role("button", name="Show in graph")
    for method in ("forward", "central"):
        page.get_by_role("radio", name=method.capitalize(), exact=True).check(force=True)
        for node in answer["nodes"][:-1]:  # the output has no nudge
            explorer.card(node["id"]).click()
            found = nudge(source=source, node=node["id"], h=0.001, method=method)
            expect(page.locator(".fd .difference")).to_have_text(_text(found["difference"]))
            expect(page.locator(".fd .grad")).to_have_text(_text(found["grad"]))
            expect(page.locator(".fd .error")).not_to_have_text("–")
            before = steady(page, lambda: explorer.frame.evaluate(CARDS))
            show.click()
            expect(page.locator(".frame .is-nudged")).to_have_count(len(found["changed"]))
            frame = found["frame"]
            rows = [pytest.approx(row, abs=5.1e-5) for row in zip(frame["data"], frame["grad"], strict=True)]
            comes_to(page, lambda: [_read(card) for card in explorer.numbers().values()], rows)
            expect(explorer.button(node["id"])).to_have_attribute("aria-label", re.compile("nudged from"))
            page.get_by_role("button", name="Stop nudging").click()
            expect(page.locator(".frame .is-nudged")).to_have_count(0)
            comes_to(page, lambda: explorer.frame.evaluate(CARDS), before)
    assert watch.calls(RENDER) == renders
    assert svg is not None
    assert svg.evaluate("svg => svg.isConnected"), "the drawing itself must stay"
    comes_to(page, lambda: explorer.place("n0"), place)


def test_the_change_stands_where_data_stood(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    explorer.card("n0").click()
    page.get_by_role("button", name="Show in graph").click()
    key = explorer.card("n6").locator("> .key").first
    expect(key).to_have_text("+0.006")
    expect(explorer.data("n6")).to_have_text("−7.9940")
    expect(explorer.card("n0")).to_contain_class("is-moved")
    expect(explorer.card("n1")).not_to_contain_class("is-nudged")
    expect(explorer.grad("n0")).to_have_text("6.0000")
    expect(page.locator(".banner.nudged")).to_contain_text("a is nudged by 0.001: 4 values change.")
    _set_h(page, "1e-11")
    expect(key).to_have_text("+6e−11")
    page.keyboard.press("m")
    page.locator(".fd").click()
    page.keyboard.press("m")
    expect(page.locator(".frame svg.classic .is-nudged")).to_have_count(4)
    expect(key).to_have_text("Δ")
    page.keyboard.press("Escape")
    expect(page.locator(".frame .is-nudged")).to_have_count(0)
    expect(key).to_have_text("data")


@pytest.mark.parametrize("leave", ["another value", "a moved leaf", "a step", "an edit"])
def test_whatever_changes_the_numbers_ends_the_nudge(page: Page, leave: str) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    explorer.card("n0").click()
    page.get_by_role("button", name="Show in graph").click()
    expect(page.locator(".frame .is-nudged")).to_have_count(4)
    match leave:
        case "another value":
            explorer.card("n5").click()
            expect(explorer.data("n6")).to_have_text("−8.0000")
        case "a moved leaf":
            explorer.set("b", "1")
            expect(explorer.data("n6")).to_have_text("−24.0000")
        case "a step":
            page.get_by_role("checkbox", name="Follow step").check()
            expect(explorer.data("n6")).to_have_text("−8.0000")
        case "an edit":
            explorer.paste("a = Value(1.0, label='a')\nb = a + 1\n")
            expect(explorer.named("b").locator("> .data")).to_have_text("2.0000")
    expect(page.locator(".frame .is-nudged")).to_have_count(0)
    expect(page.locator(".banner.nudged")).to_have_count(0)


def test_all_of_it_by_keyboard(page: Page, nudge: Nudge) -> None:
    explorer = Explorer(page).open()
    answer = explorer.paste(CURVED)
    page.keyboard.press("b")
    page.keyboard.press("End")
    explorer.settled()
    explorer.button(answer["output"]).focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".kv .big")).to_have_text("x")
    slider = page.get_by_role("slider", name="h", exact=True)
    for _ in range(40):
        if slider.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(slider).to_be_focused()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "0.0001")
    found = nudge(source=CURVED, node="x", h=0.0001)
    expect(page.locator(".fd .difference")).to_have_text(_text(found["difference"]))
    expect(page.locator(".frame .is-nudged")).to_have_count(len(found["changed"]))
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "1e−14")
    expect(page.locator(".fd")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("Escape")
    expect(page.locator(".frame .is-nudged")).to_have_count(0)


def test_the_curve_and_its_sentence(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(CURVED)
    explorer.play_to_end()
    page.locator("[data-row=n0]").click()
    plot = page.locator(".errors[role=img]")
    expect(plot.locator(".pt:not(.grad)")).to_have_count(43)
    expect(plot.locator("text", has_text="truncation")).to_be_visible()
    expect(plot.locator("text", has_text="rounding")).to_be_visible()
    sentence = re.compile("Right of h ≈ 10⁻[⁷⁸⁹] the error is proportional to h: truncation")
    expect(plot).to_have_attribute("aria-label", sentence)
    page.get_by_role("radio", name="Central").check(force=True)
    expect(plot).to_have_attribute("aria-label", re.compile("proportional to h²: truncation"))
    explorer.paste("a = Value(2.0, label='a')\nL = a * 3 + 1\n")
    explorer.play_to_end()
    page.locator("[data-row=n0]").click()
    page.get_by_role("radio", name="Forward", exact=True).check(force=True)
    expect(plot).to_have_attribute("aria-label", re.compile("L is a straight line in a"))


def test_kinks_say_that_they_are_kinks(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("x = Value(0.0, label='x')\ny = x.relu()\n")
    explorer.play_to_end()
    page.locator("[data-row=n0]").click()
    nudging = page.get_by_role("region", name="Nudge x by h")
    expect(nudging.locator(".tag.warn")).to_have_text("kink")
    expect(nudging).to_contain_text("its slope is 0 on the left and 1 on the right")
    explorer.set("x", "-0.0005")
    expect(nudging).to_contain_text("A kink, from relu at y, lies between x and x + h")
    explorer.set("x", "-0.5")
    expect(nudging.locator(".tag.warn")).to_have_count(0)


def test_a_step_that_cannot_be_made_says_why(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("x = Value(1e9, label='x')\ny = x * 2\n")
    explorer.play_to_end()
    page.locator("[data-row=n0]").click()
    field = page.get_by_role("textbox", name="h, exact value")
    for bad in ("0", "-1", "nan", "inf", "1e999", "much"):
        _set_h(page, bad)
        expect(field).to_have_attribute("aria-invalid", "true")
        field.press("Escape")
    expect(page.locator(".fd .difference")).to_have_text("2.000093460083008")
    page.get_by_role("button", name="Show in graph").click()
    expect(page.locator(".frame .is-nudged")).to_have_count(2)
    _set_h(page, "1e-14")
    expect(page.locator(".refused")).to_contain_text("so x + h is x again. Take an h of 1.2e-07 or more.")
    expect(page.locator(".frame .is-nudged")).to_have_count(0)
    _set_h(page, "1")
    expect(page.locator(".refused")).to_have_count(0)
    expect(page.locator(".frame .is-nudged")).to_have_count(2)
    explorer.paste("x = Value(0.0, label='x')\ny = x.log()\nz = y * 2\n")
    page.locator("[data-row=n1]").click()
    expect(page.locator(".refused")).to_contain_text("The data of y is -inf, so it cannot be nudged.")
    explorer.paste("x = Value(1.0, label='x')\ny = x * 2\n")
    page.locator("[data-row=n1]").click()
    expect(page.locator("aside.insp")).to_contain_text(
        "A constant takes no grad, so there is nothing to compare"
    )
    explorer.paste("print('no value')\n")
    expect(page.locator("aside.insp")).to_contain_text("Select a value")


def test_on_a_phone_the_nudge_leads_to_the_graph(
    open_page: OpenPage, axe: Callable[[Page], list[str]]
) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    explorer = Explorer(page).open()
    explorer.press("Backward")
    page.get_by_role("radio", name="Inspect").check(force=True)
    expect(page.locator(".fd .error")).not_to_have_text("–")
    nothing_is_beyond_the_edge(page)
    assert page.evaluate(SMALL, TOUCH) == []
    assert axe(page) == []
    page.get_by_role("button", name="Show in graph").click()
    expect(explorer.frame).to_be_visible()
    expect(page.locator(".frame .is-nudged")).to_have_count(4)
    nothing_is_beyond_the_edge(page)
    assert axe(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".frame .is-nudged")).to_have_count(0)
