"""A large program walked with the keys alone, and what a screen reader hears of it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.address import packed
from tests.browser.test_boxes import CALLS, box_at, frame_at
from tests.browser.until import steady

LAYERS = """\
def neuron(ws, xs):
    products = [w * x for w, x in zip(ws, xs)]
    return sum(products).tanh()

def layer(rows, xs):
    return [neuron(row, xs) for row in rows]

rows = [[[Value(0.1 * (i - j) + 0.05 * k) for j in range(12)] for i in range(12)] for k in range(4)]
xs = [Value(0.1 * k) for k in range(12)]
for each in rows:
    xs = layer(each, xs)
loss = sum(xs)
loss.backward()
"""
"""Some 1,200 values in calls within calls: enough for a map."""


def opened(page: Page, source: str) -> None:
    page.goto("/" + packed({"source": source, "detail": "program"}))
    expect(page.locator(".frame g.box").first).to_be_visible()
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")


def entered(page: Page) -> None:
    """From the field for finding on, until Tab reaches the graph."""
    page.get_by_role("combobox", name="Find in the graph").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(".frame .hit:focus").count() == 1:
            return
    raise AssertionError("Tab does not reach the graph.")


def focused(page: Page) -> Locator:
    return page.locator(".frame g.node", has=page.locator("> .hit:focus"))


def test_a_box_says_its_scope_its_size_and_the_range_of_its_numbers(page: Page) -> None:
    opened(page, CALLS)
    stack = page.locator(".frame g.box[data-copies] > .hit")
    expect(stack).to_have_attribute("role", "button")
    number = r"−?\d[\d.]*(e[−+]?\d+)?"
    expect(stack).to_have_attribute(
        "aria-label",
        re.compile(
            rf"^scores, score, scope, 12 copies, 180 values, data from {number} to {number}, "
            rf"grad {number}, up to date$"
        ),
    )
    page.locator(".verbs").get_by_role("button", name="Forward").click()
    expect(stack).to_have_attribute("aria-label", re.compile("stale|not computed yet"))


def test_boxes_are_opened_walked_and_closed_with_the_keys(page: Page) -> None:
    opened(page, CALLS)
    entered(page)
    while focused(page).get_attribute("data-copies") is None:
        page.keyboard.press("ArrowLeft")
    path = focused(page).get_attribute("data-path")
    page.keyboard.press("Enter")
    first = page.locator(".frame g.cluster[data-copies]")
    expect(first).to_have_count(1)
    expect(box_at(page, path)).to_have_count(0)
    expect(page.locator(".frame .hit:focus")).to_have_count(1)
    expect(page.locator(".frame g.cluster .hit:focus, .frame g.box .hit:focus")).to_have_count(1)
    crumb = page.get_by_role("navigation", name="Open calls")
    expect(crumb.locator("[aria-current=true]")).not_to_have_text("program")
    stepper = page.locator(".stepper")
    expect(stepper).to_contain_text("of 12")
    before = first.get_attribute("data-path")
    page.keyboard.press("]" if stepper.locator("button").first.is_disabled() else "[")
    expect(frame_at(page, before)).to_have_count(0)
    expect(first).to_have_count(1)
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")
    page.keyboard.press("Escape")
    expect(first).to_have_count(0)
    expect(page.locator(".frame .hit:focus")).to_have_count(1)


def test_the_breadcrumb_leads_out_with_enter(page: Page) -> None:
    opened(page, CALLS)
    entered(page)
    while focused(page).get_attribute("data-copies") is None:
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    crumb = page.get_by_role("navigation", name="Open calls")
    expect(crumb.locator("[aria-current=true]")).not_to_have_text("program")
    crumb.get_by_role("button", name="program").focus()
    page.keyboard.press("Enter")
    expect(crumb.locator("[aria-current=true]")).to_have_text("program")


def test_what_is_found_is_selected_and_its_list_walked_with_the_keys(page: Page) -> None:
    opened(page, CALLS)
    page.locator("h2", has_text="Inspector").click()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Find in the graph")).to_be_focused()
    page.keyboard.type("products")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("products")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    elements = page.locator(".elements button")
    expect(elements.first).to_be_visible()
    expect(elements.first).to_have_attribute("aria-label", re.compile(r"data .+, grad .+"))
    elements.first.focus()
    expect(page.locator(".exact .data")).to_have_text(re.compile(r"^\S+$"))
    page.keyboard.press("Enter")
    expect(page.locator(".kv .big").last).to_have_text(re.compile("."))


def test_the_map_is_a_slider(page: Page) -> None:
    opened(page, LAYERS)
    page.keyboard.press("3")
    expect(page.locator("div.frame svg")).to_have_attribute("data-detail", "lines")
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")
    for _ in range(6):
        page.keyboard.press("+")
    map_ = page.get_by_role("slider", name=re.compile("^Map of [\\d,]+ values$"))
    expect(map_).to_have_attribute("aria-valuetext", re.compile("are on the canvas$"))
    map_.focus()
    page.keyboard.press("Home")
    expect(map_).to_have_attribute("aria-valuetext", re.compile(r"^\d+ to "))
    start = steady(page, lambda: map_.get_attribute("aria-valuenow"))
    first = page.locator(".frame g.layer").get_attribute("transform")
    page.keyboard.press("End")
    expect(map_).not_to_have_attribute("aria-valuenow", str(start))
    expect(page.locator(".frame g.layer")).not_to_have_attribute("transform", str(first))
    end = steady(page, lambda: map_.get_attribute("aria-valuenow"))
    page.keyboard.press("ArrowUp")
    expect(map_).not_to_have_attribute("aria-valuenow", str(end))
    page.keyboard.press("ArrowDown")
    expect(map_).to_have_attribute("aria-valuenow", str(end))
