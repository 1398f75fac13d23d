"""Accessibility, in both themes and on a phone; the theme; nothing from outside."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.explorer import Explorer

Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1000])
def test_axe_finds_nothing(open_page: OpenPage, axe: Axe, scheme: ColorScheme, width: int) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, calm=True)
    explorer = Explorer(page).open()
    assert axe(page) == []
    explorer.press("Backward")
    expect(explorer.grad("n1")).to_have_text("−4.0000")
    assert axe(page) == []
    explorer.press("Step descent")
    expect(explorer.card("n0")).to_contain_class("is-stale")
    assert axe(page) == []
    explorer.paste("print('hello')\na = Value(1.0)\nb = a + nothing\n")
    expect(page.locator(".diag")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(open_page: OpenPage, axe: Axe, scheme: ColorScheme) -> None:
    page, _ = open_page(color_scheme=scheme, width=390, height=844, calm=True)
    explorer = Explorer(page).open()
    explorer.press("Backward")
    expect(explorer.grad("n1")).to_have_text("−4.0000")
    for tab in ("Graph", "Program", "Values", "Inspect"):
        page.get_by_role("radio", name=tab).check(force=True)
        assert axe(page) == [], tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(open_page: OpenPage, axe: Axe, scheme: ColorScheme) -> None:
    page, _ = open_page(color_scheme=scheme)
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Examples", exact=True).click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    explorer.paste("n = MLP(3, [4, 4, 1])\nprint('x')\nloss = (n([1.0, 2.0, 3.0]) - 1)**2\nloss.backward()\n")
    assert axe(page) == []
    explorer.clear()
    assert axe(page) == []


def test_cards_say_what_they_show(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    expect(explorer.button("n0")).to_have_attribute(
        "aria-label", "a, data 2.0000, grad 6.0000, up to date, leaf, trainable"
    )
    expect(explorer.button("n2")).to_have_attribute(
        "aria-label", "e, data −6.0000, grad −2.0000, up to date, from a × b"
    )


def test_the_theme_is_kept_and_comes_before_the_first_paint(page: Page) -> None:
    Explorer(page).open()
    root = page.locator("html")
    page.get_by_role("button", name="Dark theme").click()
    expect(root).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")
    page.goto("/?theme=light")
    expect(root).to_have_attribute("data-theme", "light")


def test_the_reference_of_the_api_is_served_from_here(page: Page) -> None:
    """`/docs`, where FastAPI has its own, is the reference too, in the theme of the other pages."""
    page.goto("/docs")
    expect(page.get_by_role("region", name="Every call, table")).to_contain_text("evaluate")
    expect(page.get_by_role("link", name="API", exact=True)).to_have_attribute("aria-current", "page")
