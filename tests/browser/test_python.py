"""Programs as Python, from the text that is pasted to what the page shows: no answer is stood in for."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.address import packed
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.test_files import attach, payload

CLASS: Final = """class Value:
    def __init__(self, data, _children=(), _op=''):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, n):
        out = Value(self.data ** n, (self,), f'**{n}')
        def _backward():
            self.grad += n * self.data**EXPONENT * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()
        def build(v):
            if v not in seen:
                seen.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()
"""
WRONG: Final = CLASS.replace("EXPONENT", "n")
RIGHT: Final = CLASS.replace("EXPONENT", "(n-1)")
LINE: Final = WRONG[: WRONG.index("**n *")].count("\n") + 1
HEAVY_MS: Final = 90_000
"""The first program that draws waits for matplotlib to be imported."""
PROGRAM: Final = """a = Value(0.5)
b = Value(4.0)
w = Value(-1.0)
x = a * b
p = x ** 3
e = p * w
L = e + x
L.backward()
print('grad of a:', a.grad)
"""


def opened(page: Page, source: str, **kept: object) -> Explorer:
    page.goto("/" + packed({"source": source, **kept}))
    return Explorer(page)


@pytest.fixture
def still(open_page: OpenPage) -> Page:
    return open_page(calm=True)[0]


def test_a_class_with_a_wrong_derivative_is_found_out(still: Page) -> None:
    explorer = opened(still, WRONG + PROGRAM)
    x = explorer.named("x")
    expect(x.locator("text.grad")).to_have_text("−23.0000")
    expect(x.locator("text.right")).to_have_text("−11.0000")
    expect(still.locator(".own-bar")).to_contain_text("3 of 7 grads wrong")
    expect(still.locator(".finding")).to_contain_text("__pow__")
    expect(still.locator(".ops tr.bad th")).to_have_text("a ** n")
    expect(still.get_by_label("Output of the program")).to_contain_text("grad of a: -92.0")
    still.get_by_role("button", name=f"Go to line {LINE}").click()
    expect(still.locator(".cm-line.bad")).to_contain_text("self.grad += n * self.data**n * out.grad")
    still.get_by_role("button", name="Show x", exact=True).click()
    expect(explorer.sentence).to_have_text("grad of x += −24. It should be grad of p × ∂p/∂x = −1 × 12 = −12")
    explorer.set("a", "1")
    expect(x).to_contain_class("is-wrong")


def test_the_same_class_without_the_fault_agrees(still: Page) -> None:
    explorer = opened(still, RIGHT + PROGRAM)
    expect(explorer.named("x").locator("text.grad")).to_have_text("−11.0000")
    expect(still.locator(".own-bar")).to_contain_text("of the chain rule compared, all right.")
    expect(still.locator(".frame .is-wrong")).to_have_count(0)
    expect(still.get_by_role("heading", name="Inspector")).to_be_visible()


def test_a_class_in_a_file_is_imported_and_its_line_is_marked_there(still: Page) -> None:
    explorer = opened(still, "a = Value(1.0)\n")
    expect(explorer.card("n0")).to_be_visible()
    attach(still, payload("value.py", WRONG), payload("main.py", "from value import Value\n" + PROGRAM))
    expect(explorer.named("x").locator("text.grad")).to_have_text("−23.0000")
    still.get_by_role("button", name=f"Go to line {LINE} of value.py").click()
    expect(still.get_by_role("tab", name="value.py")).to_have_attribute("aria-selected", "true")
    expect(still.locator(".cm-line.bad")).to_contain_text("self.data**n")


def test_a_missing_file_is_attached_from_its_problem(still: Page) -> None:
    explorer = opened(still, "a = Value(len(open('words.txt').read().split()))\nb = a*a\n")
    with still.expect_file_chooser() as chooser:
        still.get_by_role("button", name="Attach words.txt").click()
    chooser.value.set_files(payload("words.txt", "one two three\n"))
    expect(explorer.data("n1")).to_have_text("9.0000")


def test_a_run_without_end_is_stopped(still: Page) -> None:
    explorer = opened(still, "import time\nprint('so far', flush=True)\nwhile True:\n    time.sleep(0.01)\n")
    output = still.get_by_label("Output of the program")
    expect(output).to_contain_text("so far")
    still.locator(".pf").get_by_role("button", name="Stop").click()
    expect(output).to_contain_text("Stopped after")
    expect(output).to_contain_text("so far")
    expect(explorer.editor).to_be_visible()


def test_a_figure_is_shown(still: Page) -> None:
    opened(
        still, "import matplotlib.pyplot as plt\na = Value(2.0)\nb = a*a\nplt.plot([1, 4, 9])\nplt.show()\n"
    )
    image = still.locator(".output img")
    expect(image).to_be_visible(timeout=HEAVY_MS)
    assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 100
