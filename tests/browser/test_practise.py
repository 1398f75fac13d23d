"""Practise: predict played through with every kind of wrong answer, and every example of the bug lab."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import Graph, autodiff
from engine.program import run
from tests.browser.address import settled_address
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.gate import Gate
from tests.browser.until import comes_to, until
from tests.browser.watch import Watch
from tests.engine.explain.test_bugs import ASSIGN, ORDER, REVERSE, patched

Axe = Callable[[Page], list[str]]

LECTURE = [("d", -2.0), ("f", 4.0), ("e", -2.0), ("c", -2.0), ("a", 6.0), ("b", -4.0)]


class Practise:
    """The open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.get_by_role("textbox", name="grad of")
        self.reply = page.locator("#reply")
        self.heading = page.locator(".ask h2").first
        self.lab = page.locator(".lab")

    def open(self, address: str = "/practise") -> "Practise":
        self.page.goto(address)
        expect(self.page.locator(".predict .frame g.node").first).to_be_visible()
        expect(self.lab.locator(".verdict")).to_be_visible()
        return self

    def answer(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def asks_for(self, name: str) -> None:
        expect(self.heading).to_have_text(f"What is the grad of {name}?")

    def card(self, node: str) -> Locator:
        return self.page.locator(f".predict .frame #{node}")

    def choose(self, title: str) -> None:
        self.page.get_by_role("button", name="Choose a program").click()
        self.page.get_by_role("menuitem", name=title).click()

    def wrong(self) -> dict[str, tuple[str, str]]:
        """What the lab's drawing marks as wrong: name, and both numbers."""
        found: dict[str, tuple[str, str]] = {}
        for card in self.lab.locator("g.node.is-wrong").all():
            texts = [card.locator(css).text_content() or "" for css in (".name", "text.grad", "text.right")]
            found[texts[0]] = (texts[1], texts[2])
        return found

    def switch(self, name: str) -> Locator:
        return self.lab.get_by_role("switch", name=name)


def shown(number: float) -> str:
    return f"{number:.4f}".replace("-", "−")


def grads_of(source: str) -> list[tuple[str, float]]:
    """Names and grads in the order in which a pass completes them, by the engine itself."""
    graph = run(source).graph
    assert isinstance(graph, Graph)
    data = autodiff.forward(graph, graph.frame().data)
    last: dict[int, float] = {}
    for step in autodiff.backward_steps(graph, data):
        last.pop(step.node, None)
        last[step.node] = step.after
    return [(graph.labels[i], grad) for i, grad in last.items() if i != graph.output]


def test_the_lecture_is_played_through_and_each_wrong_answer_is_recognised(page: Page) -> None:
    practise = Practise(page).open()
    expect(practise.card("n6").locator("text.grad")).to_have_text("1.0000")
    for node in ("n0", "n1", "n2", "n3", "n4", "n5"):
        expect(practise.card(node).locator("text.grad")).to_have_text("?")
    practise.asks_for("d")
    for _, grad in LECTURE[:4]:
        practise.answer(f"{grad:g}")
    practise.asks_for("a")
    expect(practise.card("n2").locator("text.grad")).to_have_text("−2.0000")
    expect(practise.card("n0")).to_contain_class("is-target")
    expect(practise.card("n1")).to_contain_class("is-hidden")
    expect(page.locator(".predict .edge-label .edge-label-number")).to_have_text("?")
    for text, title, what in (
        (
            "-3",
            "one factor is missing",
            "−3 is ∂e/∂a, the local derivative. You forgot to multiply by grad of e.",
        ),
        (
            "−2",
            "one factor is missing",
            "−2 is grad of e, the upstream grad. You forgot to multiply by ∂e/∂a",
        ),
        ("-6", "the sign is wrong", "−6 has the right size and the wrong sign."),
        ("-5", "added where it should multiply", "upstream grad plus local derivative"),
        ("7", "Not yet", "Multiply grad of e by ∂e/∂a, the local derivative."),
    ):
        practise.answer(text)
        expect(practise.reply.locator("h3")).to_contain_text(title)
        expect(practise.reply.locator(".fb > p")).to_contain_text(what)
        expect(practise.field).to_have_attribute("aria-invalid", "true")
    practise.answer("-3")
    boxes = practise.reply.locator(".factor")
    expect(boxes).to_have_text(["grad of e, forgotten?", "∂e/∂a, you have it−3", "grad of a?"])
    practise.answer("6.05")  # within 1 %
    practise.asks_for("b")
    expect(practise.card("n0").locator("text.grad")).to_have_text("6.0000")
    practise.answer("-4")
    expect(practise.heading).to_have_text("All 6 grads found")
    expect(page.locator(".outcome[role=status]")).to_have_text("5 at the first try, longest streak 4.")
    page.get_by_role("button", name="Next program: A neuron").click()
    expect(page.locator(".doc b")).to_have_text("A neuron")
    expect(practise.heading).not_to_have_text("All 6 grads found")


def test_uses_that_add_up(page: Page) -> None:
    practise = Practise(page).open()
    practise.choose("A value used twice")
    practise.asks_for("d")
    practise.answer("1")
    practise.answer("-6")
    practise.asks_for("a")
    for text, title, what in (
        ("-6", "one use is missing", "−6 is the share of the use by e. a is also used by d."),
        ("-18", "multiplied where it should add", "−18 is the product of the shares of all uses."),
        ("-5", "one factor is missing", "the upstream grads of all uses together"),
        ("4", "one factor is missing", "the local derivatives of all uses together"),
    ):
        practise.answer(text)
        expect(practise.reply.locator("h3")).to_contain_text(title)
        expect(practise.reply.locator(".fb > p")).to_contain_text(what)
    practise.answer("-6")
    expect(practise.reply.locator(".factor")).to_have_text(
        ["use by e, you have it−6", "use by d, forgotten?", "grad of a?"]
    )
    practise.answer("-3")
    practise.asks_for("b")


def test_nothing_is_asked_while_another_program_is_on_its_way(page: Page) -> None:
    practise = Practise(page).open()
    practise.field.fill("1")
    gate = Gate(page, "evaluate")
    gate.reached_by(lambda: practise.choose("A value used twice"))
    expect(practise.field).not_to_be_editable()
    for button in ("Check", "Hint", "Reveal"):
        expect(page.get_by_role("button", name=button)).to_be_disabled()
    practise.field.press("Enter")
    page.locator(".predict h1").click()
    for key in ("Enter", "h", "r"):
        page.keyboard.press(key)
    gate.open()
    practise.answer("1")
    practise.answer("-6")
    practise.asks_for("a")
    expect(page.locator(".score")).to_contain_text("Streak2")


def test_the_neuron_from_its_first_grad_to_its_last(page: Page) -> None:
    practise = Practise(page).open()
    practise.choose("A neuron")
    source = page.evaluate("JSON.parse(document.getElementById('boot').textContent).examples[1].source")
    asked = grads_of(source)
    assert len(asked) == 9
    for name, grad in asked:
        practise.asks_for(name)
        if name in {"x1*w1", "x2*w2"}:
            practise.answer(f"{-grad}")
            expect(practise.reply.locator("h3")).to_contain_text("the sign is wrong")
        practise.answer("1/2" if abs(grad - 0.5) < 1e-9 else repr(grad))
    expect(practise.heading).to_have_text("All 9 grads found")
    expect(page.locator(".predict .frame g.node.is-hidden")).to_have_count(0)


def test_hints_reveal_streak_and_score(page: Page) -> None:
    practise = Practise(page).open()
    practise.answer("-2")
    practise.answer("4")
    score = page.locator(".score")
    expect(score).to_contain_text("Streak2")
    expect(practise.field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    hints = page.get_by_role("status", name="Hints").get_by_role("listitem")
    expect(hints).to_have_text(["∂d/∂e = 1, by the rule ∂(a+b)/∂a = 1"])
    expect(page.locator(".predict .edge-label .edge-label-number")).to_have_text("1")
    page.keyboard.press("h")
    expect(hints).to_have_count(2)
    expect(hints.last).to_have_text("grad of d = −2")
    expect(page.get_by_role("button", name="Hint")).to_be_disabled()
    practise.answer("-2")
    expect(score).to_contain_text("Streak0 best 2")
    practise.asks_for("c")
    expect(practise.field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    practise.asks_for("a")
    expect(practise.reply).to_have_text("grad of c = −2. Revealed, so it does not count as found.")
    expect(score).to_contain_text("Found3 of 6")
    expect(score).to_contain_text("Revealed1")
    expect(page.locator(".log tr").last).to_contain_text("revealed")
    page.get_by_role("button", name="Start again").click()
    practise.asks_for("d")
    expect(score).to_contain_text("Found0 of 6")


def test_what_is_no_number_is_not_counted(page: Page) -> None:
    practise = Practise(page).open()
    practise.answer("three")
    expect(practise.reply).to_contain_text(
        "“three” is not a number. Write −3, 0.5, 1/3 or 1e-3. It was not counted."
    )
    practise.answer("nan")
    expect(practise.reply).to_contain_text("“nan” is not a number.")
    practise.answer("")
    expect(practise.reply).to_contain_text("Write a number first")
    expect(page.locator(".log")).to_have_count(0)
    practise.answer("-2")
    expect(page.locator(".log tr").last).to_contain_text("first try")


def test_a_link_restores_the_progress_in_a_new_browser(page: Page, open_page: OpenPage) -> None:
    practise = Practise(page).open()
    practise.answer("-2")
    practise.answer("-4")
    practise.answer("4")
    practise.answer("5")
    practise.switch("Skip topological order").check()
    expect(page.locator(".log tr").last).to_contain_text("not yet")
    expect(practise.lab.locator(".diff")).to_have_count(2)
    expect(practise.lab.locator(".verdict")).to_contain_text("reaches d first")
    expect(page).to_have_url(re.compile("#.{10,}"))
    before = page.locator(".answers").inner_text(), practise.lab.locator(".verdict").inner_text()
    other, _ = open_page()
    restored = Practise(other).open(settled_address(page))
    restored.asks_for("e")
    expect(restored.lab.locator(".diff")).to_have_count(2)
    expect(restored.lab.locator(".verdict")).to_contain_text("reaches d first")
    texts = other.locator(".answers"), restored.lab.locator(".verdict")
    comes_to(other, lambda: tuple(each.inner_text() for each in texts), before)
    expect(restored.reply.locator("h3")).to_have_text("Not yet")
    expect(restored.card("n5").locator("text.grad")).to_have_text("4.0000")
    expect(restored.card("n2")).to_contain_class("is-target")


@pytest.mark.parametrize("fragment", ["#1.AAAA", "#nonsense", "#9.abc", "#1.q1bKTFGyMtQBAA"])
def test_a_damaged_link_opens_with_a_message_and_a_usable_page(page: Page, fragment: str) -> None:
    page.goto(f"/practise{fragment}")
    expect(page.locator(".predict .empty-state")).to_contain_text("This link cannot be opened")
    expect(page.locator(".ask")).to_have_count(0)
    page.get_by_role("button", name="Load the lecture example").click()
    Practise(page).asks_for("d")


def test_a_link_whose_progress_was_edited_by_hand(page: Page) -> None:
    page.goto("/practise")
    fragment = page.evaluate(
        """async () => {
          const text = JSON.stringify({ source: "a = Value(1.0)\\nb = a * 2", practise: { attempts: [7] } });
          const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
          const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
          const packed = btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");
          return "#1." + packed.replaceAll("+", "-").replaceAll("/", "_");
        }"""
    )
    page.goto("about:blank")
    page.goto(f"/practise{fragment}")
    expect(page.locator(".predict .empty-state")).to_contain_text(
        "What this link says about Practise was changed"
    )


def own_program(page: Page, text: str) -> None:
    page.get_by_role("button", name="Choose a program").click()
    page.get_by_role("menuitem", name="Write a program").click()
    page.get_by_role("textbox", name="Program text").fill(text)
    page.get_by_role("button", name="Practise on it").click()


def test_a_program_of_one_s_own(page: Page, watch: Watch) -> None:
    practise = Practise(page).open()
    own_program(page, "x = Value(0.5, label='x')\ny = x.tanh() + cc")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Line 2, column 16. ")
    expect(dialog).to_contain_text("cc")
    page.get_by_role("textbox", name="Program text").fill("x = Value(0.5, label='x')\ny = (x * 4).tanh() * x")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()
    expect(practise.heading).to_contain_text("What is the grad of")
    expect(page.locator(".track li")).to_have_count(3)
    assert watch.refused == ["422 /api/v1/evaluate"]
    practise.lab.get_by_role("combobox").select_option("The program of Predict")
    expect(practise.lab.locator("g.node")).to_have_count(5)
    expect(practise.lab.locator("g.node.is-wrong .name")).to_have_text(["x"])


def test_a_program_without_a_value_and_one_that_is_too_large(page: Page) -> None:
    practise = Practise(page).open()
    own_program(page, "print('hello')")
    expect(page.locator(".predict .empty-state")).to_contain_text("Nothing to draw")
    expect(page.locator(".ask")).to_contain_text("The program made no Value.")
    expect(practise.heading).to_have_text("Nothing to predict")
    own_program(page, "x = Value(1.0)\nfor i in range(400):\n    x = x * 1.5")
    expect(practise.heading).to_have_text("Too many values to work through")
    expect(page.locator(".ask")).to_contain_text("The graph has 801 values. Predict goes through up to 500.")
    own_program(page, "x = Value(1.0)")
    expect(page.locator(".ask")).to_contain_text("The only value is the output, and its grad is 1.")


NUMBERS = re.compile(r"Value\((-?[\d.]+)(?:, label='(\w+)')?\)")


def by_micrograd(source: str, bugs: list[str]) -> dict[str, tuple[float, float]]:
    """What real micrograd makes of the example, whole and with its own source broken in the same way."""

    def grads(value: type[Any], *, passes: int, rebuilt: bool, zeroed: bool) -> dict[str, float]:
        made: dict[str, Any] = {}
        text = re.sub(r"; \w+\.label = '\w+'", "", NUMBERS.sub(r"Value(\1)", source))
        # The leaves outlive a graph that is built anew, as parameters outlive a training step.
        leaves: list[Any] = []

        for number in range(passes):
            if number == 0 or rebuilt:
                kept = iter(list(leaves))
                leaves.clear()

                def leaf(data: float, kept: Iterator[Any] = kept) -> Any:
                    leaves.append(next(kept, None) or value(data))
                    return leaves[-1]

                exec(text, {"Value": leaf}, made)  # noqa: S102  # the page's own example
            elif zeroed:
                for node in leaves:
                    node.grad = 0
            list(made.values())[-1].backward()
        return {name: node.grad for name, node in made.items()}

    changes = [ASSIGN] if "assign" in bugs else []
    changes += [ORDER, REVERSE] if "depth_first" in bugs else []
    again = "no_zero_grad" in bugs or "zero_leaves_only" in bugs
    right = grads(patched(), passes=1, rebuilt=False, zeroed=False)
    broken = grads(
        patched(*changes),
        passes=2 if again else 1,
        rebuilt="no_zero_grad" in bugs,
        zeroed="zero_leaves_only" in bugs,
    )
    return {name: (broken[name], right[name]) for name in right if broken[name] != right[name]}


SWITCHES = {
    "assign": "Write = instead of +=",
    "depth_first": "Skip topological order",
    "no_zero_grad": "Skip zero_grad",
    "zero_leaves_only": "Zero only the leaves",
}
EXAMPLES = [
    ("f = (a × b) × (a + b)", "assign", {"a", "b"}),
    ("b = a + a", "assign", {"a"}),
    ("b = a + a, c = b + b", "assign", {"a", "b"}),
    ("h used by y and by L", "depth_first", {"x", "w"}),
    ("A neuron, two passes", "no_zero_grad", {"x", "w", "b"}),
    ("backward twice over one graph", "zero_leaves_only", {"a", "b"}),
    ("A chain: = does no harm", "assign", set[str]()),
]


@pytest.mark.parametrize(("title", "bug", "expected"), EXAMPLES, ids=[title for title, _, _ in EXAMPLES])
def test_every_example_shows_exactly_what_goes_wrong(
    page: Page, title: str, bug: str, expected: set[str]
) -> None:
    practise = Practise(page).open()
    asked: list[dict[str, Any]] = []
    page.on(
        "request",
        lambda request: (
            asked.append(json.loads(request.post_data or "{}")) if "/bugs" in request.url else None
        ),
    )
    practise.lab.get_by_role("combobox").select_option("b = a + a")
    expect(practise.lab.locator("g.node")).to_have_count(2)
    practise.lab.get_by_role("combobox").select_option(title)
    expect(practise.switch(SWITCHES[bug])).to_be_checked()
    verdict = practise.lab.locator(".verdict")
    expect(verdict).to_contain_text("out wrong" if expected else "Nothing comes out wrong.")
    expect(practise.lab.locator("g.node.is-wrong")).to_have_count(len(expected))
    expect(practise.lab.locator(f"g.node.{'is-wrong' if expected else 'is-right'}").first).to_be_visible()
    comes_to(page, lambda: set(practise.wrong()), expected)
    for name in expected:
        expect(verdict.locator("b")).to_contain_text(name)
    count = practise.lab.locator(".bugs .tag")
    expect(count).to_have_text(re.compile(rf"^{len(expected)} of \d+ wrong$"))
    assert asked[-1]["bugs"] == [bug]
    source = asked[-1]["source"]
    if "tanh" not in source:  # micrograd 0.1.0 has none
        numbers = by_micrograd(source, [bug])
        wanted = {name: (shown(got), shown(right)) for name, (got, right) in numbers.items()}
        comes_to(page, practise.wrong, wanted)
    # The right numbers beside the wrong ones are those of the engine's own right pass.
    grads = dict(grads_of(source))
    for name, (_, right) in practise.wrong().items():
        assert right == shown(grads[name])


def test_the_lab_says_what_was_changed_and_why_it_matters(page: Page) -> None:
    practise = Practise(page).open()
    expect(practise.lab.locator(".diff span")).to_have_text(
        [
            "Value.__mul__, inside _backward",
            "−self.grad += other.data * out.grad",
            "+self.grad = other.data * out.grad",
        ]
    )
    expect(practise.lab.locator(".verdict")).to_have_text(
        "a and b come out wrong. Both are used by e and by d. The pass reaches e first, then d overwrites "
        "what e left. For a even the sign flips."
    )
    rows = practise.lab.locator(".ev tbody tr")
    expect(rows.first.locator("td")).to_have_text(["a", "−6", "+3", "3", "−6 + 3 = −3", "step 5"])
    expect(rows.last.locator("td")).to_have_text(["b", "−6", "−2", "−2", "−6 − 2 = −8", "step 6"])
    expect(rows.first.locator("s")).to_have_text("−6")
    expect(practise.lab.locator("#bug-e3-0")).to_contain_class("is-wrong")
    expect(practise.lab.locator("#bug-e2-0")).not_to_contain_class("is-wrong")
    expect(practise.lab.locator("#bug-n0 .hit")).to_have_attribute(
        "aria-label", "a, data −2.0000, grad 3.0000, wrong, should be −3.0000, leaf, trainable"
    )
    expect(practise.lab.locator("#bug-n2 .hit")).to_have_attribute(
        "aria-label", "d, data −6.0000, grad 1.0000, correct, from a × b"
    )


def test_switches_move_nothing_and_bugs_combine(page: Page, watch: Watch) -> None:
    practise = Practise(page).open()
    expect(practise.lab.locator("g.node.is-wrong")).to_have_count(2)
    drawn = watch.calls("/api/v1/render")
    place = practise.lab.locator("#bug-n2 .face").bounding_box()
    practise.switch(SWITCHES["assign"]).uncheck()
    expect(practise.lab.locator(".verdict")).to_contain_text("Nothing is broken.")
    expect(practise.lab.locator("g.node.is-wrong")).to_have_count(0)
    expect(practise.lab.locator("text.right")).to_have_count(0)
    expect(practise.lab.locator("#bug-n0 .face")).to_have_attribute("height", "70")
    practise.switch(SWITCHES["depth_first"]).check()
    expect(practise.lab.locator(".verdict")).to_contain_text(
        "Only leaves are used more than once, and a leaf passes nothing on, so the order does no harm."
    )
    practise.switch(SWITCHES["no_zero_grad"]).check()
    practise.switch(SWITCHES["assign"]).check()
    expect(practise.lab.locator(".bugs .tag")).to_have_text(
        ["on its own: 2 of 5 wrong", "on its own: 0 of 5 wrong", "on its own: 2 of 5 wrong"]
    )
    assert place is not None
    assert watch.calls("/api/v1/render") == drawn


def test_the_keyboard_alone_does_all_of_it(page: Page) -> None:
    practise = Practise(page).open()
    page.keyboard.press("Enter")
    expect(practise.field).to_be_focused()
    page.keyboard.type("-2")
    page.keyboard.press("Enter")
    practise.asks_for("f")
    expect(practise.field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status", name="Hints").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("r")
    practise.asks_for("e")
    card = page.locator(".predict .frame #n6 > .hit")
    card.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".predict .frame #n4 > .hit")).to_be_focused()
    practise.switch(SWITCHES["assign"]).focus()
    page.keyboard.press("Space")
    expect(practise.lab.locator(".verdict")).to_contain_text("Nothing is broken.")
    practise.lab.get_by_role("combobox").focus()
    page.keyboard.press("ArrowDown")
    expect(practise.lab.locator("g.node")).to_have_count(2)
    menu = page.get_by_role("button", name="Choose a program")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("menuitem").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Program text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1000, 390])
def test_axe_finds_nothing(open_page: OpenPage, axe: Axe, scheme: ColorScheme, width: int) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, calm=True)
    practise = Practise(page).open()
    assert axe(page) == []
    practise.answer("-2")
    practise.answer("-4")
    practise.answer("x")
    practise.answer("-4")
    page.get_by_role("button", name="Hint").click()
    expect(practise.reply.locator("h3")).to_contain_text("the sign is wrong")
    practise.switch(SWITCHES["no_zero_grad"]).check()
    expect(practise.lab.locator(".diff")).to_have_count(2)
    assert axe(page) == []


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844)
    practise = Practise(page).open()
    for text in ("-2", "4", "-2", "-2", "-3"):
        practise.answer(text)
    expect(practise.reply.locator(".factor")).to_have_count(3)
    nothing_scrolls_sideways(page)
    for button in page.locator("main button:visible").all():
        until(page, button.bounding_box, lambda box: box is not None and box["height"] >= 36)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900)])
def test_the_graph_stays_where_it_is_whatever_is_said_to_an_answer(
    open_page: OpenPage, width: int, height: int
) -> None:
    page, _ = open_page(width=width, height=height, calm=True)
    page.goto("/practise")
    card = page.locator(".predict .frame .node").first
    expect(card).to_be_visible()
    answer = page.locator(".ask input").first
    expect(answer).to_be_editable()
    before = card.bounding_box()
    tries = page.locator(".answers s, .answers del")
    for count, typed in enumerate(("5", "1", "7"), 1):
        answer.fill(typed)
        answer.press("Enter")
        expect(tries).to_have_count(count)
        comes_to(page, card.bounding_box, before)
    choice = page.locator(".lab-choice")
    assert choice.evaluate("(each) => each.getBoundingClientRect().right <= innerWidth")
