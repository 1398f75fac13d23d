"""Programs that are hard to draw: deep, long, or with names that are all the same."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.address import packed
from tests.browser.conftest import OpenPage
from tests.browser.test_boxes import CALLS, frame_at
from tests.browser.watch import Watch

DEEP = """\
import sys
sys.setrecursionlimit(5000)
def f(x, k):
    y = x * 1.001
    if k == 0:
        return y
    return f(y, k - 1) + 0.001
a = Value(1.0)
L = f(a, 900)
"""
ALIKE = """\
def a(a):
    b = Value(1.5, label='a')
    c = a * b
    c.label = 'a'
    return c
x = Value(1.0, label='a')
for k in range(40):
    x = a(x)
    x.label = 'a'
"""
LONG = """\
xs = [Value(0.001 * k) for k in range(30000)]
L = sum(xs)
L.backward()
"""


def opened(page: Page, source: str, **view: object) -> None:
    page.goto("/" + packed({"source": source, **view}))
    expect(page.locator(".frame g.node").first).to_be_visible()
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("source", [DEEP, ALIKE], ids=["deep", "alike"])
def test_a_long_chain_of_calls_opens_readable(open_page: OpenPage, source: str) -> None:
    page, watch = open_page(width=1440, height=900, calm=True)
    opened(page, source)
    expect(page.locator(".crumb .boxes")).to_have_text(re.compile("^[2-8] boxes$"))
    expect(page.locator(".pct")).to_have_text(re.compile(r"^([6-9]\d|1\d\d|200)%$"))
    span = page.locator(".frame g.box[data-opens]").last
    path = span.get_attribute("data-path")
    span.locator(".opener").click()
    expect(frame_at(page, path)).to_have_count(1)
    assert watch.refused == []


def test_values_of_one_label_are_chosen_apart(page: Page) -> None:
    opened(page, ALIKE, detail="values")
    for node, name in (("n4", "a₂"), ("n6", "a₃")):
        page.locator(f".frame #{node} > .hit").focus()
        page.keyboard.press(" ")
        expect(page.locator(f".frame #{node}")).to_contain_class("is-selected")
        expect(page.locator(".frame .is-selected")).to_have_count(1)
        expect(page.locator(".kv .big")).to_have_text(name)


def test_one_long_list_is_a_box_that_opens_range_by_range(page: Page, watch: Watch) -> None:
    opened(page, LONG)
    box = page.locator(".frame g.box", has_text="xs")
    expect(box.locator("> .hit")).to_have_attribute(
        "aria-label", re.compile("^xs, list, 30,000 values, data from 0")
    )
    box.locator(".opener").click()
    expect(page.locator(".frame g.cluster")).to_have_count(1)
    expect(page.locator(".frame g.cluster g.box, .frame g.box[data-opens]").first).to_be_visible()
    expect(page.locator(".crumb .boxes")).to_have_text(re.compile(r"^[1-5]?\d boxes$"))
    assert watch.refused == []


def test_a_path_that_is_not_there_opens_the_nearest_one_that_is(page: Page, watch: Watch) -> None:
    opened(page, CALLS, detail="program", open=["score[3]/gone[7]/.nothing"])
    expect(frame_at(page, "score[3]")).to_have_count(1)
    assert watch.refused == []


def test_a_program_for_pytorch_is_told_what_to_write(page: Page) -> None:
    page.goto("/" + packed({"source": "import torch\nx = torch.randn(2)\ny = x.sum()\ny.backward()\n"}))
    expect(page.get_by_role("heading", name="PyTorch is not available here")).to_be_visible()
    expect(page.locator(".canvas")).to_contain_text("Write Value(2.0) in place of torch.tensor(2.0).")
    expect(page.get_by_role("button", name="Rewrite with Value")).to_have_count(0)


def test_a_program_for_pytorch_of_single_numbers_is_rewritten(page: Page) -> None:
    source = (
        "import torch\nx = torch.tensor([0.5], requires_grad=True)\ny = torch.tanh(3 * x)\ny.backward()\n"
    )
    page.goto("/" + packed({"source": source}))
    page.get_by_role("button", name="Rewrite with Value").click()
    expect(page.locator(".cm-content").first).to_contain_text("x = Value(0.5, label='x')y = (3 * x).tanh()")
    expect(page.locator(".frame g.leaf.param > .grad")).to_have_text("0.5421")  # 3 (1 − tanh² 1.5)
