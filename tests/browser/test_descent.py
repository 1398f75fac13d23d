"""Steps of descent: L falls, the grads they leave are stale, and every step can be taken back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.drawing.numbers import format_number
from app.examples import EXAMPLES
from engine.descent.optimisers import optimizer, schedule
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.program import run
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.explorer import Explorer
from tests.browser.gate import Gate
from tests.browser.test_links import kept
from tests.browser.test_phone import SMALL, TOUCH, WIDE
from tests.browser.watch import Watch


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def _lecture(page: Page) -> Explorer:
    return Explorer(page).open()


def test_a_step_makes_l_fall(page: Page, watch: Watch) -> None:
    explorer = _lecture(page)
    drawn = watch.calls("/api/v1/render")
    explorer.press("Step descent")
    expect(explorer.data("n6")).not_to_have_text("−8.0000")
    explorer.settled()
    graph = run(EXAMPLES[0].source).graph
    assert graph is not None
    course = descend(Plan(graph, graph.leaves, 0.01, 1), graph.frame().data)
    expect(explorer.data("n6")).to_have_text(format_number(course.losses[-1]))
    assert course.losses[-1] < -8
    assert watch.calls("/api/v1/render") == drawn


def test_a_step_leaves_the_grads_that_it_used_stale(page: Page) -> None:
    explorer = _lecture(page)
    explorer.press("Step descent")
    expect(explorer.card("n0")).to_contain_class("is-stale")
    expect(explorer.grad("n0")).to_have_text("6.0000")
    expect(explorer.sentence).to_contain_text("L falls from −8 to −8.7263")
    expect(explorer.sentence).to_contain_text("Grads are stale")


def test_many_steps_draw_a_curve_and_can_be_undone(page: Page) -> None:
    explorer = _lecture(page)
    steps = page.get_by_role("textbox", name="steps")
    steps.fill("5")
    steps.press("Enter")
    explorer.press("Step descent")
    expect(explorer.data("n6")).not_to_have_text("−8.0000")
    after = explorer.data("n6").text_content() or ""
    explorer.press("Step descent")
    expect(explorer.data("n6")).not_to_have_text(after)
    further = explorer.data("n6").text_content() or ""
    assert _number(further) < _number(after) < -8
    page.get_by_role("button", name="Undo descent").click()
    expect(explorer.data("n6")).to_have_text(after)
    page.get_by_role("button", name="Undo descent").click()
    expect(explorer.data("n6")).to_have_text("−8.0000")
    expect(explorer.field("a")).to_have_value("2.00")
    expect(explorer.grad("n0")).to_have_text("–")
    page.get_by_role("button", name="Redo descent").click()
    page.get_by_role("button", name="Redo descent").click()
    expect(explorer.data("n6")).to_have_text(further)
    expect(page.get_by_role("button", name="Redo descent")).to_have_count(0)


def test_uphill_is_a_direction(page: Page) -> None:
    explorer = _lecture(page)
    page.get_by_role("radio", name="Maximise").check()
    explorer.press("Step descent")
    expect(explorer.sentence).to_contain_text("L rises from −8")


def test_the_next_step_is_foretold(page: Page) -> None:
    explorer = _lecture(page)
    foretold = page.locator(".desc .next .data")
    expect(foretold).to_have_text("−8.7263")
    explorer.press("Step descent")
    expect(explorer.data("n6")).to_have_text("−8.7263")
    expect(foretold).not_to_have_text("−8.7263")


def test_a_held_leaf_does_not_move(page: Page) -> None:
    explorer = _lecture(page)
    page.get_by_role("button", name="c is trainable").click()
    expect(explorer.card("n3").locator(".op")).to_have_text("=")
    expect(explorer.button("n3")).to_have_attribute(
        "aria-label", "c, data 10.0000, grad not computed yet, leaf, held fixed"
    )
    explorer.press("Step descent")
    expect(explorer.data("n0")).not_to_have_text("2.0000")
    expect(explorer.data("n3")).to_have_text("10.0000")


def test_with_every_leaf_held_it_says_what_to_do(page: Page) -> None:
    explorer = _lecture(page)
    for name in "abcf":
        page.get_by_role("button", name=f"{name} is trainable").click()
    explorer.press("Step descent")
    expect(page.locator(".desc [role=alert]")).to_contain_text("Press θ beside a leaf to train it.")


def test_a_rate_must_be_above_zero(page: Page) -> None:
    _lecture(page)
    rate = page.get_by_role("textbox", name="learning rate")
    rate.fill("-0.1")
    rate.press("Enter")
    expect(rate).to_have_attribute("aria-invalid", "true")
    refusal = "The learning rate must be above 0. Choose Maximise to go uphill."
    expect(rate).to_have_attribute("title", refusal)


def test_divergence_keeps_the_good_steps(page: Page) -> None:
    explorer = _lecture(page)
    explorer.paste("x = Value(3.0, label='x')\nL = x**4\n")
    for name, number in {"learning rate": "10", "steps": "50"}.items():
        page.get_by_role("textbox", name=name).fill(number)
        page.get_by_role("textbox", name=name).press("Enter")
    explorer.press("Step descent")
    expect(page.locator(".desc [role=alert]")).to_contain_text("is no longer a number")
    assert all(text not in {"nan", "inf"} for text, _ in explorer.numbers().values())


def test_quick_presses_build_on_each_other(page: Page) -> None:
    explorer = _lecture(page)
    graph = run(EXAMPLES[0].source).graph
    assert graph is not None
    course = descend(Plan(graph, graph.leaves, 0.01, 3), graph.frame().data)
    gate = Gate(page, "descend")
    gate.reached_by(lambda: page.keyboard.press("d"))
    page.keyboard.press("d")
    page.keyboard.press("d")
    gate.open()
    expect(explorer.data("n6")).to_have_text(format_number(course.losses[-1]))
    explorer.settled()
    expect(page.locator(".desc .plot")).to_have_attribute("aria-label", re.compile(r"in 3 steps"))
    for loss in course.losses[-2::-1]:
        page.keyboard.press("z")
        expect(explorer.data("n6")).to_have_text(format_number(loss))


def test_steps_that_wait_are_taken_back_with_the_one_under_way(page: Page) -> None:
    explorer = _lecture(page)
    page.keyboard.press("d")
    expect(explorer.data("n6")).not_to_have_text("−8.0000")
    gate = Gate(page, "descend")
    gate.reached_by(lambda: page.keyboard.press("d"))
    page.keyboard.press("d")
    page.keyboard.press("z")
    expect(explorer.data("n6")).to_have_text("−8.0000")
    gate.open()
    explorer.settled()
    expect(explorer.data("n6")).to_have_text("−8.0000")


def test_steps_that_wait_go_on_from_a_leaf_that_was_moved(page: Page) -> None:
    explorer = _lecture(page)
    gate = Gate(page, "descend")
    gate.reached_by(lambda: page.keyboard.press("d"))
    page.keyboard.press("d")
    _type(page, "a, exact value", "5")
    expect(explorer.data("n0")).to_have_text("5.0000")  # the step under way was given up for it
    gate.open()
    graph = run(EXAMPLES[0].source).graph
    assert graph is not None
    data = [5.0, *graph.frame().data[1:]]
    course = descend(Plan(graph, graph.leaves, 0.01, 1), data)
    expect(explorer.data("n6")).to_have_text(format_number(course.losses[-1]))


def _choose(page: Page, method: str, course: str) -> None:
    page.get_by_label("Method", exact=True).select_option(label=method)
    page.get_by_label("Schedule", exact=True).select_option(label=course)


def _type(page: Page, label: str, text: str) -> None:
    field = page.get_by_role("textbox", name=label, exact=True)
    field.fill(text)
    field.press("Enter")


KINDS = {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam"}
COURSES = {"constant": "Constant", "linear": "Linear decay", "cosine": "Cosine"}


@pytest.mark.parametrize(
    ("kind", "course"), [("sgd", "cosine"), ("momentum", "constant"), ("adam", "linear")]
)
def test_single_steps_are_the_engines_course(page: Page, kind: str, course: str) -> None:
    explorer = _lecture(page)
    page.locator(".how").click()
    _choose(page, KINDS[kind], COURSES[course])
    if course != "constant":
        _type(page, "last rate", "0.002")
        _type(page, "steps of the schedule", "4")
    graph = run(EXAMPLES[0].source).graph
    assert graph is not None
    rates = schedule(course, 0.002, over=4)
    whole = descend(
        Plan(graph, graph.leaves, 0.01, 5, optimizer=optimizer(kind), schedule=rates), graph.frame().data
    )
    for loss in whole.losses[1:]:
        explorer.press("Step descent")
        expect(explorer.data("n6")).to_have_text(format_number(loss))
        explorer.settled()
    for name, memory in zip("ab", (whole.memory[0], whole.memory[1]), strict=True):
        row = page.locator(".memory-box tbody tr").filter(has=page.locator(f"td[title='{name}']"))
        for part, cell in enumerate(row.locator("td:not(:first-child)").all()):
            assert cell.text_content() == format_number(memory[part])
    if kind == "sgd":
        expect(page.locator(".method")).to_contain_text("SGD keeps no state between steps")
    else:
        explorer.card("n0").click()
        remembered = page.locator(".kv.memory dd").first
        expect(remembered).to_have_text(repr(whole.memory[0][0]).replace("-", "−"))


def test_what_is_remembered_is_taken_back_with_the_step(page: Page) -> None:
    explorer = _lecture(page)
    page.locator(".how").click()
    _choose(page, "Momentum", "Constant")
    for count in (1, 2):
        explorer.press("Step descent")
        expect(page.locator(".memory-box th").first).to_have_text(re.compile(f"after {count} step"))
    page.get_by_role("button", name="Undo descent").click()
    expect(page.locator(".memory-box th").first).to_have_text("after 1 step")
    expect(page.locator(".memory-box td[title=a] + td")).to_have_text("6.0000")
    page.get_by_role("button", name="Redo descent").click()
    expect(page.locator(".memory-box th").first).to_have_text("after 2 steps")
    explorer.set("a", "1")
    expect(page.locator(".memory-box")).to_have_count(0)


def test_the_method_is_in_the_link_and_by_keyboard(page: Page, open_page: OpenPage) -> None:
    _lecture(page)
    page.locator(".how").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Method", exact=True)).to_be_focused()
    _choose(page, "Adam", "Linear decay")
    _type(page, "β₁", "0.5")
    beta = page.get_by_role("textbox", name="β₂", exact=True)
    beta.fill("1")
    beta.press("Enter")
    expect(beta).to_have_attribute("aria-invalid", "true")
    beta.press("Escape")
    page.get_by_label("Schedule", exact=True).press("Escape")
    expect(page.locator(".method")).to_have_count(0)
    expect(page.locator(".how")).to_be_focused()
    expect(page.locator(".how")).to_have_text("Adam, linear")
    link = kept(page, descent={"optimizer": "adam", "beta1": 0.5, "schedule": "linear"})
    other, _ = open_page()
    other.goto(link)
    expect(other.locator(".how")).to_have_text("Adam, linear")
    other.locator(".how").click()
    expect(other.get_by_role("textbox", name="β₁", exact=True)).to_have_value("0.5")


def test_the_demo_comes_up_with_its_own_descent(page: Page) -> None:
    explorer = _lecture(page)
    page.get_by_role("button", name="Examples").first.click()
    page.get_by_role("menuitem", name="micrograd's demo: two moons").click()
    expect(page.get_by_role("textbox", name="learning rate")).to_have_value("1")
    expect(page.get_by_role("textbox", name="steps", exact=True)).to_have_value("100")
    expect(page.locator(".how")).to_have_text("SGD, linear")
    page.locator(".how").click()
    expect(page.locator(".method")).to_contain_text("Step 1 has the rate 1.")
    page.get_by_role("button", name="Examples").first.click()
    page.get_by_role("menuitem", name="A neuron").click()
    explorer.settled()
    expect(page.locator(".how")).to_have_text("SGD")
    expect(page.get_by_role("textbox", name="steps", exact=True)).to_have_value("1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_method_is_accessible(
    open_page: OpenPage, axe: Callable[[Page], list[str]], scheme: ColorScheme, width: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, calm=True)
    Explorer(page).open()
    if width < 720:
        page.get_by_role("radio", name="Inspect").check(force=True)
    page.locator(".how").click()
    _choose(page, "Adam", "Cosine")
    page.locator(".verbs").get_by_role("button", name="Step descent").click()
    expect(page.locator(".memory-box")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate(WIDE) == []
    if width < 720:
        assert page.locator(".method").evaluate(f"() => ({SMALL})({TOUCH})") == []


def test_quick_presses_are_as_many_steps(page: Page) -> None:
    explorer = Explorer(page).open()
    page.evaluate(
        """() => {
          for (let press = 0; press < 50; press += 1)
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "d", bubbles: true }));
        }"""
    )
    expect(page.get_by_role("img", name="in 50 steps")).to_be_visible(timeout=60_000)
    explorer.settled()
