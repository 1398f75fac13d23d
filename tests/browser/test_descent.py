"""Steps of descent: L falls, the grads they leave are stale, and every step can be taken back."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from app.drawing.numbers import format_number
from app.examples import EXAMPLES
from engine.descent.optimisers import optimizer, schedule
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.graph import Graph
from engine.program import run
from tests.browser.address import unpacked
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.explorer import EVALUATE, OWN, Explorer
from tests.browser.fits import nothing_is_beyond_the_edge
from tests.browser.gate import Gate
from tests.browser.test_links import kept
from tests.browser.test_phone import SMALL, TOUCH
from tests.browser.until import until
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
    expect(page.get_by_role("img", name="in 5 steps")).to_be_visible()
    explorer.settled()
    after = explorer.data("n6").text_content() or ""
    explorer.press("Step descent")
    expect(page.get_by_role("img", name="in 10 steps")).to_be_visible()
    explorer.settled()
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
    explorer.paste(OWN)
    graph = run(EXAMPLES[0].source).graph
    assert graph is not None
    course = descend(Plan(graph, graph.leaves, 0.01, 3), graph.frame().data)
    gate = Gate(page, "descend")
    gate.reached_by(lambda: page.keyboard.press("d"))
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(page.locator(".desc .next")).to_contain_text("2 presses wait")
    expect(page.locator(".tl h2 .waits")).to_contain_text("presses wait")
    gate.open()
    expect(explorer.data("n6")).to_have_text(format_number(course.losses[-1]))
    explorer.settled()
    expect(page.locator(".desc .plot")).to_have_attribute("aria-label", re.compile(r"in 3 steps"))
    for loss in course.losses[-2::-1]:
        page.keyboard.press("z")
        expect(explorer.data("n6")).to_have_text(format_number(loss))


def test_steps_that_wait_are_taken_back_with_the_one_under_way(page: Page) -> None:
    explorer = _lecture(page)
    explorer.paste(OWN)
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
    explorer.paste(OWN)
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
            expect(cell).to_have_text(format_number(memory[part]))
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
    nothing_is_beyond_the_edge(page)
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


# As many values as a network of some examples has, and more than are sent with all of their steps.
LARGE = """random.seed(1)
n = MLP(4, [11, 9, 1])
xs = [[random.uniform(-1, 1) for _ in range(4)] for _ in range(12)]
ys = [random.choice([-1.0, 1.0]) for _ in xs]
loss = sum((n(x) - y)**2 for x, y in zip(xs, ys))
"""
PRESSES = """([key, count]) => {
  for (let press = 0; press < count; press += 1)
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""


def _moved(source: str) -> tuple[Graph, tuple[int, ...]]:
    """The graph of a program, and the leaves that a descent moves."""
    ended = run(source)
    assert ended.graph is not None
    names = set(ended.parameters)
    return ended.graph, tuple(leaf for leaf in ended.graph.leaves if ended.graph.names[leaf] in names)


def _losses(source: str, rate: float, steps: int) -> list[float]:
    plan = Plan(*_moved(source), rate, steps)
    return list(descend(plan, plan.graph.frame().data).losses)


def _large(page: Page) -> Explorer:
    explorer = Explorer(page).open()
    explorer.paste(LARGE)
    expect(page.locator(".left .pf").first).to_contain_text("2,598 values")
    return explorer


def test_quick_presses_are_as_many_steps_of_a_large_graph(page: Page) -> None:
    explorer = _large(page)
    page.evaluate(PRESSES, ["d", 50])
    expect(page.get_by_role("img", name="in 50 steps")).to_be_visible(timeout=90_000)
    explorer.settled()
    expect(page.locator(".waits")).to_have_count(0)


def test_quick_arrows_are_as_many_steps_of_a_pass(page: Page) -> None:
    _large(page)
    page.get_by_text("By value", exact=True).click()
    page.locator(":focus").blur()
    page.evaluate(PRESSES, ["ArrowRight", 40])
    expect(page.locator(".tl h2")).to_contain_text("step 40 of 5,485", timeout=60_000)
    page.evaluate(PRESSES, ["ArrowRight", 40])
    expect(page.locator(".tl h2")).to_contain_text("step 80 of 5,485", timeout=60_000)


def _course(page: Page, steps: int) -> Locator:
    """Take so many steps, each a press, and open the curve at its full size."""
    for _ in range(steps):
        page.keyboard.press("d")
    page.keyboard.press("c")
    course = page.get_by_role("region", name="Descent curve")
    expect(course.get_by_role("img", name=f"in {steps} steps")).to_be_visible()
    return course


def test_a_step_of_the_descent_is_shown_again(page: Page) -> None:
    explorer = _lecture(page)
    losses = _losses(EXAMPLES[0].source, 0.01, 9)
    course = _course(page, 8)
    scrub = course.get_by_role("slider", name="Step of the descent")
    scrub.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(explorer.data("n6")).to_have_text(format_number(losses[5]))
    expect(course.locator(".curve-head")).to_contain_text("at step 5")
    expect(explorer.sentence).to_contain_text("Step 5 of 8: L =")
    expect(page.locator(".values tr").filter(has_text="d × f")).to_contain_text(format_number(losses[5]))
    expect(page.locator("aside.insp .kv")).to_contain_text(repr(losses[5]).replace("-", "−"))
    expect(scrub).to_have_attribute("aria-valuetext", "Step 5 of 8")
    page.keyboard.press("Home")
    expect(explorer.data("n6")).to_have_text("−8.0000")
    page.keyboard.press("End")
    expect(explorer.data("n6")).to_have_text(format_number(losses[8]))
    expect(course.get_by_role("button", name="Newest")).to_be_disabled()


def test_a_descent_goes_on_from_the_step_that_is_shown_and_is_taken_back(page: Page) -> None:
    explorer = _lecture(page)
    losses = _losses(EXAMPLES[0].source, 0.01, 9)
    course = _course(page, 6)
    scrub = course.get_by_role("slider", name="Step of the descent")
    scrub.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(explorer.data("n6")).to_have_text(format_number(losses[4]))
    page.keyboard.press("d")
    expect(explorer.data("n6")).to_have_text(format_number(losses[5]))
    expect(page.get_by_role("img", name="in 5 steps").first).to_be_visible()
    page.keyboard.press("z")
    expect(explorer.data("n6")).to_have_text(format_number(losses[4]))
    expect(scrub).to_have_attribute("aria-valuetext", "Step 4 of 6")
    course.get_by_role("button", name="Newest").click()
    expect(explorer.data("n6")).to_have_text(format_number(losses[6]))
    page.keyboard.press("z")
    expect(explorer.data("n6")).to_have_text(format_number(losses[5]))


def test_steps_of_one_press_are_shown_one_by_one(page: Page) -> None:
    explorer = _lecture(page)
    _type(page, "steps", "20")
    explorer.press("Step descent")
    expect(page.get_by_role("img", name="in 20 steps")).to_be_visible()
    page.locator(".desc").get_by_role("button", name="Larger curve").click()
    reader = page.locator("#course .curve-reader")
    losses = _losses(EXAMPLES[0].source, 0.01, 20)
    reader.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")  # the first reads where the reader is
    expect(reader).to_have_attribute("aria-valuenow", "13")
    readout = page.locator("#course .curve-readout")
    expect(readout).to_contain_text("step 13")
    expect(explorer.data("n6")).to_have_text(format_number(losses[20]))
    page.keyboard.press("Enter")
    expect(explorer.data("n6")).to_have_text(format_number(losses[13]))
    page.keyboard.press("Escape")
    expect(readout).to_have_count(0)


def test_the_curve_is_read_zoomed_and_logarithmic(page: Page) -> None:
    _lecture(page)
    course = _course(page, 12)
    reader = course.locator(".curve-reader")
    box = reader.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.4, middle)
    expect(course.locator(".curve-readout")).to_contain_text("this step")
    ticks = course.locator(".plot .tick.mid")
    # With the preview of the next four steps, which comes later.
    whole = [str(step) for step in range(0, 18, 2)]
    expect(ticks).to_have_text(whole)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, middle, steps=4)
    page.mouse.up()
    expect(ticks.first).not_to_have_text("0")
    course.get_by_role("button", name="Show all steps").click()
    expect(ticks).to_have_text(whole)
    reader.focus()
    page.keyboard.press("+")
    expect(course.get_by_role("button", name="Show all steps")).to_be_visible()
    page.keyboard.press("0")
    expect(course.get_by_role("button", name="Show all steps")).to_have_count(0)
    course.get_by_text("Log", exact=True).click()
    expect(course.locator(".curve-notes")).to_contain_text("Left out: 13 values of 0 or less.")


def test_a_preview_does_not_set_the_axis(page: Page) -> None:
    explorer = _lecture(page)
    explorer.paste("x = Value(3.0, label='x')\nL = x**4\n")
    _type(page, "learning rate", "0.001")
    page.locator(":focus").blur()
    for _ in range(9):
        page.keyboard.press("d")
    expect(page.get_by_role("img", name="in 9 steps")).to_be_visible()
    explorer.settled()
    expect(page.get_by_role("img", name="in 9 steps; 12 more steps")).to_be_visible()
    last = page.locator(".desc .plot .tick.mid").last
    until(page, lambda: int(last.text_content() or "0"), lambda step: 6 <= step <= 12)
    expect(page.locator(".desc .plot .dash")).to_have_count(1)


def test_the_curve_is_saved_as_a_table_and_as_a_picture(page: Page) -> None:
    _lecture(page)
    course = _course(page, 3)
    export = course.get_by_role("button", name="Export L")
    export.click()
    with page.expect_download() as table:
        page.get_by_role("menuitem", name="CSV").click()
    assert table.value.suggested_filename == "l.csv"
    rows = table.value.path().read_text().splitlines()
    losses = _losses(EXAMPLES[0].source, 0.01, 3)
    assert rows == ["step,L", *(f"{step},{_js(loss)}" for step, loss in enumerate(losses))]
    export.click()
    with page.expect_download() as picture:
        page.get_by_role("menuitem", name="SVG").click()
    text = picture.value.path().read_text()
    assert ElementTree.fromstring(text).tag.endswith("svg")  # noqa: S314  # our own
    (style,) = re.findall(r"<style[^>]*>(.*?)</style>", text)
    assert "prefers-color-scheme:dark" in style
    assert "rgb(22, 88, 168)" in style  # the colour of data in light
    assert "rgb(130, 182, 255)" in style  # and in dark
    assert "var(" not in text
    assert not re.search(r"""\bclass="(?!(s\d+|ground)")""", text)


def _js(number: float) -> str:
    return repr(number).removesuffix(".0")


@pytest.mark.parametrize(
    ("kind", "course"), [("sgd", "constant"), ("momentum", "linear"), ("adam", "cosine")]
)
@pytest.mark.parametrize("source", [EXAMPLES[0].source, LARGE], ids=["expression", "network"])
def test_what_opens_in_train_is_the_same_descent(page: Page, source: str, kind: str, course: str) -> None:
    explorer = _large(page) if source == LARGE else _lecture(page)
    page.locator(".how").click()
    _choose(page, KINDS[kind], COURSES[course])
    if course != "constant":
        _type(page, "last rate", "0.002")
        _type(page, "steps of the schedule", "5")
    _type(page, "steps", "7")
    page.locator(".how").click()
    explorer.settled()
    rates = schedule(course, 0.0 if course == "constant" else 0.002, over=5)
    plan = Plan(*_moved(source), 0.01, 7, optimizer=optimizer(kind), schedule=rates)
    losses = descend(plan, plan.graph.frame().data).losses
    page.locator(".desc").get_by_role("link", name="Open in Train").click()
    page.wait_for_url(re.compile(r"/train#1\."))
    looped = re.sub(
        r"(?m)^( +)(\w+)\.backward\(\)$", r"\g<0>\n\1print(repr(\2.data))", unpacked(page.url)["source"]
    )
    answer = page.request.post(EVALUATE, data={"source": looped})
    assert answer.ok, answer.text()
    assert answer.json()["printed"].split() == [repr(loss) for loss in losses[:-1]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (1000, 560), (720, 450), (390, 844)])
def test_the_curve_is_accessible_and_takes_no_ones_place(
    open_page: OpenPage, axe: Callable[[Page], list[str]], scheme: ColorScheme, width: int, height: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, height=height, calm=True)
    Explorer(page).open()
    if width <= 720:
        page.get_by_role("radio", name="Inspect").check(force=True)
        page.locator(":focus").blur()
    course = _course(page, 4)
    course.get_by_role("slider", name="Step of the descent").focus()
    page.keyboard.press("ArrowLeft")
    expect(course.locator(".curve-head")).to_contain_text("at step 3")
    expect(course.locator(".plot")).to_be_in_viewport()
    assert axe(page) == []
    nothing_is_beyond_the_edge(page)
    plot = course.locator(".curve-box").bounding_box()
    assert plot is not None
    assert plot["height"] >= 90
    assert plot["width"] >= 330
    if width > 1180:
        inspector, canvas = (page.locator(each).bounding_box() for each in (".insp", ".canvas"))
        assert inspector is not None
        assert canvas is not None
        assert canvas["x"] + canvas["width"] <= inspector["x"]
        assert canvas["height"] >= 200
