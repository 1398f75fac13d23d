"""The folded drawing: what is repeated is one box, whose numbers follow the descent without a new layout."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from app.examples import EXAMPLES
from engine.program import run
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.explorer import Explorer
from tests.browser.watch import Watch

DEMO = next(example for example in EXAMPLES if example.name == "moons")
ROWS = """\
net = MLP(3, [4, 4, 1])
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ypred = [net(x) for x in xs]
loss = sum((yout - ygt)**2 for ygt, yout in zip([1.0, -1.0, -1.0, 1.0], ypred))
loss.backward()
"""
BOXES = [
    "inputs ×200", "model/layer0 ×48", "model/layer1 ×272", "model/layer2 ×17",
    "model/layer0 ×100", "model/layer1 ×100", "model/layer2 ×100",
    "score ×100", "losses ×100", "line 21 ×337", "data_loss", "reg_loss", "total_loss",
]  # fmt: skip
RENDER = "/api/v1/render"


def opened(page: Page) -> Explorer:
    """The demo, chosen from the menu."""
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Choose an example").click()
    page.get_by_role("menuitem", name=DEMO.title, exact=True).click()
    expect(page.locator(".frame g.fold").first).to_be_visible()
    explorer.settled()
    return explorer


def called(page: Page, name: str) -> Locator:
    """The button of the box with this name, as a screen reader hears it."""
    return page.locator(f'.frame .hit[aria-label^="{name}, "]')


def test_the_demo_opens_as_a_whole_picture(page: Page, watch: Watch) -> None:
    explorer = opened(page)
    cards = page.locator(".frame g.node")
    heads = [
        " ".join(
            text
            for css in ("name", "times")
            if (
                text := (
                    card.locator(f"> .{css}").text_content() if card.locator(f"> .{css}").count() else ""
                )
            )
        )
        for card in cards.all()
    ]
    assert sorted(heads) == sorted(BOXES)
    frame, first, last = explorer.frame.bounding_box(), cards.first.bounding_box(), cards.last.bounding_box()
    assert frame is not None
    for box in (first, last):
        assert box is not None
        assert frame["x"] <= box["x"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    expect(page.locator(".frame .edge .many").filter(has_text="×25,600")).to_have_count(1)
    expect(page.locator(".say:not(.brief)")).to_contain_text("total_loss")
    expect(page.locator(".desc")).to_contain_text("Descent on total_loss")
    assert watch.refused == []


def test_its_numbers_follow_without_a_new_drawing(page: Page, watch: Watch) -> None:
    explorer = opened(page)
    asked = watch.calls(RENDER)
    total = page.locator(".frame g.output")
    losses = called(page, "losses, 100 copies")
    expect(total.locator("> .data")).to_have_text("0.8958")
    expect(total.locator("> .grad")).to_have_text("–")
    expect(losses).to_have_attribute(
        "aria-label", "losses, 100 copies, 500 values, data from 0 to 1.89, grad not computed yet"
    )
    explorer.press("Backward")
    expect(total.locator("> .grad")).to_have_text("1.0000")
    expect(total).to_contain_class("is-fresh")
    expect(losses).to_have_attribute(
        "aria-label", "losses, 100 copies, 500 values, data from 0 to 1.89, grad 0.0100, up to date"
    )
    expect(page.locator(".frame .edge.is-done")).to_have_count(page.locator(".frame .edge").count())
    before = page.locator(".frame g.fold > .data").all_text_contents()
    explorer.press("Step descent")
    expect(total).to_contain_class("is-stale")
    expect(total.locator("> .data")).not_to_have_text("0.8958")
    after = page.locator(".frame g.fold > .data").all_text_contents()
    assert sum(one != other for one, other in zip(before, after, strict=True)) > 8
    expect(losses).to_have_attribute("aria-label", re.compile("stale$"))
    page.keyboard.press("z")
    expect(total.locator("> .data")).to_have_text("0.8958")
    assert page.locator(".frame g.fold > .data").all_text_contents() == before
    assert watch.calls(RENDER) == asked


def test_a_box_is_looked_at_closely(page: Page) -> None:
    explorer = opened(page)
    inspector = page.locator(".insp")
    data, held = (made := run(DEMO.source)).frame.data, dict(made.held)
    expect(inspector.locator(".big")).to_have_text("total_loss")
    expect(inspector).to_contain_text(repr(data[-1]))
    box = called(page, "losses, 100 copies")
    box.click()
    expect(inspector.locator(".big")).to_have_text("losses")
    expect(inspector).to_contain_text("100 copies")
    expect(inspector).to_contain_text("500 values")
    expect(inspector).to_contain_text("grad not computed yet")
    expect(page.locator(".frame g.is-selected")).to_have_count(1)
    losses = [data[node] for node in held["losses"]]
    figures = (min(losses), sum(losses) / len(losses), max(losses))
    row = inspector.get_by_role("row", name=re.compile("^data"))
    assert [float(text) for text in row.locator("td").all_text_contents()] == [
        pytest.approx(figure, rel=1e-3) for figure in figures
    ]
    explorer.press("Backward")
    expect(inspector.get_by_role("row", name=re.compile("^grad")).locator("td")).to_have_text(["0.01"] * 3)
    expect(inspector).to_contain_text("grad up to date")
    explorer.press("Step descent")
    expect(inspector).to_contain_text("grad stale")


def test_edges_that_are_too_long_for_a_picture_are_folded_too(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(1.0)\nu = a*a\nout = u\nfor i in range(200):\n    out = out + u\n")
    expect(page.locator(".frame g.node")).to_have_count(3)
    expect(page.locator(".frame g.fold")).to_contain_text("×200")
    assert watch.refused == [f"422 {RENDER}"]
    explorer.press("Step descent")
    explorer.settled()
    assert watch.refused == [f"422 {RENDER}"], "what was refused is not asked for again"


def test_arrows_walk_from_box_to_box(page: Page) -> None:
    opened(page)
    page.locator(".frame g.output > .hit").focus()
    page.keyboard.press("ArrowUp")
    expect(called(page, "data_loss")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(called(page, "losses, 100 copies")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(called(page, "data_loss")).to_be_focused()


def test_levels_go_from_neurons_to_the_network(page: Page) -> None:
    explorer = opened(page)
    counts = []
    for _ in range(4):
        page.locator(".frame g.output > .hit").focus()
        page.keyboard.press("c")
        explorer.settled()
        counts.append(page.locator(".frame g.node").count())
    assert counts == [73, 13, 9, 13]


def test_a_link_keeps_it_folded(page: Page, open_page: OpenPage) -> None:
    explorer = Explorer(page).open()
    explorer.paste(ROWS)
    whole = page.locator(".frame g.node").count()
    page.keyboard.press("o")
    expect(page.locator(".frame g.fold").first).to_be_visible()
    expect(page.get_by_role("button", name="Fold", exact=True)).to_have_attribute("aria-pressed", "true")
    explorer.settled()
    expect(called(page, "ypred, 4 copies")).to_have_count(1)
    expect(page).to_have_url(re.compile("#1\\."))
    other, _ = open_page()
    other.goto(page.url)
    expect(called(other, "ypred, 4 copies")).to_have_count(1)
    page.keyboard.press("o")
    expect(page.locator(".frame g.node")).to_have_count(whole)


def test_a_small_program_folded_is_stepped_and_its_members_chosen(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(ROWS)
    page.keyboard.press("o")
    expect(page.locator(".frame g.fold").first).to_be_visible()
    box = called(page, "ypred, 4 copies")
    expect(box).to_have_attribute("aria-label", re.compile("grad from .* to .*, up to date"))
    explorer.press("Backward")
    page.get_by_role("button", name="First step").click()
    expect(page.locator(".frame g.output > .grad")).to_have_text("1.0000")
    expect(box).to_have_attribute("aria-label", re.compile("grad not computed yet$"))
    page.get_by_role("button", name="Last step").click()
    expect(box).to_have_attribute("aria-label", re.compile("up to date$"))
    box.click()
    expect(page.locator(".frame g.fold.is-selected")).to_have_count(1)
    explorer.settled()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390)])
def test_axe_finds_nothing(
    open_page: OpenPage, axe: Callable[[Page], list[str]], scheme: ColorScheme, width: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, height=844, calm=True)
    explorer = opened(page)
    assert axe(page) == []
    explorer.press("Backward")
    expect(page.locator(".frame g.output > .grad")).to_have_text("1.0000")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
