"""The program's column: its height, what is closed in it, values at line ends; formulas in the inspector."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.until import comes_to, steady, until

LONG = """\
a = Value(2.0, label='a')
both = (a*3.123456 + a*2.654321 + 1.5); both.label = 'sum'
L = both * 2
L.label = 'L'
"""
COVERED = """() => [...document.querySelectorAll(".cm-line:has(.cm-value)")].filter((line) => {
  const code = document.createRange();
  code.setStart(line, 0);
  code.setEndBefore(line.querySelector(".cm-value"));
  return code.getBoundingClientRect().right > line.querySelector(".cm-value").getBoundingClientRect().left;
}).map((line) => line.textContent)"""
RIGHT_EDGES = """() => {
  const [edge, , last] = [...document.querySelectorAll(".cm-scroller, .cm-value")];
  return [edge, last].map((each) => each.getBoundingClientRect().right);
}"""
WIDER = """() => [...document.querySelectorAll(".insp .parts math")].filter((part) =>
  part.getBoundingClientRect().right > part.parentElement.getBoundingClientRect().right + 1
).map((part) => part.textContent)"""


def _height(page: Page, name: str) -> float:
    box = page.locator(name).bounding_box()
    assert box is not None
    return box["height"]


def _is_high(page: Page, height: Any) -> None:
    comes_to(page, lambda: _height(page, "#program-panel"), height)


def test_a_value_at_the_end_of_a_line_covers_no_code(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(LONG)
    explorer.shows_values("13.0556", "26.1111")
    comes_to(page, lambda: page.evaluate(COVERED), [])
    until(page, lambda: page.evaluate(RIGHT_EDGES), lambda right: right[0] - 30 < right[1] < right[0])
    explorer.set("a", "-123.456789")
    expect(page.locator(".cm-value").first).to_have_attribute("data-value", "−711.806")
    comes_to(page, lambda: page.evaluate(COVERED), [])


def test_the_program_is_as_high_as_its_reader_makes_it(page: Page) -> None:
    Explorer(page).open()
    line = page.get_by_role("separator", name="Height of the program")
    before = steady(page, lambda: _height(page, "#program-panel"))
    line.focus()
    line.press("ArrowUp")
    _is_high(page, before - 16)
    line.press("Home")
    _is_high(page, 160)
    expect(line).to_have_attribute("aria-valuenow", "160")
    place = steady(page, line.bounding_box)
    assert place is not None
    page.mouse.move(place["x"] + 100, place["y"] + 3)
    page.mouse.down()
    page.mouse.move(place["x"] + 100, place["y"] + 103, steps=4)
    page.mouse.up()
    _is_high(page, pytest.approx(260, abs=1))
    page.mouse.move(place["x"] + 100, place["y"] + 300)
    assert abs(steady(page, lambda: _height(page, "#program-panel")) - 260) <= 1, "it was let go"
    line.dblclick()
    _is_high(page, before)


def test_output_and_leaves_are_closed_to_their_heads(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(2.0, label='a')\nprint('first')\nprint('last')\nL = a*3\n")
    before = steady(page, lambda: _height(page, "#program-panel"))
    for name, inside in (("Output", page.locator(".output pre")), ("Leaves", explorer.slider("a"))):
        head = page.get_by_role("button", name=name, exact=True)
        head.click()
        expect(inside).to_be_hidden()
        expect(head).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".output .ph small")).to_have_text("last")
    until(page, lambda: _height(page, "#program-panel"), lambda height: height > before)
    page.get_by_role("button", name="Output", exact=True).press("Enter")
    expect(page.locator(".output pre")).to_be_visible()


def test_a_formula_breaks_before_its_signs_and_loses_nothing(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(
        "a, b, c, d = (Value(x) for x in (0.123456, -7.654321, 3.141592, -2.718281))\n"
        "loss = sum([a*0.987654, b*-1.234567, c*5.678901, d*4.321098]) * (a + b + c + d)**2\n"
    )
    page.keyboard.press("4")  # every value
    explorer.settled()
    explorer.play_to_end()
    rows = page.locator(".tape tbody tr")
    for at in range(0, 12, 2):
        rows.nth(at).click()
        comes_to(page, lambda: page.evaluate(WIDER), [])
    page.locator(".frame g.output > .hit").press("Enter")
    expect(page.locator(".sec .chain").first).to_contain_text("loss")
    comes_to(page, lambda: page.evaluate(WIDER), [])


def test_names_that_a_loop_rebinds_are_numbered(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(
        "s = Value(0.5, label='s')\nfor x in (1.0, 2.0, 3.0):\n    s = s * x + 1\n    s.label = 's'\n"
    )
    page.keyboard.press("4")  # every value
    for name in ("s", "s₁", "s₂", "s₃"):
        expect(explorer.named(name)).to_have_count(1)
    explorer.play_to_end()
    page.keyboard.press("Home")
    expect(explorer.sentence).to_have_text("grad of s₃ = 1, because ∂s₃/∂s₃ = 1")
    expect(page.locator(".kv .big")).to_have_text("s₃")
