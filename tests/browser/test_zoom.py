"""The drawing zoomed with the wheel and moved with the pointer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.until import comes_to


def test_the_wheel_scales_the_picture_about_the_pointer_and_lays_it_out_at_rest(page: Page) -> None:
    explorer = Explorer(page).open()
    before = explorer.place("n2")
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -240)
    svg = page.locator(".frame svg")
    comes_to(page, lambda: explorer.place("n2")["width"] > 1.1 * before["width"], True)
    expect(svg).not_to_have_attribute("style", re.compile("transform"))
    after = explorer.place("n2")
    middle = (after["x"] + after["width"] / 2, after["y"] + after["height"] / 2)
    assert middle == pytest.approx((x, y), abs=2)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=3)
    page.mouse.up()
    moved = (after["x"] + 60, after["y"] + 30)
    comes_to(
        page, lambda: (explorer.place("n2")["x"], explorer.place("n2")["y"]), pytest.approx(moved, abs=2)
    )
