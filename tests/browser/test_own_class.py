"""A program's own class, checked: wrong grads stand on cards, in editor, panel and steps.

The judgement is stood in for here: the service runs the program below, and its answer gets the grads,
steps and findings that a class with one wrong derivative would have left.
"""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.address import packed
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.until import until

PROGRAM: Final = """# the class stands in for these lines
#
a = Value(0.5)
b = Value(4.0)
w = Value(-1.0)
x = a * b
p = x ** 3
e = p * w
L = e + x
L.backward()
"""
THEIRS: Final = {"a": (-92.0, -44.0), "b": (-11.5, -5.5), "x": (-23.0, -11.0)}
"""What the class leaves, and what is right."""
PLAIN: Final = "application/json, application/problem+json"
"""An answer in one piece, which can be changed on its way."""


def operation(op: str, method: str, **more: Any) -> dict[str, Any]:
    row = {"op": op, "method": method, "line": 2, "file": None, "forward": "right", "derivative": "right"}
    return {**row, "cases": 4, "wrong": 0, "through": None, "tried": [], **more}


def case(inputs: list[float], data: float, grads: list[float], slopes: list[float]) -> dict[str, Any]:
    return {"inputs": inputs, "data": data, "want": data, "grads": grads, "slopes": slopes}


OPERATIONS: Final = [
    operation("a + b", "__add__"),
    operation("a * b", "__mul__"),
    operation("a / b", "__truediv__", derivative="wrong", wrong=4, through="a ** n"),
    operation(
        "a ** n",
        "__pow__",
        derivative="wrong",
        wrong=3,
        tried=[case([2, 3], 8, [24], [12]), case([1, -1], 1, [-1], [-1])],
    ),
    operation("a.exp()", "exp", forward="missing", derivative="missing", cases=0),
]
FIX: Final = "The rule is `∂(a^n)/∂a = n·a^(n−1)`, times the grad of the result."
MESSAGE: Final = "`__pow__` adds -24.0 to the grad of `x`, on behalf of `p`. It should add -12.0."


def engine(findings: list[dict[str, Any]], operations: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "class": "Value",
        "line": 1,
        "file": None,
        "agrees": not findings,
        "checked": 8,
        "fast": False,
        "operations": operations,
        "findings": findings,
    }


def finding(node: str, **more: Any) -> dict[str, Any]:
    one = {"node": node, "line": 2, "file": None, "method": "__pow__", "op": "pow", "slot": 0}
    return {**one, "got": -24.0, "want": -12.0, "like": None, "message": MESSAGE, "fix": FIX, **more}


class Judged:
    """Answers of the service with a judgement added."""

    def __init__(self, page: Page, *, agrees: bool = False, fast: bool = False, more: int = 0) -> None:
        self.agrees = agrees
        self.fast = fast
        self.more = more
        self.asked: list[dict[str, Any]] = []
        page.route("**/api/v1/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.rpartition("/")[2]
        if path not in {"evaluate", "backward", "forward"}:
            route.continue_()
            return
        body = json.loads(route.request.post_data or "{}")
        self.asked.append({"path": path, **body})
        answer = route.fetch(headers={**route.request.headers, "accept": PLAIN})
        document = answer.json()
        if answer.ok and document.get("nodes"):
            self._judge(document, path == "evaluate" and body.get("state") == "program")
            document["own_engine"]["fast"] = self.fast and body.get("fast_engine", True)
        route.fulfill(response=answer, json=document)

    def _judge(self, document: dict[str, Any], is_theirs: bool) -> None:
        ids = {node["label"]: node["id"] for node in document["nodes"]}
        found = (
            []
            if self.agrees
            else [finding(ids["x"])]
            + [finding(ids["a"], line=1, method="backward", op=None, slot=None, like="plain-order")]
            * self.more
        )
        document["own_engine"] = engine(found, OPERATIONS[:2] if self.agrees else OPERATIONS)
        if not is_theirs:
            return
        if not self.agrees:
            for node in document["nodes"]:
                if node["label"] in THEIRS:
                    node["grad"], node["expected_grad"] = THEIRS[node["label"]]
        if "trace" in document:
            document["trace"] = self._steps(ids, {node["id"]: node for node in document["nodes"]})

    def _steps(self, ids: dict[str, str], nodes: dict[str, Any]) -> list[dict[str, Any]]:
        right = -12.0
        power = right if self.agrees else -24.0
        grad, truth = {"L": 1.0}, {"L": 1.0}
        steps = [step(0, ids["L"], None, None, None, None, 1.0, 0.0, 1.0)]
        uses = [
            ("e", "L", 0),
            ("x", "L", 1),
            ("p", "e", 0),
            ("w", "e", 1),
            ("x", "p", 0),
            ("a", "x", 0),
            ("b", "x", 1),
        ]
        for name, source, slot in uses:
            partial = nodes[ids[source]]["inputs"][slot]["partial"]
            share = power if source == "p" else partial * grad[source]
            want = partial * truth[source]
            before = grad.get(name, 0.0)
            grad[name], truth[name] = before + share, truth.get(name, 0.0) + want
            steps.append(
                step(len(steps), ids[name], ids[source], slot, grad[source], partial, share, before, want)
            )
        return steps


def step(
    number: int,
    node: str,
    source: str | None,
    slot: int | None,
    upstream: float | None,
    partial: float | None,
    share: float,
    before: float,
    want: float,
) -> dict[str, Any]:
    return {
        "step": number,
        "node": node,
        "from": source,
        "slot": slot,
        "upstream": upstream,
        "partial": partial,
        "contribution": share,
        "before": before,
        "after": before + share,
        "rule": None,
        "want": want,
        "line": 2,
        "file": None,
    }


def opened(page: Page, **judged: Any) -> tuple[Explorer, Judged]:
    made = Judged(page, **judged)
    explorer = Explorer(page)
    page.goto("/" + packed({"source": PROGRAM}))
    expect(explorer.named("L")).to_be_visible()
    explorer.settled()
    return explorer, made


def test_wrong_grads_are_marked_with_the_right_ones_under_them(page: Page) -> None:
    explorer, _ = opened(page)
    x = explorer.named("x")
    expect(x).to_contain_class("is-wrong")
    expect(x.locator("text.grad")).to_have_text("−23.0000")
    expect(x.locator("text.right")).to_have_text("−11.0000")
    expect(x.locator(".should")).to_have_text("should be")
    expect(x.locator("> .hit")).to_have_attribute(
        "aria-label", "x, data 2.0000, grad −23.0000, wrong, should be −11.0000, from a × b"
    )
    expect(explorer.named("p")).not_to_contain_class("is-wrong")
    expect(page.locator(".own-bar")).to_contain_text("3 of 7 grads wrong")
    expect(page.locator(".tape tr", has_text="−92.0000")).to_contain_text("wrong, should be −44.0000")


def test_one_switch_shows_the_right_grads_and_back(page: Page) -> None:
    explorer, _ = opened(page)
    page.get_by_role("radio", name="Right grads").check(force=True)
    x = explorer.named("x")
    expect(x.locator("text.grad")).to_have_text("−11.0000")
    expect(x.locator(".should")).to_have_text("yours")
    expect(x.locator("text.right")).to_have_text("−23.0000")
    expect(x).to_contain_class("is-wrong")
    page.locator("div.frame").press("y")
    expect(x.locator("text.grad")).to_have_text("−23.0000")
    expect(page.get_by_role("radio", name="Grads of your class")).to_be_checked()


def test_the_finding_stands_in_the_panel_and_under_its_line(page: Page) -> None:
    explorer, _ = opened(page)
    panel = page.get_by_role("complementary", name="Check of your class")
    expect(panel.get_by_role("heading", name="Your Value, checked")).to_be_visible()
    expect(panel.locator(".finding")).to_contain_text("It should add -12.0.")
    note = page.locator(".editor .diag")
    expect(note).to_have_attribute("role", "status")
    expect(note).to_contain_text("Line 2.")
    expect(page.locator(".editor .cm-line.bad")).to_have_count(1)
    expect(explorer.editor).not_to_be_focused()
    panel.get_by_role("button", name="Go to line 2").click()
    expect(explorer.editor).to_be_focused()
    page.get_by_role("button", name="Hide").click()
    expect(note).to_have_count(0)
    expect(page.locator(".editor .cm-line.bad")).to_have_count(1)


def test_the_table_says_how_each_operation_does(page: Page) -> None:
    opened(page)
    rows = page.locator(".ops:not(.cases) tbody tr")
    expect(rows).to_have_text(
        [
            "a + brightright4",
            "a * brightright4",
            "a / brightwrong, through a ** n4",
            "a ** nright3 of 4 wrong4",
        ]
    )
    expect(rows.nth(3)).to_contain_class("bad")
    expect(rows.nth(2)).not_to_contain_class("bad")
    expect(page.get_by_text("wrong only because of")).to_contain_text("a / b")
    expect(page.get_by_text("Not in your class: a.exp().")).to_be_visible()


def test_the_cases_of_the_operation_are_theirs_beside_what_is_right(page: Page) -> None:
    opened(page)
    cases = page.get_by_role("table", name="cases of a ** n")
    expect(cases.locator("tbody tr")).to_have_text(["a = 2, n = 382412", "a = 1, n = −11−1−1"])
    expect(cases.locator("td.n")).to_have_text(["24"])


def test_the_fix_is_shown_when_it_is_asked_for(page: Page) -> None:
    opened(page)
    panel = page.get_by_role("complementary", name="Check of your class")
    note = page.locator(".editor .diag")
    expect(panel.locator(".finding")).to_contain_text("It should add -12.0.")
    expect(page.get_by_text("The rule is")).to_have_count(0)
    panel.get_by_role("button", name="Show the fix").click()
    expect(panel.locator(".fix")).to_contain_text("times the grad of the result")
    expect(note).to_contain_text("times the grad of the result")
    panel.get_by_role("button", name="Hide the fix").click()
    expect(panel.locator(".fix")).to_have_count(0)
    note.get_by_role("button", name="Show the fix").click()
    expect(panel.locator(".fix")).to_be_visible()


def test_stepping_goes_through_their_numbers_up_to_the_departure(page: Page) -> None:
    explorer, judged = opened(page)
    page.get_by_role("button", name="Show x", exact=True).click()
    expect(page.locator(".tl h2")).to_contain_text("Backward, step 6 of 8")
    expect(page.locator(".tl h2")).to_contain_text("first differs at step 6")
    expect(explorer.sentence).to_have_text("grad of x += −24. It should be grad of p × ∂p/∂x = −1 × 12 = −12")
    label = page.locator(".edge-label")
    expect(label).to_contain_class("is-wrong")
    expect(label.locator("text")).to_have_text(["∂p/∂x", "24 should be 12"])
    expect(explorer.named("x")).to_contain_class("is-wrong")
    expect(explorer.named("a")).not_to_contain_class("is-wrong")
    page.keyboard.press("ArrowRight")
    expect(explorer.sentence).to_have_text("grad of a += grad of x × ∂x/∂a = −23 × 4 = −92. Right: −44")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(explorer.sentence).to_have_text("grad of w += grad of e × ∂e/∂w = 1 × 8 = 8")
    expect(explorer.named("x")).not_to_contain_class("is-wrong")
    expect(page.locator(".scrub li.wrong")).to_have_count(3)
    expect(label).not_to_contain_class("is-wrong")
    last = judged.asked[-1]
    assert (last["path"], last["state"]) == ("evaluate", "program")


def test_a_known_mistake_is_opened_in_the_bug_lab(page: Page) -> None:
    opened(page, more=1)
    lab = page.get_by_role("button", name="Open in the Bug lab")
    expect(page.locator(".finding h3")).to_have_text("A derivative is wrong")
    expect(lab).to_have_count(0)
    page.keyboard.press("F8")
    lab.click()
    page.wait_for_url("**/practise#*")
    found = page.get_by_role("region", name="Bug lab")
    expect(found.get_by_role("switch", checked=True)).to_have_count(1)
    expect(found.get_by_role("switch", name="Skip topological order")).to_be_checked()
    expect(found.get_by_role("button", name="p, data 8.0000")).to_be_visible()
    expect(found.get_by_role("status")).to_contain_text("Depth-first order")


def test_further_findings_wait_in_a_list_and_f8_goes_through_them(page: Page) -> None:
    explorer, _ = opened(page, more=1)
    findings = page.get_by_role("list", name="Findings").get_by_role("button")
    expect(findings).to_have_text(
        ["__pow__A derivative is wrongline 2", "backwardGrads are passed on too earlyline 1"]
    )
    page.keyboard.press("F8")
    expect(page.locator(".finding h3")).to_have_text("Grads are passed on too early")
    expect(page.locator(".editor .diag")).to_contain_text("Line 1.")
    page.keyboard.press("Shift+F8")
    expect(page.locator(".finding h3")).to_have_text("A derivative is wrong")
    expect(explorer.editor).to_be_focused()


def test_a_class_that_is_right_is_said_to_be_so_and_nothing_else(page: Page) -> None:
    opened(page, agrees=True)
    expect(page.locator(".own-bar")).to_contain_text(
        "Your Value: 8 uses of the chain rule compared, all right."
    )
    expect(page.get_by_role("heading", name="Inspector")).to_be_visible()
    expect(page.locator(".frame .is-wrong")).to_have_count(0)
    page.get_by_role("button", name="Show the 2 operations").click()
    expect(page.locator(".ops tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Close the check").click()
    expect(page.get_by_role("heading", name="Inspector")).to_be_visible()
    expect(page.get_by_role("button", name="Show the 2 operations")).to_be_focused()


def test_a_class_that_ran_in_c_has_a_switch_that_runs_it_as_it_is_written(page: Page) -> None:
    _, judged = opened(page, agrees=True, fast=True)
    switch = page.locator(".own-bar").get_by_role("switch")
    expect(page.locator(".own-bar .own-switch")).to_have_text("Ran in C")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(page.locator(".own-bar .own-switch")).to_have_text("Run in C")
    assert judged.asked[-1]["fast_engine"] is False
    switch.check()
    expect(page.locator(".own-bar .own-switch")).to_have_text("Ran in C")
    assert "fast_engine" not in judged.asked[-1]


def test_a_moved_leaf_runs_their_class_again(page: Page) -> None:
    explorer, judged = opened(page)
    explorer.set("a", "1")
    last = until(page, lambda: judged.asked[-1], lambda asked: asked.get("values", {}).get("a") == 1)
    assert (last["path"], last["state"]) == ("evaluate", "program")
    expect(explorer.named("x")).to_contain_class("is-wrong")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (720, 450), (390, 844)])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_check_is_accessible_at_every_size(
    open_page: OpenPage, axe: Callable[[Page], list[str]], width: int, height: int, color_scheme: Any
) -> None:
    page, _ = open_page(width=width, height=height, color_scheme=color_scheme, calm=True)
    opened(page, more=1)
    assert axe(page) == []
    page.get_by_role("button", name="Show the 2 findings").click()
    expect(page.locator(".finding")).to_be_visible()
    assert axe(page) == []
    nothing_scrolls_sideways(page)
