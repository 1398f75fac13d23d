"""The inspector: every digit of any value, its uses and its paths add up, and the line that made it."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.explorer import Explorer
from tests.browser.until import comes_to
from tests.browser.watch import Watch

RENDER = "/api/v1/render"
TWICE = """\
a = Value(-2.0, label='a')
b = Value(3.0, label='b')
d = a * b
e = a + b
f = d * e
"""
DOUBLED = "x = Value(0.5, label='x')\ny = x\nfor k in range(60): y = y + y\n"

Ask = Callable[..., dict[str, Any]]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def ask(server: str) -> Ask:
    """POST to a call of the same server, past the page."""

    def send(call: str, **body: Any) -> dict[str, Any]:
        response = httpx.post(f"{server}/api/v1/{call}", json=body, timeout=60)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    return send


def _plain(text: str | None) -> float:
    """The number that a text shows, signs and brackets taken off."""
    return float((text or "").replace("−", "-").strip("()+"))


def _ids(found: Locator) -> list[str]:
    return sorted(found.evaluate_all("elements => elements.map(element => element.id)"))


def test_every_value_shows_what_the_api_says(page: Page, ask: Ask, watch: Watch) -> None:
    explorer = Explorer(page).open()
    answer = explorer.paste(TWICE)
    explorer.play_to_end()
    renders = watch.calls(RENDER)
    document = ask("evaluate", source=TWICE)
    assert document["structure"] == answer["structure"]
    side = page.locator("aside.insp")
    side.get_by_role("button", name="Exact").click()
    rows = side.locator(".paths .product b")
    shares = side.locator(".uses tbody tr td:last-child")
    for node in document["nodes"]:
        explorer.card(node["id"]).click()
        expect(side.locator(".kv .big")).to_have_text(node["label"])
        for kind in ("data", "grad"):
            number = side.locator(f".kv dd:has(> span.{kind}:not(.tag))").first
            expect(number.locator("span")).to_have_text(repr(node[kind]).replace("-", "−"))
            mantissa, power = node[kind].hex().split("p")
            digits = re.sub(r"0+$", "", mantissa.partition(".")[2]) or "0"
            shown = f"{mantissa.partition('.')[0]}.{digits}p{power}".replace("-", "−")
            expect(number.locator("small")).to_have_text(shown)
        found = ask("paths", source=TWICE, node=node["id"])
        if node["id"] == document["output"]:
            expect(side).to_contain_text(f"{node['label']} is the output: ∂")
            expect(side.locator(".uses")).to_have_count(0)
            continue
        expect(rows).to_have_count(found["count"])
        products = [path["product"] for path in found["paths"]]
        comes_to(page, lambda: [_plain(text) for text in rows.all_text_contents()], products)
        assert found["sum"] == node["grad"]
        comes_to(page, lambda: _plain(side.locator(".total b").text_content()), node["grad"])
        uses = sum(i["node"] == node["id"] for n in document["nodes"] for i in n["inputs"])
        expect(shares).to_have_count(uses)
        comes_to(page, lambda: sum(_plain(text) for text in shares.all_text_contents()), node["grad"])
        comes_to(page, lambda: _plain(side.locator(".uses tfoot .grad").text_content()), node["grad"])
    assert watch.calls(RENDER) == renders


def test_the_rule_is_said_in_words_and_in_mathematics(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(TWICE)
    explorer.play_to_end()
    explorer.card("n2").click()
    side = page.locator("aside.insp")
    formulas = side.locator(".sec").filter(has=page.get_by_role("heading", name="Rule")).locator(".parts")
    expect(formulas.first).to_have_text("d=a×b=(−2)×3=−6")
    expect(side.locator(".locals li")).to_have_text(["∂d∂a=3∂(a·b)/∂a = b", "∂d∂b=−2∂(a·b)/∂b = a"])
    explorer.card("n0").click()
    expect(side.locator(".parts").first).to_contain_text("=−6×1+1×3=−3")


def test_a_path_is_lit_by_pointer_and_by_focus(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.paste(TWICE)
    explorer.play_to_end()
    explorer.card("n0").click()
    renders = watch.calls(RENDER)
    lit = page.locator(".frame .edge.is-path")
    dim = page.locator(".frame .node.is-dim")
    rows = page.locator(".path")
    expect(rows).to_have_count(2)
    rows.nth(0).hover()
    expect(lit).to_have_count(2)
    comes_to(page, lambda: _ids(lit), ["e3-0", "e4-1"])
    comes_to(page, lambda: _ids(dim), ["n1", "n2"])
    page.mouse.move(5, 5)
    expect(lit).to_have_count(0)
    rows.nth(1).focus()
    expect(lit).to_have_count(2)
    comes_to(page, lambda: _ids(lit), ["e2-0", "e4-0"])
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    expect(lit).to_have_count(2)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(lit).to_have_count(0)
    expect(dim).to_have_count(0)
    assert watch.calls(RENDER) == renders


def test_too_many_paths_are_capped_with_their_true_number(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(DOUBLED)
    explorer.play_to_end()
    page.locator("[data-row=n0]").click()
    side = page.locator("aside.insp")
    expect(side.locator(".path")).to_have_count(20)
    expect(side).to_contain_text("1,152,921,504,606,846,976 paths")
    expect(side.locator(".total")).to_contain_text("sum of these 20")
    expect(side.locator(".path").first.locator(".trail")).to_contain_text("more")


def test_no_grad_is_told_before_it_is_computed(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.card("n0").click()
    side = page.locator("aside.insp")
    expect(side).to_contain_text("This is what Backward will find as the grad.")
    expect(side.locator(".fd .difference")).to_have_text("6.000000000000227")
    expect(side.locator(".fd .grad")).to_have_text("–")
    expect(side.locator(".fd .error")).to_have_text("–")
    expect(side).to_contain_text("The grad is not computed yet. Press Backward to compare.")


def test_the_line_and_its_values_light_each_other(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(2.0, label='a'); b = Value(3.0, label='b')\nd = a * b\nL = (d + a).tanh()\n")
    explorer.card("n2").click()
    explorer.lit(2, "d = a * b")
    page.locator(".cm-line").nth(2).click()
    expect(page.locator(".kv .big")).to_have_text("L")
    explorer.lit(3, "tanh")
    marked = page.locator(".frame .node.is-marked")
    comes_to(page, lambda: _ids(marked), ["n3", "n4"])
    page.keyboard.press("ArrowUp")
    expect(page.locator(".kv .big")).to_have_text("d")
    expect(marked).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(marked).to_have_count(2)
    page.keyboard.press("Tab")
    expect(marked).to_have_count(0)


def test_a_value_that_an_edit_took_away_is_let_go_of(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(TWICE)
    explorer.card("n3").click()
    expect(page.locator(".kv .big")).to_have_text("e")
    explorer.editor.evaluate("element => element.focus()")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("z = Value(1.0, label='z')\ne = z * 2\nw = e + z\n")
    expect(explorer.named("w")).to_be_visible()
    expect(page.locator(".kv .big")).to_have_text("e")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("q = Value(1.0, label='q')\nr = q * 2\n")
    expect(explorer.named("r")).to_be_visible()
    expect(page.locator(".kv .big")).to_have_text("r")
    expect(page.locator(".frame .is-selected")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_inspector(open_page: OpenPage, axe: Axe, scheme: ColorScheme) -> None:
    page, _ = open_page(color_scheme=scheme, calm=True)
    explorer = Explorer(page).open()
    explorer.paste(TWICE)
    explorer.play_to_end()
    for node in ("n0", "n2"):
        explorer.card(node).click()
        expect(page.locator(".fd .error")).not_to_have_text("–")
        if node == "n0":
            page.locator(".path").first.focus()
            expect(page.locator(".edge.is-path")).to_have_count(2)
        assert axe(page) == [], node
        page.get_by_role("button", name="Show in graph").click()
        expect(page.locator(".banner.nudged")).to_be_visible()
        assert axe(page) == [], node
