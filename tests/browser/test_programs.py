"""Every program of the menu, pasted into the page: the numbers on its cards are the engine's."""

import pytest
from playwright.sync_api import Page, expect

from app.drawing.numbers import NOT_COMPUTED, format_number
from app.examples import EXAMPLES, Example
from app.sandbox.child.running import run_python
from app.sandbox.job import Job
from engine.ops import CONSTANT
from engine.outline import structure_of
from engine.run import Run
from tests.browser.explorer import Explorer
from tests.browser.until import comes_to, until

SUBSTITUTED = """\
x1 = Value(2.0, label='x1'); x2 = Value(0.0, label='x2')
w1 = Value(-3.0, label='w1'); w2 = Value(1.0, label='w2')
b = Value(6.8813735870195432, label='b')
n = x1*w1 + x2*w2 + b; n.label = 'n'
e = (2*n).exp(); e.label = 'e'
o = (e - 1) / (e + 1); o.label = 'o'
o.backward()
"""
LARGE = next(example for example in EXAMPLES if example.name == "moons")
DRAWN = [example for example in EXAMPLES if example.name not in ("moons", "gpt")]
WRITTEN = [example for example in DRAWN if not example.values]
FREE = [example for example in EXAMPLES if example.values]


def _expected(outcome: Run) -> dict[str, tuple[str, str]]:
    graph, frame = outcome.graph, outcome.frame
    assert graph is not None
    # A class of the program's own may give a grad to the plain numbers that it wraps.
    without = () if outcome.own is not None else (CONSTANT,)
    has_grad = [
        state != "none" and op not in without for state, op in zip(outcome.states, graph.ops, strict=True)
    ]
    return {
        f"n{i}": (
            format_number(frame.data[i]),
            format_number(frame.grad[i]) if has_grad[i] else NOT_COMPUTED,
        )
        for i in range(len(graph))
    }


@pytest.mark.parametrize("example", WRITTEN, ids=lambda example: example.name)
def test_a_pasted_program_shows_the_engines_numbers(page: Page, example: Example) -> None:
    explorer = Explorer(page).open()
    explorer.clear()
    explorer.paste(example.source)
    explorer.every_value()
    wanted = _expected(run_python(Job(example.source, state="program")))
    comes_to(page, explorer.numbers, wanted)


def test_the_substituted_neuron_has_the_lectures_grads(page: Page) -> None:
    explorer = Explorer(page).open()
    answer = explorer.paste(SUBSTITUTED)
    by_label = {node["label"]: node["id"] for node in answer["nodes"]}
    wanted = {
        "x1": ("2.0000", "−1.5000"),
        "w1": ("−3.0000", "1.0000"),
        "x2": ("0.0000", "0.5000"),
        "w2": ("1.0000", "0.0000"),
        "o": ("0.7071", "1.0000"),
    }

    def read() -> dict[str, tuple[str, str]]:
        shown = explorer.numbers()
        return {label: shown[by_label[label]] for label in wanted}

    comes_to(page, read, wanted)


@pytest.mark.parametrize("example", FREE, ids=lambda example: example.name)
def test_a_bare_formula_asks_for_its_numbers(page: Page, example: Example) -> None:
    explorer = Explorer(page).open()
    explorer.paste(example.source)
    page.get_by_role("button", name=f"Define all {len(example.values)} names").click()
    expect(explorer.data("n0")).to_have_text("1.0000")  # the fields before were those of the graph before
    for name, number in example.values.items():
        explorer.set(name, str(number))
    expect(explorer.data("n6")).to_have_text("−8.0000")
    wanted = _expected(run_python(Job(example.source, values=dict(example.values), state="program")))
    comes_to(page, explorer.numbers, wanted)


@pytest.mark.parametrize("example", DRAWN, ids=lambda example: example.name)
def test_an_example_is_loaded_from_the_menu(page: Page, example: Example) -> None:
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Examples", exact=True).click()
    page.get_by_role("menuitem", name=example.title, exact=True).click()
    expect(page.locator(".doc b")).to_have_text(example.title)
    outcome = run_python(Job(example.source, values=dict(example.values), state="program"))
    assert outcome.graph is not None
    expect(explorer.frame).to_have_attribute("data-structure", structure_of(outcome))
    explorer.settled()
    explorer.every_value()
    comes_to(page, explorer.numbers, _expected(outcome))


def test_of_micrograds_demo_every_value_is_too_much_and_a_part_is_offered(page: Page) -> None:
    """Its 38,281 values fit no picture: the page says so and shows a part."""
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Examples", exact=True).click()
    page.get_by_role("menuitem", name=LARGE.title, exact=True).click()
    graph = run_python(Job(LARGE.source)).graph
    assert graph is not None
    expect(page.locator(".doc b")).to_have_text(LARGE.title)
    expect(page.locator(".frame g.box").first).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator(".crumb")).to_contain_text("Too many for one picture.")
    output = f"n{graph.output}"
    expect(explorer.data(output)).to_have_text("0.8958")
    expect(explorer.card(output)).to_contain_text("total_loss")
    parts = {f"n{graph.resolve(label)}" for label in ("data_loss", "reg_loss")}
    shown = until(page, explorer.numbers, lambda numbers: parts <= set(numbers))
    assert shown[output] == ("0.8958", NOT_COMPUTED)  # the program calls no backward
    explorer.press("Backward")
    expect(explorer.grad(output)).to_have_text("1.0000")


def test_prints_and_the_last_value_are_shown(page: Page) -> None:
    explorer = Explorer(page).open()
    answer = explorer.paste("a = Value(2.0, label='a')\nprint('twice', 2*a.data)\na*3\n")
    expect(page.locator(".output pre").first).to_have_text("twice 4.0\n")
    expect(page.locator(".output .result")).to_have_text(answer["result"])


def test_the_value_of_a_line_stands_at_its_end(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(2.0)\nb = a*3\nc = sum([a*i for i in (1, 2)]) + b\n")
    explorer.shows_values("6", "12")


def test_the_table_holds_every_digit(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(0.1)\nb = a * 3\nb.backward()\n")
    row = page.locator("[data-row=n2]")
    expect(row.locator(".data")).to_have_attribute("title", "0.30000000000000004")
    expect(row.locator("td").nth(2)).to_have_text("a × 3")
