"""The drawing zoomed with the wheel and moved with the pointer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer

# Read before and after an event in one go, so that no new layout of the page comes in between.
AFTER = """(kind) => {
  const card = document.querySelector(".frame #n2 > .face");
  const svg = card.ownerSVGElement;
  const read = () => {
    const { x, y, width, height } = card.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2, width };
  };
  const { x, y, width } = read();
  const at = { bubbles: true, cancelable: true, view: window, button: 0, clientX: x, clientY: y };
  if (kind === "wheel") svg.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: -240 }));
  else {
    svg.dispatchEvent(new MouseEvent("mousedown", at));
    svg.dispatchEvent(new MouseEvent("mousemove", { ...at, clientX: x + 60, clientY: y + 30 }));
    svg.dispatchEvent(new MouseEvent("mouseup", { ...at, clientX: x + 60, clientY: y + 30 }));
  }
  const now = read();
  return [now.width / width, now.x - x, now.y - y, svg.style.transform !== ""];
}"""


def test_the_wheel_scales_the_picture_about_the_pointer_and_lays_it_out_at_rest(page: Page) -> None:
    Explorer(page).open()
    by, dx, dy, is_scaled = page.evaluate(AFTER, "wheel")
    assert by > 1.2
    assert (dx, dy) == pytest.approx((0, 0), abs=1.5)
    assert is_scaled
    layer = page.locator(".frame g.layer")
    scale = layer.get_attribute("transform")
    expect(page.locator(".frame svg")).not_to_have_attribute("style", re.compile("transform"))
    expect(layer).not_to_have_attribute("transform", scale or "")
    by, dx, dy, is_scaled = page.evaluate(AFTER, "drag")
    assert (by, dx, dy) == pytest.approx((1, 60, 30), abs=1.5)
    assert not is_scaled
