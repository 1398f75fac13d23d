"""A graph that is too large to be sent whole: table, inspector, steps by value and sliders are all there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.program import run
from tests.browser.explorer import Explorer

# 20,804 values in 200 calls of one function.
LAYERS = """\
def layer(x):
    q = [x * Value(0.001 * j) for j in range(50)]
    return sum(q).tanh() * 1.01
x = Value(0.5, 'first')
for k in range(200):
    x = layer(x)
loss = x * 2.0
loss.backward()
"""
ADDED = """\
a = Value(2.0, 'a')
b = a
for k in range(21000):
    b = b + a
b.backward()
a.data -= 0.1
"""


@pytest.fixture
def large(page: Page) -> Explorer:
    """The explorer with the layers in it, and the grads that the program left."""
    explorer = Explorer(page).open()
    explorer.paste(LAYERS)
    expect(explorer.sentence).to_contain_text("Grads are up to date.")
    explorer.open_table()
    return explorer


def row(page: Page, index: int) -> Locator:
    return page.locator(".tape tbody tr:not(.gap)").nth(index)


def test_the_table_has_every_value_in_any_order(large: Explorer) -> None:
    page = large.page
    expect(page.locator("[data-row=n0]")).to_contain_text("first")
    expect(page.locator("[data-row=n2]")).to_contain_text("q[0]")
    expect(page.locator("[data-row=n2]")).to_contain_text("layer")
    page.locator(".tape").get_by_role("button", name="grad", exact=True).click()
    expect(row(page, 0)).to_contain_text("2.0200")
    expect(row(page, 0)).to_contain_text("tanh")
    expect(page.get_by_role("columnheader", name="grad", exact=True)).to_have_attribute(
        "aria-sort", "descending"
    )
    page.locator(".tape").get_by_role("button", name="Name").click()
    expect(row(page, 0)).to_contain_text("first")
    expect(row(page, 1)).to_contain_text("loss")
    page.locator(".tape").get_by_role("button", name="#").click()
    page.locator(".values").evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    expect(page.locator(".tape tr:has-text('loss')")).to_contain_text("x")


def test_the_inspector_has_rule_uses_paths_and_nudge_of_any_value(large: Explorer) -> None:
    page = large.page
    page.locator("[data-row=n1]").click()
    side = page.locator(".insp")
    expect(side.locator(".big")).to_have_text("n1")
    page.locator("[data-row=n0]").click()
    expect(side.locator(".big")).to_have_text("first")
    expect(side).to_contain_text("50 uses")
    expect(side).to_contain_text("first is used 50 times")
    expect(side.get_by_role("heading", name="Paths to loss")).to_be_visible()
    expect(side.locator(".fd .difference")).not_to_have_text("–")
    large.page.locator(".uses button").first.click()
    expect(side.get_by_role("heading", name=re.compile("^Rule"))).to_be_visible()


def test_a_leaf_of_many_has_a_slider(large: Explorer) -> None:
    page = large.page
    expect(page.locator(".leaves")).to_contain_text("10,001 parameters.")
    page.get_by_role("searchbox", name="Find a leaf").fill("first")
    slider = page.get_by_role("slider", name="first", exact=True)
    expect(slider).to_be_visible()
    before = page.locator("[data-row=n0] .data")
    expect(before).to_have_text("0.5000")
    page.get_by_role("spinbutton", name="first, exact value").or_(
        page.get_by_role("textbox", name="first, exact value")
    ).fill("0.75")
    page.keyboard.press("Enter")
    expect(before).to_have_text("0.7500")
    large.settled()
    expect(page.locator("[data-row=n0]")).to_contain_text("first")


def test_backward_is_gone_through_value_by_value_from_any_place(large: Explorer) -> None:
    page = large.page
    page.get_by_role("radio", name="By value").check(force=True)
    title = page.locator(".tl h2")
    page.keyboard.press("Escape")
    page.locator(".left h2").first.click()
    page.keyboard.press("Home")
    expect(title).to_contain_text("step 1 of")
    expect(large.sentence).to_contain_text("because ∂loss/∂loss = 1")
    page.keyboard.press("ArrowRight")
    expect(large.sentence).to_contain_text("+= grad of loss × ∂loss/∂")
    expect(page.locator("[data-row=n0]")).to_contain_text("not computed yet")
    page.keyboard.press("End")
    expect(large.sentence).to_contain_text("grad of n1 += grad of q[0]")
    expect(page.locator("[data-row=n1]")).to_contain_text("now, step")


def test_forward_is_gone_through_value_by_value(large: Explorer) -> None:
    page = large.page
    page.get_by_role("radio", name="Steps of forward").check(force=True)
    page.locator(".left h2").first.click()
    page.keyboard.press("Home")
    expect(large.sentence).to_contain_text("first = 0.5, a leaf")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(large.sentence).to_contain_text("q[0] = first × n1 = 0.5 × 0 = 0")
    expect(page.locator("[data-row=n2] .data")).to_have_text("0.0000")
    expect(page.locator("[data-row=n5] .data")).to_have_count(0)


def test_grads_that_belong_to_other_numbers_are_stale(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(ADDED)
    expect(explorer.sentence).to_contain_text("Grads are stale.")
    explorer.open_table()
    expect(page.locator("[data-row=n0]")).to_contain_text("stale")
    page.locator("[data-row=n0]").click()
    expect(page.locator(".insp")).to_contain_text("grad stale")
    explorer.press("Backward")
    expect(page.locator("[data-row=n0]")).to_contain_text("up to date")
    expect(page.locator("[data-row=n0] .grad").first).to_have_text("2.1001e+4")


def test_the_numbers_are_those_of_the_engine(large: Explorer) -> None:
    found = run(LAYERS)
    assert found.graph is not None
    page = large.page
    page.locator("[data-row=n5]").click()
    side = page.locator(".insp")
    expect(side.locator("dd > .data:not(.tag)").first).to_have_text(repr(found.frame.data[5]))


def test_a_line_marks_the_boxes_that_hold_what_it_made(large: Explorer) -> None:
    boxes = large.page.locator(".frame g.box")
    large.editor.get_by_text("q = [x * Value").click()
    marked = large.page.locator(".frame g.box.is-marked")
    expect(marked).not_to_have_count(0)
    made = [each.get_attribute("data-lines") or "" for each in boxes.all()]
    expect(marked).to_have_count(sum("2" in lines.split() for lines in made))
    large.editor.get_by_text("loss = x * 2.0").click()
    expect(marked).to_have_count(sum("7" in lines.split() for lines in made))
