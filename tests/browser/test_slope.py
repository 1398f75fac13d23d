"""The slope page: dragged, by keyboard, its numbers against the API, its walk to the minimum."""

import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.address import settled_address
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.gate import Gate
from tests.browser.until import comes_to, steady, until

Axe = Callable[[Page], list[str]]


class Slope:
    """One open slope page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.x = page.get_by_role("slider", name="x", exact=True).and_(page.locator(".grab"))
        self.h = page.get_by_role("slider", name="x plus h")
        self.secant = page.locator("#sl-secant")
        self.tangent = page.locator("#sl-tangent")
        self.finding = page.locator("#sl-finding")

    def open(self, fragment: str = "") -> "Slope":
        self.page.goto(f"/slope{fragment}")
        expect(self.page.locator(".plot.big .curve").first).to_be_visible()
        expect(self.tangent).to_be_visible()
        return self

    def program(self, text: str) -> None:
        self.page.get_by_label("Program of one variable").fill(text)

    def choose(self, title: str) -> None:
        self.page.get_by_label("Functions to begin with").select_option(label=title)

    def drag(self, tab: Locator, pixels: float) -> None:
        box = steady(self.page, tab.bounding_box)
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 8
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + pixels / 2, y, steps=3)
        self.page.mouse.move(x + pixels, y, steps=3)
        self.page.mouse.up()

    def unit(self) -> float:
        """Pixels of one unit of x."""
        width: float = self.page.locator("#sl-area rect").evaluate("e => e.width.baseVal.value")
        return width / 10


def asked(server: str, **body: Any) -> dict[str, Any]:
    answer = httpx.post(f"{server}/api/v1/curve", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


QUADRATIC = "3*x**2 - 4*x + 5"


def test_it_begins_with_the_lectures_parabola(page: Page, server: str) -> None:
    slope = Slope(page).open()
    api = asked(server, source=QUADRATIC, leaf="x", at=[3.0, 4.0])
    expect(slope.secant).to_have_text(f"{api['value'][1] - api['value'][0]:.6f}")
    expect(slope.tangent).to_have_text(f"{api['grad'][0]:.6f}")
    expect(page.locator(".plot.big")).to_contain_text("secant, slope 17")
    expect(page.locator(".plot.big")).to_contain_text("tangent, slope 14")
    expect(page.locator(".sl-f math")).to_contain_text("3x2−4x+5")


def test_the_tabs_are_dragged(page: Page) -> None:
    slope = Slope(page).open()
    slope.drag(slope.x, -2 * slope.unit())
    expect(slope.x).to_have_attribute("aria-valuenow", "1")
    expect(slope.tangent).to_have_text("2.000000")
    slope.drag(slope.h, -0.5 * slope.unit())
    expect(slope.h).to_have_attribute("aria-valuetext", "h = 0.5, x + h = 1.5")
    expect(slope.secant).to_have_text("3.500000")


def test_the_secant_turns_into_the_tangent_below_a_tenth(page: Page) -> None:
    """Below a tenth a pixel is a share of a decade, so that one drag reaches 1e-6 and less."""
    slope = Slope(page).open()
    slope.drag(slope.h, -0.9 * slope.unit() - 24 * 5)
    expect(slope.h).to_have_attribute("aria-valuetext", "h = 0.000001, x + h = 3")
    expect(slope.secant).to_have_text("14.000003")
    slope.drag(slope.h, -24 * 7)
    expect(slope.finding).to_contain_text("only rounding is left")


def test_the_tabs_are_sliders_for_the_keyboard(page: Page) -> None:
    slope = Slope(page).open()
    slope.x.focus()
    page.keyboard.press("ArrowLeft")
    expect(slope.x).to_have_attribute("aria-valuenow", "2.9")
    expect(slope.tangent).to_have_text("13.400000")
    page.keyboard.press("Shift+ArrowLeft")
    expect(slope.h).to_have_attribute("aria-valuetext", "h = 0.9, x + h = 3.8")
    page.keyboard.press("Home")
    expect(slope.x).to_have_attribute("aria-valuenow", "-5")
    expect(slope.tangent).to_have_text("−34.000000")
    page.keyboard.press("Tab")
    expect(slope.h).to_be_focused()
    page.keyboard.press("Home")
    expect(slope.h).to_have_attribute("aria-valuetext", "h = 1e−14, x + h = −5")
    page.keyboard.press("End")
    expect(slope.h).to_have_attribute("aria-valuetext", "h = 1, x + h = −4")
    expect(slope.secant).to_have_text("−31.000000")


def test_labels_at_line_ends_step_apart(page: Page) -> None:
    slope = Slope(page).open()
    for _ in range(9):
        slope.h.press("ArrowLeft")
    expect(slope.h).to_have_attribute("aria-valuetext", "h = 0.1, x + h = 3.1")
    labels = page.locator(".plot.big .lab.bold")

    def are_apart(heights: list[float]) -> bool:
        return len(heights) == 3 and all(
            after - before >= 15.9 for before, after in itertools.pairwise(sorted(heights))
        )

    until(page, lambda: labels.evaluate_all("all => all.map(e => +e.getAttribute('y'))"), are_apart)


def test_central_and_forward(page: Page) -> None:
    slope = Slope(page).open()
    page.get_by_role("radio", name="Central difference").check(force=True)
    expect(slope.secant).to_have_text("14.000000")
    expect(slope.finding).to_contain_text("exact, up to rounding")


def test_the_walk_ends_at_two_thirds(page: Page, server: str) -> None:
    Slope(page).open()
    page.get_by_role("button", name="Step", exact=True).click()
    rows = page.locator(".rows tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).locator("td")).to_have_text(["1", "−1.2000", "14.1200", "−11.2000"])
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#sl-walked")).to_contain_text("end at x = 0.6667, where the slope is 0")
    expect(page.locator(".plot.big")).to_contain_text("minimum: x = 0.6667, f = 3.6667")
    answer = httpx.post(
        f"{server}/api/v1/descend",
        json={"source": QUADRATIC, "values": {"x": -4}, "learning_rate": 0.1, "steps": 100},
    ).json()
    assert answer["values"]["x"] == pytest.approx(2 / 3)
    expect(rows.nth(2).locator("td").nth(2)).to_have_text(f"{answer['losses'][2]:.4f}")


def test_steps_that_are_asked_for_quickly_are_all_taken(page: Page, server: str) -> None:
    Slope(page).open()
    step = page.get_by_role("button", name="Step", exact=True)
    gate = Gate(page, "descend")
    gate.reached_by(lambda: step.press("Enter"))
    step.press("Enter")
    step.press("Enter")
    gate.open()
    rows = page.locator(".rows tbody tr")
    expect(rows).to_have_count(4)
    answer = httpx.post(
        f"{server}/api/v1/descend",
        json={"source": QUADRATIC, "values": {"x": -4}, "learning_rate": 0.1, "steps": 3},
    ).json()
    expect(rows.locator("td:nth-child(3)")).to_have_text([f"{loss:.4f}" for loss in answer["losses"]])


def test_a_rate_that_is_too_large_is_told(page: Page) -> None:
    Slope(page).open()
    page.get_by_label("rate", exact=True).fill("50")
    page.get_by_label("rate", exact=True).press("Enter")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#sl-walked")).to_contain_text("Use a smaller rate")


def test_the_error_has_two_sides_and_a_best_h(page: Page) -> None:
    slope = Slope(page).open()
    plot = page.locator(".sl-row figure").nth(1)
    expect(plot).to_contain_text("Best forward h here: about 10⁻")
    expect(plot).to_contain_text("truncation")
    expect(plot).to_contain_text("rounding")
    expect(plot.locator(".err-line").first.locator("circle")).to_have_count(57)
    plot.get_by_role("button", name="Use the best h").click()
    expect(slope.secant).to_have_text("14.000000")


def test_no_line_is_drawn_through_a_pole_a_kink_is_called_one(page: Page) -> None:
    slope = Slope(page).open()
    slope.choose("A pole: 1/x")
    expect(page.locator(".plot.big .curve")).to_have_count(2)
    slope.choose("A jump by an if")
    expect(slope.tangent).to_have_text("2.000000")
    expect(page.locator(".plot.big .curve")).to_have_count(2)
    slope.choose("A kink: |x|")
    expect(page.locator(".plot.big .curve")).to_have_count(1)
    expect(slope.finding).to_contain_text("f has a kink at x: the slope is −1 on the left and 1 on the right")
    slope.choose("Half a line: log x")
    expect(slope.tangent).to_have_text("1.000000")
    slope.x.focus()
    page.keyboard.press("Home")
    expect(slope.finding).to_contain_text("no finite value at x")


OUT_OF_ITS_BOX = """() => {
  const figure = document.querySelector(".sl-plot").getBoundingClientRect();
  const drawn = [...document.querySelectorAll(".plot.big text, .plot.big circle, .plot.big rect")];
  return drawn.filter((each) => each.closest("clipPath, [clip-path]") === null).map((each) => {
    const box = each.getBoundingClientRect();
    return box.left < figure.left || box.right > figure.right || box.top < figure.top
      ? `${each.textContent || each.nodeName} ${box.left} ${box.top} ${box.right}` : "";
  }).filter(Boolean);
}"""


@pytest.mark.parametrize(
    ("text", "x", "says"),
    [
        (QUADRATIC, "-0.85", "proportional to h"),
        ("1/x", "-0.15", "pole or a jump near 0"),
        ("exp(3*x)", "3", "no simple rule"),
        ("relu(x)", "-0.85", "kink near 0, between the two points"),
    ],
)
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_or_drawn_over_the_toolbar(
    open_page: OpenPage, text: str, x: str, says: str, width: int
) -> None:
    page, _ = open_page(width=width, calm=True)
    slope = Slope(page).open()
    slope.program(text)
    field = page.get_by_label("x, exactly")
    field.fill(x)
    field.press("Enter")
    expect(slope.finding).to_contain_text(says)
    comes_to(page, lambda: page.evaluate(OUT_OF_ITS_BOX), [])
    quotient = page.locator(".sl-quotient")
    until(page, lambda: quotient.evaluate("box => box.scrollWidth <= box.clientWidth"), bool)


def test_a_place_without_a_value_has_no_slope(page: Page) -> None:
    slope = Slope(page).open()
    slope.program("log(x)")
    field = page.get_by_label("x, exactly")
    field.fill("-0.85")
    field.press("Enter")
    expect(slope.finding).to_contain_text("no finite value at x")
    expect(slope.tangent).to_have_text("–")
    expect(slope.secant).to_have_text("–")


def test_any_program_and_any_of_its_leaves(page: Page, server: str) -> None:
    slope = Slope(page).open()
    slope.program("a = Value(2.0, label='a')\nb = Value(-3.0, label='b')\nd = a*b + 10\nd")
    expect(page.get_by_label("Which leaf varies")).to_have_value("a")
    expect(slope.tangent).to_have_text("−3.000000")
    page.get_by_label("Which leaf varies").select_option("b")
    expect(slope.tangent).to_have_text("2.000000")
    page.get_by_label("a", exact=True).fill("7")
    page.get_by_label("a", exact=True).press("Enter")
    expect(slope.tangent).to_have_text("7.000000")
    source = "a = Value(2.0, label='a')\nb = Value(-3.0, label='b')\nd = a*b + 10\nd"
    assert asked(server, source=source, leaf="b", values={"a": 7.0}, at=[-3.0])["grad"] == [7.0]


def test_a_fault_of_the_text_keeps_the_last_picture(page: Page) -> None:
    slope = Slope(page).open()
    slope.program("3*x** * 4")
    expect(page.locator("#sl-problem")).to_contain_text("Line 1, column")
    expect(slope.tangent).to_have_text("14.000000")
    expect(page.get_by_text("Showing the last function that worked.")).to_be_visible()
    expect(page.locator(".plot.big")).to_have_css("opacity", "0.5")
    slope.program("1 + 1")
    expect(page.get_by_text("no leaf to vary")).to_be_visible()
    slope.program("x*x")
    expect(slope.tangent).to_have_text("6.000000")
    expect(page.locator("#sl-problem")).to_be_empty()


def test_the_address_keeps_the_state(page: Page, open_page: OpenPage) -> None:
    slope = Slope(page).open()
    slope.choose("A neuron over its bias")
    expect(page.get_by_label("Which leaf varies")).to_have_value("b")
    page.get_by_role("radio", name="Central difference").check(force=True)
    expect(slope.tangent).to_have_text("0.500000")
    expect(page).to_have_url(re.compile("#.{40,}"))
    fragment = settled_address(page).removeprefix("/slope")
    expect(page.locator("a.ghost").first).to_have_attribute("href", re.compile(re.escape(fragment) + "$"))
    other, _ = open_page()
    Slope(other).open(fragment)
    expect(other.get_by_label("Which leaf varies")).to_have_value("b")
    expect(other.get_by_role("radio", name="Central difference")).to_be_checked()
    expect(other.locator("#sl-tangent")).to_have_text("0.500000")


@pytest.mark.parametrize("fragment", ["#1.AAAA", "#9.abc", "#nonsense"])
def test_a_link_that_cannot_be_opened_is_told(page: Page, fragment: str) -> None:
    slope = Slope(page).open(fragment)
    expect(page.locator(".sl-says")).to_contain_text("link")
    expect(slope.tangent).to_have_text("14.000000")


def test_activations_have_their_derivatives(page: Page, server: str) -> None:
    Slope(page).open()
    figure = page.locator(".sl-row figure").first
    for op in ("tanh", "relu", "sigmoid", "log"):
        page.get_by_label("Function of one argument").select_option(op)
        expect(figure).to_have_attribute("data-op", op)
        api = asked(server, source=f"{op}(x)", leaf="x", at=[0.9])
        for kind, number in (("data", api["value"][0]), ("grad", api["grad"][0])):
            expect(figure.locator(f".note .{kind}")).to_have_text(f"{number:.6g}".replace("-", "−"))
    page.get_by_role("slider", name="n", exact=True).press("ArrowLeft")
    expect(figure).to_contain_text("n = 0.8")


def test_the_neuron_has_two_equal_forms(page: Page, server: str) -> None:
    Slope(page).open()
    rows = page.locator(".pairs tbody tr")
    expect(rows).to_have_count(7)
    for at in range(2):
        expect(rows.first.locator("td").nth(at)).to_contain_text("0.70710678118654")
    for row in rows.all():
        apart = row.locator("td").last
        expect(apart).to_have_text(re.compile(r"^(equal|\d+ ulp)$"))
        far = apart.inner_text()
        assert far == "equal" or int(far.removesuffix(" ulp")) < 64, row.inner_text()
    expect(page.locator(".sl-neuron")).to_contain_text("They differ by rounding alone")
    page.get_by_label("b of the neuron").fill("-1000")
    page.get_by_label("b of the neuron").press("Enter")
    expect(rows.first.locator("td").first).to_have_text("−1.0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 900, 390])
def test_axe_finds_nothing_and_nothing_runs_over(
    open_page: OpenPage, axe: Axe, scheme: ColorScheme, width: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, calm=True)
    slope = Slope(page).open()
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#sl-walked")).to_contain_text("end at x = 0.6667")
    expect(page.locator(".pairs tbody tr")).to_have_count(7)
    assert axe(page) == []
    nothing_scrolls_sideways(page)
    slope.program("3*x** * 4")
    expect(page.locator("#sl-problem")).to_contain_text("Line 1")
    assert axe(page) == []


def test_a_zoom_changes_the_range(page: Page) -> None:
    slope = Slope(page).open()
    page.get_by_role("button", name="Zoom out").click()
    expect(page.get_by_role("button", name="−10 to 10")).to_be_visible()
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".seg.sm button").nth(1)).not_to_have_text("−5 to 5")
    expect(slope.x).to_have_attribute("aria-valuenow", "3")
    until(page, lambda: json.loads(slope.x.get_attribute("aria-valuemin") or "9"), lambda least: least <= 3)
