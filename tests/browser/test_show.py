"""`show` opens the explorer with the graph of a Python object: its labels, its data and its own grads."""

from playwright.sync_api import Page, expect

from backlens import Value, show
from tests.browser.explorer import Explorer


def test_the_explorer_opens_with_the_grads_that_the_nodes_hold(page: Page, server: str) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    out = a * b
    out.label = "out"
    out.backward()
    a.grad = 41.5  # as a class with a fault may have it
    page.goto(show(out, server, open_browser=False))
    explorer = Explorer(page)
    expect(explorer.editor).to_contain_text("out = a * b")
    explorer.settled()
    expect(page.locator(".frame svg.graph .node")).to_have_count(3)
    for shown in ("out", "−6.0000", "41.5000", "2.0000"):
        expect(explorer.frame).to_contain_text(shown)


def test_a_graph_without_a_pass_opens_without_grads(page: Page, server: str) -> None:
    page.goto(show(Value(2.0, label="a") * 3.0, server, open_browser=False))
    explorer = Explorer(page)
    explorer.settled()
    expect(explorer.frame).to_contain_text("6.0000")
    expect(page.locator(".frame .node.is-fresh")).to_have_count(0)
    page.keyboard.press("b")
    expect(page.locator(".tl h2")).to_contain_text("step")
