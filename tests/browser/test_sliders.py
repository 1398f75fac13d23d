"""Sliders: numbers follow, nothing is laid out again, the newest answer wins."""

import json

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.explorer import Explorer
from tests.browser.gate import intercept
from tests.browser.until import comes_to, steady, until
from tests.browser.watch import Watch

RENDER, FORWARD, BACKWARD = "/api/v1/render", "/api/v1/forward", "/api/v1/backward"
BRANCH = """\
a = Value(2.0, label='a')
if a.data > 0:
    L = a * 3
else:
    L = (a * a + 1).tanh()
L.label = 'L'
"""
SET = """(slider, value) => {
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def _drag(page: Page, slider: Locator, moves: int) -> None:
    box = steady(page, slider.bounding_box)
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    page.mouse.down()
    for move in range(moves):
        page.mouse.move(box["x"] + box["width"] * (0.6 + 0.3 * (move + 1) / moves), middle)
    page.mouse.up()


def test_a_dragged_slider_lays_nothing_out(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    before = watch.calls(RENDER)
    card = explorer.card("n6").element_handle()
    place = steady(page, lambda: explorer.place("n0"))
    _drag(page, explorer.slider("a"), 40)
    expect(explorer.data("n0")).not_to_have_text("2.0000")
    explorer.settled()
    a = float(explorer.slider("a").input_value())
    assert 5 < a < 10
    wanted = pytest.approx((a * -3 + 10) * -2, abs=1e-4)
    comes_to(page, lambda: float(explorer.numbers()["n6"][0].replace("−", "-")), wanted)
    expect(explorer.grad("n1")).to_have_text(f"−{2 * a:.4f}")
    assert watch.calls(RENDER) == before
    assert card is not None
    assert card.evaluate("card => card.isConnected"), "the drawing itself must stay"
    comes_to(page, lambda: explorer.place("n0"), place)


def test_grads_that_are_not_there_do_not_appear(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.set("a", "5")
    expect(explorer.data("n6")).to_have_text("10.0000")
    expect(explorer.grad("n0")).to_have_text("–")
    assert watch.calls(FORWARD) + watch.calls(BACKWARD) == 0, "the page computes"


def test_every_number_in_between_may_be_typed(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.set("b", "−1e-3")
    expect(explorer.data("n1")).to_have_text("−0.0010")
    explorer.field("b").fill("many")
    explorer.field("b").press("Enter")
    expect(explorer.field("b")).to_have_attribute("aria-invalid", "true")
    expect(explorer.data("n1")).to_have_text("−0.0010")


def test_the_range_grows_with_the_value(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.set("c", "75")
    expect(explorer.slider("c")).to_have_attribute("max", "200")
    expect(explorer.data("n3")).to_have_text("75.0000")


def test_the_newest_request_wins(page: Page) -> None:
    """Of a program whose graph depends on its numbers: the page shows its own numbers, then the server's."""
    explorer = Explorer(page).open()
    explorer.paste(BRANCH)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if not held:
            held.append(route)
        else:
            route.continue_()

    intercept(page, f"**{FORWARD}", hold)
    slider = explorer.slider("a")
    for value in ("3", "4", "7"):
        slider.evaluate(SET, value)
    expect(explorer.data("n0")).to_have_text("7.0000")
    expect(explorer.named("L").locator(":scope > .data")).to_have_text("21.0000")
    comes_to(page, lambda: len(held), 1)
    old = json.loads(held[0].request.post_data or "{}")
    assert old["values"]["a"] == 3
    held[0].abort()
    explorer.settled()
    expect(explorer.data("n0")).to_have_text("7.0000")
    expect(slider).to_have_value("7")


def test_a_branch_changes_the_drawing_without_a_jump(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    first = explorer.paste(BRANCH)
    before = watch.calls(RENDER)
    place = steady(page, lambda: explorer.place("n0"))
    explorer.set("a", "-2")
    expect(explorer.frame).not_to_have_attribute("data-structure", first["structure"])
    explorer.settled()
    assert watch.calls(RENDER) == before + 1
    expect(explorer.named("L").locator(".op")).to_have_text("tanh")
    comes_to(page, lambda: explorer.place("n0"), place)
    explorer.set("a", "3")
    expect(explorer.frame).to_have_attribute("data-structure", first["structure"])
    expect(explorer.data("n2")).to_have_text("9.0000")


def test_moving_one_weight_of_a_trained_network_moves_no_other(page: Page) -> None:
    explorer = Explorer(page).open()
    source = "random.seed(1)\nn = MLP(2, [2, 1])\nfor k in range(3):\n  loss = (n([1.0, 2.0]) - 1.0)**2\n"
    source += "  for p in n.parameters(): p.grad = 0.0\n  loss.backward()\n"
    source += "  for p in n.parameters(): p.data += -0.1 * p.grad\n"
    answer = explorer.paste(source)
    leaves = {node["name"]: node["id"] for node in answer["nodes"] if node["op"] == "leaf"}
    explorer.every_value()
    before = steady(page, explorer.numbers)
    explorer.set("n/layer0/neuron0/w0", "1.5")
    expect(explorer.data(leaves["n/layer0/neuron0/w0"])).to_have_text("1.5000")
    after = steady(page, explorer.numbers)
    moved = {name for name, node in leaves.items() if before[node][0] != after[node][0]}
    assert moved == {"n/layer0/neuron0/w0"}


def test_reset_goes_back_to_the_text(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.set("f", "9")
    page.get_by_role("button", name="Reset").click()
    expect(explorer.data("n5")).to_have_text("−2.0000")
    expect(page.get_by_role("button", name="Reset")).to_have_count(0)


def test_many_leaves_are_found_by_name(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("n = MLP(3, [4, 4, 1])\ny = n([1.0, 2.0, 3.0])\n")
    expect(page.locator("[data-leaf]")).to_have_count(41)
    page.get_by_role("searchbox", name="Find a leaf").fill("layer1/neuron2")
    expect(page.locator("[data-leaf]")).to_have_count(5)
    expect(page.locator(".leaf-group")).to_have_text(["n/layer1/neuron2"])


SHOWN = """() => ({
  title: document.querySelector(".tl h2").textContent,
  inspected: document.querySelector(".kv .big").textContent,
  names: [...document.querySelectorAll(".scrub li button")].map((button) => button.textContent),
  lit: document.querySelector(".frame g.node.is-active")?.id,
})"""


def test_a_slider_changes_neither_the_step_nor_what_is_inspected(page: Page) -> None:
    """One watches the grad of b while a moves."""
    explorer = Explorer(page).open()
    explorer.play_to_end()
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    before = until(page, lambda: page.evaluate(SHOWN), lambda shown: shown["inspected"] == "b")
    for value in ("3", "4.5"):
        explorer.slider("a").evaluate(SET, value)
        expect(explorer.grad("n1")).to_have_text(f"−{2 * float(value):.4f}")
        comes_to(page, lambda: page.evaluate(SHOWN), before)
    explorer.set("a", "5")
    expect(explorer.sentence).to_have_text("grad of b += grad of e × ∂e/∂b = −2 × 5 = −10")
    comes_to(page, lambda: page.evaluate(SHOWN), before)
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".tl h2")).to_contain_text("step 6 of 7")
    expect(explorer.grad("n1")).to_have_text("–")
    page.get_by_role("checkbox", name="Follow step").uncheck()
    expect(page.locator(".kv .big")).to_have_text("a")
    explorer.slider("a").evaluate(SET, "6")
    expect(explorer.data("n0")).to_have_text("6.0000")
    expect(page.locator(".kv .big")).to_have_text("a")
