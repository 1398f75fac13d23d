"""Steps of descent: L falls, the grads they leave are stale, and every step can be taken back."""

import re

from playwright.sync_api import Page, expect

from app.drawing.numbers import format_number
from app.examples import EXAMPLES
from engine.optim import descend
from engine.program import run
from tests.browser.explorer import Explorer
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
    course = descend(graph, graph.frame().data, list(graph.leaves), 0.01, 1)
    expect(explorer.data("n6")).to_have_text(format_number(course.losses[-1]))
    assert course.losses[-1] < -8
    assert watch.calls("/api/v1/render") == drawn


def test_a_step_leaves_the_grads_that_it_used_stale(page: Page) -> None:
    explorer = _lecture(page)
    explorer.press("Step descent")
    expect(explorer.card("n0")).to_contain_class("is-stale")
    expect(explorer.grad("n0")).to_have_text("6.0000")
    expect(explorer.sentence).to_contain_text("L falls from −8 to −8.7263")
    expect(explorer.sentence).to_contain_text("The grads are stale")


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
    foretold = page.locator(".desc figcaption .data")
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
    expect(rate).to_have_attribute("title", "The learning rate is above 0. Choose Maximise to go uphill.")


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
    course = descend(graph, graph.frame().data, list(graph.leaves), 0.01, 3)
    for loss in course.losses[1:]:
        page.keyboard.press("d")
        expect(explorer.data("n6")).to_have_text(format_number(loss))
    explorer.settled()
    expect(page.locator(".desc .plot")).to_have_attribute("aria-label", re.compile(r"in 3 steps"))
