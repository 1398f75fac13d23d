"""Whole passes of the lecture's neuron, forward and backward, held against the engine's own trace."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.examples import EXAMPLES
from tests.browser.address import packed
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.until import comes_to, steady, until

NEURON = next(example for example in EXAMPLES if example.name == "neuron").source
# All text of the page, and the drawing element by element; the order of classes says nothing.
EVERYTHING = """() => [
  document.querySelector("#page").textContent,
  new XMLSerializer().serializeToString(document.querySelector(".frame svg")).replace(
    / class="([^"]*)"/g, (_, names) => ` class="${names.split(" ").sort().join(" ")}"`),
]"""
SYMBOLS = {"mul": "×", "add": "+", "tanh": "tanh"}


def short(x: float) -> str:
    """Six significant digits and a real minus, as sentences have them."""
    return f"{x:.6g}".replace("-", "\N{MINUS SIGN}")


def card(x: float) -> str:
    """Four decimals, as cards have them."""
    return f"{x:.4f}".replace("-", "\N{MINUS SIGN}")


def _engine(page: Page, source: str) -> dict[str, Any]:
    """What the engine says about a program."""
    body = {"source": source, "include": ["nodes", "trace"]}
    answer: dict[str, Any] = page.request.post("/api/v1/evaluate", data=body).json()
    return answer


@pytest.fixture
def neuron(open_page: OpenPage) -> tuple[Explorer, dict[str, Any]]:
    page, _ = open_page(calm=True)
    explorer = Explorer(page).open()
    explorer.paste(NEURON)
    return explorer, _engine(page, NEURON)


def _scrubber(explorer: Explorer, way: str) -> Any:
    return explorer.page.get_by_role("slider", name=f"{way} step")


def test_a_whole_backward_is_the_engines_trace(neuron: tuple[Explorer, dict[str, Any]]) -> None:
    explorer, truth = neuron
    page, nodes, trace = explorer.page, truth["nodes"], truth["trace"]
    names = {node["id"]: node["label"] for node in nodes}
    page.get_by_role("button", name="First step").click()
    grads: dict[str, float] = {}
    for count, step in enumerate(trace, 1):
        expect(page.locator(".tl h2")).to_contain_text(f"Backward, step {count} of {len(trace)}")
        grads[step["node"]] = step["after"]
        node, origin = names[step["node"]], names.get(step["from"])
        if origin is None:
            said = f"grad of {node} = 1, because ∂{node}/∂{node} = 1"
        else:
            numbers = [short(step[key]) for key in ("upstream", "partial", "contribution")]
            said = (
                f"grad of {node} += grad of {origin} × ∂{origin}/∂{node} = "
                f"{numbers[0]} × {numbers[1]} = {numbers[2]}"
            )
            expect(page.locator(".edge-label .edge-label-name")).to_have_text(f"∂{origin}/∂{node}")
            expect(page.locator(".edge-label .edge-label-number")).to_have_text(numbers[1])
            expect(page.locator(".edge.is-active")).to_have_attribute(
                "id", f"e{step['from'][1:]}-{step['slot']}"
            )
        expect(explorer.sentence).to_have_text(said)
        expect(_scrubber(explorer, "Backward")).to_have_attribute("aria-valuetext", said)
        change = f"grad of {node}: {short(step['before'])} → {short(step['after'])}"
        expect(page.locator(".shown .res")).to_have_text(change)
        formula = page.locator(
            "math.formula"
        )  # says no more than the sentence where there was nothing before
        expect(formula).to_have_count(1 if step["before"] else 0)
        if step["before"]:
            expect(formula).to_have_text(re.compile(re.escape(f"={short(step['after'])}") + "$"))
        wanted = {id_: card(grads[id_]) if id_ in grads else "–" for id_ in names}
        comes_to(page, lambda: {key: grad for key, (_, grad) in explorer.numbers().items()}, wanted)
        page.keyboard.press("ArrowRight")


def test_a_whole_forward_is_the_engines_data(neuron: tuple[Explorer, dict[str, Any]]) -> None:
    explorer, truth = neuron
    page, nodes = explorer.page, truth["nodes"]
    page.get_by_role("radio", name="Steps of forward").check()
    page.get_by_role("button", name="First step").click()
    for count, node in enumerate(nodes, 1):
        expect(page.locator(".tl h2")).to_contain_text(f"Forward, step {count} of {len(nodes)}")
        inputs = [nodes[int(each["node"][1:])] for each in node["inputs"]]
        said = f"{node['label']} = "
        if inputs:
            sign = SYMBOLS[node["op"]]
            for words in ([i["label"] for i in inputs], [short(i["data"]) for i in inputs]):
                said += f"{sign} {words[0]} = " if len(words) == 1 else f"{words[0]} {sign} {words[1]} = "
        said += short(node["data"]) + ("" if inputs else ", a leaf")
        expect(explorer.sentence).to_have_text(said)
        wanted = {each["id"]: card(each["data"]) if at < count else "–" for at, each in enumerate(nodes)}
        comes_to(page, lambda: {key: data for key, (data, _) in explorer.numbers().items()}, wanted)
        expect(page.locator(".tape tr.on .data")).to_have_text(card(node["data"]))
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("way", ["Forward", "Backward"])
def test_scrubbing_there_and_back_lands_on_the_same_page(
    neuron: tuple[Explorer, dict[str, Any]], way: str
) -> None:
    explorer, _ = neuron
    page = explorer.page
    page.get_by_role("radio", name=f"Steps of {way.lower()}").check()
    # What is asked of the server beside the steps, a nudge and the preview of a descent, is there before.
    page.get_by_role("checkbox", name="Follow step").uncheck()
    page.get_by_role("button", name="Last step").click()
    explorer.card("n0").click()
    expect(page.locator(".insp .error")).not_to_have_text("–")
    expect(page.locator(".insp .fd")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".desc")).to_contain_text("next o")
    scrubber = _scrubber(explorer, way)
    total = int(scrubber.get_attribute("max") or "0")
    seen: dict[int, Any] = {}
    order = [*range(1, total + 1), *range(total - 1, -1, -1), 0, total, 3, total - 1, 2]
    for count in order:
        scrubber.fill(str(count))
        place = f"step {count} of {total}" if count else f"{total} steps"
        expect(page.locator(".tl h2")).to_contain_text(place)
        said = scrubber.get_attribute("aria-valuetext") or ""
        expect(explorer.sentence).to_have_text(said)
        if count in seen:
            comes_to(page, lambda: page.evaluate(EVERYTHING), seen[count])
        else:
            seen[count] = steady(page, lambda: page.evaluate(EVERYTHING))
    assert len({tuple(each) for each in seen.values()}) == total + 1


def test_jumping_to_the_steps_of_a_value(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    explorer = Explorer(page).open()
    explorer.paste("a = Value(3.0, label='a')\nb = a*a; b.label = 'b'\nc = b + a; c.label = 'c'\n")
    explorer.card("n0").click()
    heading = page.locator(".tl h2")
    page.get_by_role("button", name="Steps of a").click()
    expect(heading).to_contain_text("step 3 of 5")
    page.keyboard.press("j")
    expect(heading).to_contain_text("step 4 of 5")
    expect(page.locator(".shown .res")).to_have_text("grad of a: 1 → 4")
    page.keyboard.press("j")
    expect(heading).to_contain_text("step 5 of 5")
    page.keyboard.press("Shift+J")
    expect(heading).to_contain_text("step 4 of 5")


def test_play_runs_to_the_end_at_every_speed(page: Page) -> None:
    explorer = Explorer(page).open()
    page.get_by_role("combobox", name="Speed").select_option("4×")
    explorer.press("Forward")
    expect(page.locator(".tl h2")).to_contain_text("Forward, step 7 of 7")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("<")
    expect(page.get_by_role("combobox", name="Speed")).to_have_value("2")


def test_hidden_grads_are_shown_when_they_are_asked_for(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    page.goto("/?hide=grad")
    explorer = Explorer(page)
    expect(explorer.card("n6")).to_be_visible()
    page.keyboard.press("b")
    expect(explorer.grad("n0")).to_have_text("?")
    page.keyboard.press("ArrowLeft")
    expect(explorer.sentence).to_have_text("grad of a += grad of e × ∂e/∂a = ? × −3 = ?")
    expect(page.locator(".tape td.grad")).to_have_count(0)
    expect(explorer.card("n0").locator(".hit")).to_have_attribute(
        "aria-label", "a, data 2.0000, grad hidden, leaf, trainable"
    )
    page.keyboard.press("r")
    expect(explorer.grad("n0")).to_have_text("6.0000")
    expect(explorer.sentence).to_have_text("grad of a += grad of e × ∂e/∂a = −2 × −3 = 6")


def test_a_pass_longer_than_one_answer_is_gone_to_its_end(open_page: OpenPage) -> None:
    page, watch = open_page(calm=True)
    explorer = Explorer(page).open()
    source = "a = Value(1.0, label='a')\nfor k in range(9900):\n    a = a + a*a\n"
    page.goto("about:blank")
    page.goto("/" + packed({"source": source}))
    expect(page.locator(".tl h2")).to_contain_text("Backward, ")
    expect(page.locator(".frame g.box").first).to_be_visible()
    page.get_by_role("radio", name="By value").check(force=True)
    before = watch.calls("/api/v1/backward")
    page.get_by_role("button", name="Last step").click()
    scrubber = _scrubber(explorer, "Backward")
    total = until(page, lambda: scrubber.get_attribute("max") or "0", lambda steps: int(steps) > 20_000)
    expect(scrubber).to_have_js_property("value", total)
    expect(explorer.sentence).to_contain_text("grad of a += ")
    assert watch.calls("/api/v1/backward") == before, "the page computes every step"


def test_the_output_is_told_nowhere_before_forward_has_come_to_it(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(2.0, label='a')\nL = a * 3\nprint('L is', L.data)\nL\n")
    expect(page.locator(".desc .plot")).to_have_attribute("aria-label", re.compile(r"^Output: now 6"))
    panel = page.locator(".panel.output")
    height = steady(page, lambda: panel.evaluate("(panel) => panel.offsetHeight"))
    page.get_by_role("radio", name="Steps of forward").check()
    page.get_by_role("button", name="First step").click()
    expect(page.locator(".desc .plot")).to_have_attribute("aria-label", "No output to descend on yet.")
    expect(page.locator(".desc .next .data")).to_have_count(0)
    expect(page.locator(".output-body")).to_have_text("–")
    comes_to(page, lambda: panel.evaluate("(panel) => panel.offsetHeight"), height)
    told = page.locator(".panel.output, .desc figure, .desc .next")
    expect(told).to_have_count(3)
    until(page, told.all_text_contents, lambda texts: "6" not in "".join(texts))
    page.get_by_role("button", name="Last step").click()
    expect(page.locator(".output-body")).to_contain_text("L is 6.0")
    expect(page.locator(".desc .plot")).to_have_attribute("aria-label", re.compile(r"^Output: now 6"))
