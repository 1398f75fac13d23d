"""The links between the pages take the program along."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.address import packed, unpacked
from tests.browser.conftest import OpenPage
from tests.browser.test_links import kept

PROGRAM = "a = Value(2.0, label='a')\nb = a*a; b.label = 'b'\n"
STATE = {"source": PROGRAM, "values": {"a": 1.5}}
PATHS = {"Explore": "/", "Practise": "/practise", "Slope": "/slope"}


def _opened(page: Page, path: str) -> None:
    """Open a page with the program in its address, and wait until it shows it."""
    page.goto(path + packed(STATE))
    ready = {"/": ".frame #n1", "/practise": ".predict .frame #n1", "/slope": ".plot.big .curve"}[path]
    expect(page.locator(ready).first).to_be_visible()


def _arrived(page: Page, path: str, **members: object) -> None:
    page.wait_for_url(lambda address: address.split("#")[0].endswith(path), wait_until="commit")
    kept(page, **members)


@pytest.mark.parametrize("here", PATHS)
def test_the_links_of_the_bar_take_the_program_along(page: Page, here: str) -> None:
    bar = page.get_by_role("navigation", name="Sections")
    for there in PATHS.keys() - {here}:
        _opened(page, PATHS[here])
        link = bar.get_by_role("link", name=there)
        expect(link).to_have_attribute("href", re.compile(rf"^{PATHS[there]}#1\."))
        assert unpacked(link.get_attribute("href") or "")["source"] == PROGRAM
        link.click()
        _arrived(page, PATHS[there], **STATE)


@pytest.mark.parametrize("here", PATHS.values())
def test_the_program_comes_back_by_way_of_the_api_page(page: Page, here: str) -> None:
    _opened(page, here)
    bar = page.get_by_role("navigation", name="Sections")
    bar.get_by_role("link", name="API").click()
    page.wait_for_url(re.compile("/api"))
    bar.get_by_role("link", name="Explore").click()
    _arrived(page, "/", **STATE)


@pytest.mark.parametrize("here", ["/practise", "/slope"])
def test_the_name_of_the_page_leads_to_the_explorer_with_the_program(page: Page, here: str) -> None:
    _opened(page, here)
    page.get_by_role("link", name="Backlens", exact=True).click()
    _arrived(page, "/", **STATE)


@pytest.mark.parametrize("link", ["Explore", "Practise", "Slope", "Backlens", "Open in the explorer"])
def test_a_lesson_s_program_is_taken_along(page: Page, link: str) -> None:
    page.goto("/lessons#05")
    expect(page.locator("article")).to_have_attribute("data-lesson", "neuron")
    source = page.locator(".ls-program pre").text_content() or ""
    page.get_by_role("link", name=link, exact=True).click()
    _arrived(page, PATHS.get(link, "/"), source=source)


def test_what_changed_a_moment_ago_goes_along_too(page: Page) -> None:
    _opened(page, "/slope")
    slider = page.locator(".plot.big").get_by_role("slider", name="a", exact=True)
    before = slider.get_attribute("aria-valuenow") or ""
    page.get_by_role("slider", name="a", exact=True).and_(page.locator(".grab")).press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuenow", before)
    moved = slider.get_attribute("aria-valuenow")
    page.get_by_role("link", name="Explore", exact=True).click()
    _arrived(page, "/", source=PROGRAM, values={"a": float(moved or "nan")})


def test_on_a_phone_the_menu_of_practise_takes_the_program_along(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844)
    _opened(page, "/practise")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="Explore").click()
    _arrived(page, "/", **STATE)
