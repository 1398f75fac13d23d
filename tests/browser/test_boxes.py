"""Large programs as boxes: opened in place, repainted without a new drawing, gone through box by box."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.examples import EXAMPLES
from tests.browser.address import packed, settled_address
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.until import comes_to, steady, until
from tests.browser.watch import Watch

RENDER = "/api/v1/render"
TITLES = {example.name: example.title for example in EXAMPLES}
HEAD = """\
def score(xs):
    products = [w[k] * xs[k] for k in range(4)]
    squares = [product * product for product in products]
    total = squares[0]
    for square in squares[1:]:
        total = total + square
    return total

w = [Value(0.5 * k + 0.25) for k in range(4)]
"""
CALLS = f"""\
{HEAD}scores = [score([0.1 * (k + i) for k in range(4)]) for i in range(12)]
loss = sum(scores)
loss.backward()
"""
"""Twelve calls of one function: some 250 values, too many to be read one by one."""
GPT = (Path(__file__).parents[1] / "app/sandbox/programs/gpt.py.txt").read_text()
SHADES = """async (map) => {
  const image = new Image();
  image.src = /data:[^")]+/.exec(map.style.getPropertyValue("--map"))[0];
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 104, height: 104 });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, 104, 104);
  return [...new Set(data.filter((_, at) => at % 4 === 3))];
}"""
PATHS = "(frame) => [...frame.querySelectorAll('.heat path')].map((path) => path.getAttribute('d')).join()"
OUTSIDE = """() => {
  const frame = document.querySelector("div.frame").getBoundingClientRect();
  return [...document.querySelectorAll(".frame g.node")].filter((node) => {
    const { left, right, bottom } = node.getBoundingClientRect();
    return left < frame.left || right > frame.right || bottom > frame.bottom;
  }).map((node) => node.id);
}"""
PATHS_OF = "(frames) => frames.map((frame) => frame.getAttribute('data-path'))"
LOWEST = "(faces) => Math.min(...faces.map((face) => face.getBoundingClientRect().height))"
PLACE = """(element) => {
  const { x, y } = element.getBoundingClientRect();
  return [x, y];
}"""


def opened(page: Page, source: str = CALLS) -> Explorer:
    """A program that is drawn as boxes."""
    explorer = Explorer(page).open()
    explorer.paste(source)
    expect(page.locator(".frame g.box").first).to_be_visible()
    explorer.settled()
    return explorer


def openable(page: Page) -> Locator:
    """The first box that can be opened."""
    return page.locator(".frame g.box[data-opens]").first


def frame_at(page: Page, path: str | None) -> Locator:
    """The open frame with this path."""
    return page.locator(f'.frame g.cluster[data-path="{path}"]')


def box_at(page: Page, path: str | None) -> Locator:
    """The box with this path."""
    return page.locator(f'.frame g.box[data-path="{path}"]')


def test_a_program_too_large_to_be_read_opens_as_boxes_that_fit(page: Page, watch: Watch) -> None:
    opened(page)
    comes_to(page, lambda: page.evaluate(OUTSIDE), [])
    shown = page.locator(".frame g.node").count()
    expect(page.locator(".crumb .boxes")).to_have_text(f"{shown} boxes")
    expect(page.get_by_role("radio", name="Program")).to_be_checked()
    assert watch.refused == []


@pytest.mark.parametrize("how", ["sign", "title", "Enter", "double click"])
def test_a_box_opens_in_its_place_and_its_corner_stays(page: Page, how: str) -> None:
    opened(page)
    box = openable(page)
    path = box.get_attribute("data-path")
    before = steady(page, lambda: box.locator("> .face").evaluate(PLACE))
    if how == "sign":
        box.locator(".opener").click()
    elif how == "title":
        box.locator("> .name").click()
    elif how == "Enter":
        box.locator("> .hit").focus()
        page.keyboard.press("Enter")
    else:
        box.locator("> .heat.data .bed").dblclick(force=True)
    inner = frame_at(page, path)
    expect(inner).to_have_count(1)
    comes_to(page, lambda: inner.locator("> .frame").evaluate(PLACE), pytest.approx(before, abs=1.5))
    expect(box_at(page, path)).to_have_count(0)


def test_escape_and_the_sign_shut_one_frame(page: Page) -> None:
    explorer = opened(page)
    box = openable(page)
    path = box.get_attribute("data-path")
    frames = page.locator(".frame g.cluster").count()
    box.locator("> .hit").focus()
    page.keyboard.press("Enter")
    expect(frame_at(page, path)).to_have_count(1)
    explorer.settled()
    expect(page.locator(".frame .hit:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(box_at(page, path)).to_have_count(1)
    expect(page.locator(".frame g.cluster")).to_have_count(frames)
    expect(box_at(page, path).locator("> .hit")).to_be_focused()
    box_at(page, path).locator(".opener").click()
    expect(frame_at(page, path)).to_have_count(1)
    explorer.settled()
    frame = frame_at(page, path).locator("> .frame")
    before = steady(page, lambda: frame.evaluate(PLACE))
    frame_at(page, path).locator(".shut").click()
    expect(box_at(page, path)).to_have_count(1)
    face = box_at(page, path).locator("> .face")
    comes_to(page, lambda: face.evaluate(PLACE), pytest.approx(before, abs=1.5))


def test_the_breadcrumb_says_where_one_is(page: Page) -> None:
    explorer = opened(page)
    page.keyboard.press("1")
    explorer.settled()
    openable(page).locator(".opener").click()
    crumb = page.get_by_role("navigation", name="Open calls")
    expect(crumb.locator("[aria-current=true]")).not_to_have_text("program")
    crumb.get_by_role("button", name="program").click()
    expect(crumb.locator("[aria-current=true]")).to_have_text("program")


def test_copies_are_stepped_through(page: Page) -> None:
    explorer = opened(page)
    page.keyboard.press("1")
    explorer.settled()
    stack = page.locator(".frame g.box[data-copies]").first
    stack.locator(".opener").click()
    stepper = page.locator(".stepper")
    expect(stepper).to_contain_text("of 12")
    copy = page.locator(".frame g.cluster[data-copies]")
    expect(copy).to_have_count(1)
    path = copy.get_attribute("data-path")
    step = "]" if stepper.locator("button").first.is_disabled() else "["
    page.keyboard.press(step)
    expect(frame_at(page, path)).to_have_count(0)
    expect(copy).to_have_count(1)
    expect(stepper).to_contain_text("of 12")


def test_detail_goes_from_the_program_to_every_value(page: Page) -> None:
    explorer = opened(page)
    expect(page.get_by_role("radio", name="Every value, ")).to_have_count(1)
    counts = []
    for key, name in zip("1234", ("Program", "Calls", "Lines", "Every value"), strict=True):
        page.keyboard.press(key)
        expect(page.get_by_role("radio", name=name)).to_be_checked()
        explorer.settled()
        if name != "Every value":
            expect(page.locator("div.frame svg")).to_have_attribute("data-detail", name.lower())
        else:
            expect(page.locator(".frame g.box")).to_have_count(0)
        counts.append(page.locator(".frame g.node:not(.copy)").count())
    assert counts == sorted(counts)
    assert len(set(counts)) >= 3
    expect(page.locator(".frame g.box")).to_have_count(0)
    page.get_by_role("radio", name="Program").check(force=True)
    expect(page.locator(".frame g.box").first).to_be_visible()


def test_numbers_are_repainted_without_a_new_drawing(page: Page, watch: Watch) -> None:
    explorer = opened(page)
    asked = watch.calls(RENDER)
    before = explorer.frame.evaluate(PATHS)
    expect(page.locator(".frame g.box.is-fresh").first).to_be_visible()
    explorer.press("Step descent")
    expect(page.locator(".frame g.box.is-stale").first).to_be_visible()
    until(page, lambda: explorer.frame.evaluate(PATHS), lambda after: after != before)
    explorer.press("Forward")
    page.get_by_role("button", name="First step").click()
    page.keyboard.press("z")
    assert watch.calls(RENDER) == asked


def test_the_cell_that_is_pointed_at_has_its_exact_numbers(page: Page) -> None:
    opened(page)
    bed = steady(page, page.locator(".frame g.box > .heat.data .bed").first.bounding_box)
    assert bed is not None
    page.mouse.move(bed["x"] + 3, bed["y"] + bed["height"] / 2)
    tip = page.locator(".pointed")
    expect(tip).to_be_visible()
    said = tip.locator("span").all_text_contents()
    page.mouse.click(bed["x"] + 3, bed["y"] + bed["height"] / 2)
    page.mouse.move(2, 2)
    expect(tip).to_have_count(0)
    page.locator(".elements button").first.focus()
    expect(page.locator(".exact span")).to_have_text(said)


def test_a_box_that_has_the_focus_shows_its_exact_range(page: Page) -> None:
    explorer = opened(page)
    page.keyboard.press("1")
    explorer.settled()
    box = page.locator(".frame g.box[data-copies] > .hit").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(box).to_be_focused()
    tip = page.locator(".pointed")
    expect(tip.locator(".data")).to_have_text(re.compile(r"^0\.343750*1? … 9\.528750*2?$"))
    expect(tip.locator(".grad")).to_have_text("1.0")
    place, canvas = steady(page, tip.bounding_box), explorer.frame.bounding_box()
    assert place is not None
    assert canvas is not None
    assert canvas["y"] <= place["y"]
    assert place["y"] + place["height"] <= canvas["y"] + canvas["height"]
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def test_what_is_joined_is_lit(page: Page) -> None:
    explorer = opened(page)
    edge = page.locator(".frame g.edge[data-from^=b][data-to]").first
    source = edge.get_attribute("data-from")
    explorer.card(str(source)).locator("> .hit").hover(position={"x": 3, "y": 3})
    expect(page.locator(".frame g.edge.is-lit").first).to_be_attached()
    expect(page.locator(".frame .is-near").first).to_be_attached()


def test_a_list_is_looked_at_element_by_element(page: Page) -> None:
    explorer = opened(page)
    inspector = page.locator(".insp")
    box = page.locator(".frame g.box").first
    box.locator("> .hit").click(position={"x": 3, "y": 3})
    expect(box).to_contain_class("is-selected")
    expect(inspector.locator(".big").first).to_contain_text(box.locator("> .name").text_content() or "")
    element = inspector.locator(".elements button").first
    element.click()
    expect(element).to_have_attribute("aria-pressed", "true")
    expect(inspector.get_by_role("heading", name="Contributions")).to_be_visible()
    numbers = re.search(r"data (\S+),", element.get_attribute("aria-label") or "")
    assert numbers is not None
    expect(inspector.locator(".kv .data").first).to_contain_text(numbers[1][:4])
    explorer.press("Step descent")
    expect(element).to_have_attribute("aria-pressed", "true")
    inspector.get_by_role("button", name="Show around").click()
    expect(page.locator(".crumb")).to_contain_text("Showing 2 steps around")
    page.get_by_role("button", name="Show all values").click()
    expect(page.locator(".crumb")).to_have_count(0)


def test_backward_is_gone_through_box_by_box(page: Page, watch: Watch) -> None:
    explorer = opened(page)
    explorer.play_to_end()
    page.get_by_role("button", name="First step").click()
    title = page.locator(".tl h2")
    boxes = page.locator(".frame g.node").count()
    expect(title).to_contain_text(f"box 1 of {boxes}")
    expect(explorer.sentence).to_contain_text("its grad is 1.")
    expect(page.locator(".frame g.box.is-pending").first).to_be_attached()
    asked = watch.calls(RENDER)
    page.get_by_role("button", name="Step", exact=True).click()
    expect(title).to_contain_text(f"box 2 of {boxes}")
    expect(explorer.sentence).to_contain_text("grads to")
    expect(page.locator(".frame g.node.is-active")).to_have_count(1)
    expect(page.locator(".frame g.edge.is-active")).not_to_have_count(0)
    page.get_by_role("button", name="Last step").click()
    expect(page.locator(".frame g.box.is-pending")).to_have_count(0)
    assert watch.calls(RENDER) == asked


def test_a_step_of_a_value_lights_the_box_that_holds_it_and_its_edge(page: Page) -> None:
    explorer = opened(page)
    explorer.press("Backward")
    page.get_by_role("button", name="Last step").click()
    # Playing has come to its end: before that another box has its turn.
    expect(page.locator(".tl h2")).to_contain_text(re.compile(r"box ([\d,]+) of \1\b"))
    box = page.locator(".frame g.node.is-active")
    expect(box).to_have_count(1)
    lit = steady(page, lambda: box.get_attribute("id"))
    page.get_by_role("radio", name="By value").check(force=True)
    expect(page.locator(".tl h2")).to_contain_text(re.compile(r"step \d+ of"))
    expect(page.locator(".frame g.node.is-active")).to_have_attribute("id", str(lit))
    expect(page.locator(".frame g.edge.is-active")).to_have_count(1)
    expect(explorer.sentence).to_contain_text("grad of")
    page.get_by_role("radio", name="By box").check(force=True)
    expect(page.locator(".frame g.node.is-active")).to_have_attribute("id", str(lit))


def test_arrows_walk_from_box_to_box(page: Page) -> None:
    opened(page)
    ends = page.locator(".frame g.edge[data-from^=b][data-to]").first
    source, target = (str(ends.get_attribute(name)) for name in ("data-from", "data-to"))
    page.locator(f".frame #{source} > .hit").focus()
    is_down = page.locator("div.frame svg").get_attribute("data-direction") == "TB"
    page.keyboard.press("ArrowDown" if is_down else "ArrowRight")
    expect(page.locator(f".frame #{target} > .hit")).to_be_focused()
    page.keyboard.press("ArrowUp" if is_down else "ArrowLeft")
    expect(page.locator(".frame .hit:focus")).to_have_count(1)


def test_one_box_is_reached_by_tab(page: Page) -> None:
    opened(page)
    expect(page.locator('.frame [tabindex="0"]')).to_have_count(1)
    label = page.locator(".frame g.box > .hit").first
    expect(label).to_have_attribute("role", "button")
    expect(label).to_have_attribute(
        "aria-label", re.compile(r", [\d,]+ values, data .*, grad .*, up to date$")
    )


def test_a_link_keeps_what_is_open(page: Page, open_page: OpenPage) -> None:
    explorer = opened(page)
    box = openable(page)
    path = box.get_attribute("data-path")
    box.locator(".opener").click()
    expect(frame_at(page, path)).to_have_count(1)
    explorer.settled()
    other, _ = open_page()
    other.goto(settled_address(page))
    expect(frame_at(other, path)).to_have_count(1)
    for name in ("data-boxes", "data-detail", "data-open"):
        drawn = page.locator("div.frame svg").get_attribute(name)
        expect(other.locator("div.frame svg")).to_have_attribute(name, str(drawn))


def test_a_link_from_before_boxes_could_be_opened_still_works(page: Page) -> None:
    page.goto("/" + packed({"source": CALLS, "folded": True}))
    expect(page.locator(".frame g.box").first).to_be_visible()
    expect(page.get_by_role("radio", name="Program")).to_be_checked()


def test_a_canvas_of_another_size_asks_for_nothing(page: Page, watch: Watch) -> None:
    explorer = opened(page)
    asked = watch.calls(RENDER)
    page.set_viewport_size({"width": 1600, "height": 1000})
    expect(explorer.frame).to_have_css("width", re.compile(r"9\d\dpx"))
    explorer.settled()
    assert watch.calls(RENDER) == asked


def test_a_line_marks_the_boxes_that_hold_what_it_made(page: Page) -> None:
    explorer = opened(page)
    explorer.editor.get_by_text("loss = sum").click()
    expect(page.locator(".frame .is-marked, .frame .is-selected").first).to_be_attached()


def test_of_too_many_values_those_around_one_are_shown(page: Page) -> None:
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Examples", exact=True).click()
    page.get_by_role("menuitem", name=TITLES["moons"], exact=True).click()
    expect(page.locator(".doc b")).to_have_text(TITLES["moons"])
    expect(page.locator(".frame g.box").first).to_be_visible()
    explorer.settled()
    expect(page.locator(".minimap")).to_be_visible()
    page.keyboard.press("4")
    crumb = page.locator(".crumb")
    expect(crumb).to_contain_text("Too many for one picture. Showing 2 steps around total_loss.")
    expect(page.locator(".frame g.box")).to_have_count(0)
    crumb.get_by_role("button", name="Show the program").click()
    expect(page.locator(".frame g.box").first).to_be_visible()


def test_on_a_phone_one_frame_is_open_and_a_box_can_be_touched(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    page.goto("/" + packed({"source": CALLS, "detail": "program"}))
    expect(page.locator(".frame g.box").first).to_be_visible()
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")
    openable(page).locator(".opener").click()
    expect(page.locator(".frame g.cluster")).not_to_have_count(0)
    paths = steady(page, lambda: page.locator(".frame g.cluster").evaluate_all(PATHS_OF))
    assert all(other.startswith(path) or path.startswith(other) for path in paths for other in paths)
    nothing_scrolls_sideways(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390)])
def test_axe_finds_nothing(
    open_page: OpenPage, axe: Callable[[Page], list[str]], scheme: ColorScheme, width: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, height=844, calm=True)
    page.goto("/" + packed({"source": CALLS}))
    expect(page.locator(".frame g.node").first).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("1")
    expect(page.locator(".frame g.box").first).to_be_visible()
    openable(page).locator(".opener").click()
    expect(page.locator(".frame g.cluster").first).to_be_visible()
    assert axe(page) == []
    page.locator(".frame g.box > .hit").first.click(position={"x": 3, "y": 3}, force=True)
    assert axe(page) == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900)])
def test_a_gpt_opens_readable_with_its_counts_and_its_map(
    open_page: OpenPage, width: int, height: int
) -> None:
    page, _ = open_page(width=width, height=height, calm=True)
    page.goto("/" + packed({"source": GPT}))
    expect(page.locator(".frame g.box").first).to_be_visible(timeout=60_000)
    expect(page.locator(".detail")).to_contain_text("Every value33,387")
    expect(page.get_by_role("button", name="Values", exact=True)).to_have_attribute("aria-expanded", "false")
    until(page, page.locator(".pct").inner_text, lambda text: float(text.removesuffix("%")) >= 60)
    # A decoder's map is no grid of boxes: it has many more different shades than four spans of steps.
    expect(page.locator(".minimap")).to_have_attribute("style", re.compile("data:image/png"))
    until(page, lambda: page.locator(".minimap").evaluate(SHADES), lambda shades: len(shades) > 20)
    Explorer(page).open_table()
    expect(page.locator(".tape tbody tr").first).to_be_visible()


def test_a_file_has_the_grads_of_the_step_of_boxes_that_is_shown(page: Page) -> None:
    explorer = opened(page)
    explorer.press("Backward")
    page.get_by_role("button", name="First step").click()
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator(".tl h2")).to_contain_text("box 2 of")
    expect(page.locator(".frame g.node.is-active")).to_have_count(1)
    pending = steady(page, page.locator(".frame g.box.is-pending").count)
    assert pending > 0
    with page.expect_download() as caught:
        explorer.choose_in_view("Export", "Drawing (SVG)")
    assert len(re.findall(r'class="node box [^"]*is-pending', caught.value.path().read_text())) == pending
    page.get_by_role("button", name="Last step").click()
    expect(page.locator(".frame g.box.is-pending")).to_have_count(0)
    with page.expect_download() as caught:
        explorer.choose_in_view("Export", "Drawing (SVG)")
    assert "is-pending" not in caught.value.path().read_text().split("</style>")[1]


def test_a_shared_first_view_shows_the_same_boxes_elsewhere(page: Page, open_page: OpenPage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("menuitem", name=re.compile("Copy link")).first.click()
    expect(page.locator("body")).to_contain_text("copied")
    link = page.evaluate("navigator.clipboard.readText()")
    other, _ = open_page(width=1000, height=620, calm=True)
    other.goto(link)
    expect(other.locator(".frame g.box").first).to_be_visible()
    for name in ("data-boxes", "data-open", "data-direction"):
        drawn = page.locator("div.frame svg").get_attribute(name)
        expect(other.locator("div.frame svg")).to_have_attribute(name, str(drawn))


def test_a_box_on_a_phone_is_44_px_high_at_least(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    for source in (CALLS, GPT):
        page.goto("about:blank")
        page.goto("/" + packed({"source": source, "detail": "calls"}))
        expect(page.locator(".frame g.box").first).to_be_attached(timeout=60_000)
        expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false")
        lowest = partial(page.locator(".frame g.box > .face").evaluate_all, LOWEST)
        until(page, lowest, lambda height: height >= 43.9)


def test_copies_are_seen_below_each_other_and_side_by_side(page: Page) -> None:
    explorer = opened(page)
    page.keyboard.press("1")
    explorer.settled()
    page.locator(".frame g.box[data-copies] > .hit").first.click(position={"x": 3, "y": 3})
    rows = page.locator(".copies button")
    expect(rows).to_have_count(9)
    expect(rows.first).to_have_accessible_name(re.compile(r"^Open scores 1 ?, data .+, grad .+$"))
    page.locator(".insp").get_by_role("button", name="Later").first.click()
    expect(rows).to_have_count(3)
    page.locator(".insp").get_by_role("button", name="Earlier").first.click()
    page.get_by_role("button", name="Show 4 side by side").click()
    expect(page.locator(".frame g.cluster[data-copies]")).to_have_count(4)


def test_an_element_has_its_exact_numbers_by_keyboard(page: Page) -> None:
    opened(page)
    page.locator(".frame g.box > .hit").first.click(position={"x": 3, "y": 3})
    exact = page.locator(".exact")
    expect(exact).to_contain_text("Point at an element")
    page.locator(".elements button").first.focus()
    expect(exact.locator(".data")).to_have_text(re.compile(r"^\S+$"))
    page.locator(".elements button").nth(1).hover()
    expect(exact.locator("b")).to_have_text(re.compile("1$"))


def test_an_edit_keeps_what_is_open_and_a_call_that_is_gone_opens_the_nearest(page: Page) -> None:
    page.goto(f"/{packed({'source': CALLS, 'detail': 'program', 'open': ['score[11]']})}")
    expect(frame_at(page, "score[11]")).to_have_count(1)
    explorer = Explorer(page)
    explorer.settled()
    explorer.paste(CALLS.replace("sum(scores)", "sum(scores) * 0.5"))
    expect(frame_at(page, "score[11]")).to_have_count(1)
    explorer.paste(CALLS.replace("range(12)", "range(6)"))
    expect(frame_at(page, "score[5]")).to_have_count(1)
    expect(frame_at(page, "score[0]")).to_have_count(0)
    explorer.paste("p = Value(2.0)\nq = p * p\n")
    expect(page.locator(".frame g.box, .frame g.cluster")).to_have_count(0)


def test_an_edit_keeps_the_detail_unless_one_picture_cannot_hold_it(page: Page) -> None:
    explorer = opened(page)
    explorer.every_value()
    explorer.paste(CALLS.replace("sum(scores)", "sum(scores) * 0.5"))
    expect(page.get_by_role("radio", name="Every value")).to_be_checked()
    expect(page.locator(".frame g.box")).to_have_count(0)
    explorer.paste(CALLS.replace("range(12)", "range(100)"))
    expect(page.get_by_role("radio", name="Program")).to_be_checked()
    expect(page.locator(".frame g.box").first).to_be_visible()


def test_a_grad_is_added_up_by_call_and_a_box_says_its_lines(page: Page) -> None:
    state = {"source": CALLS, "detail": "program", "open": ["score[0]"], "selected": "n0"}
    page.goto("/" + packed(state))
    rows = page.locator(".insp .by-call tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("×11")
    expect(rows.first.locator("td").nth(1)).to_have_text("11")
    expect(rows.first.locator(".grad")).to_have_text("+2.53")
    rows.last.get_by_role("button").click()
    expect(page.locator(".insp dd.lines")).to_have_text("2: products = [w[k] * xs[k] for k in range(4)]")
