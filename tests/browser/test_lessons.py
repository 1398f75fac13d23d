"""The lessons: every one opened, its task missed with a wrong answer and solved with the right one."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from app import lessons
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.gate import Gate
from tests.browser.until import comes_to, steady, until

Axe = Callable[[Page], list[str]]

NUMBERS = range(1, 21)
READY = ".frame g.node, .ls-point"


def task(number: int) -> dict[str, Any]:
    """The task as the lesson's file has it, with its right and its wrong answer."""
    (text,) = [
        each.read_text(encoding="utf-8")
        for each in files(lessons.__name__).iterdir()
        if each.name.startswith(f"{number:02}-")
    ]
    found: dict[str, Any] = json.loads(text.split("```")[1].removeprefix("json"))["task"]
    return found


def answered(server: str, call: str, **body: Any) -> dict[str, Any]:
    answer = httpx.post(f"{server}/api/v1/{call}", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def opened(page: Page, number: int) -> dict[str, Any]:
    """Open a lesson by its deep link, wait for its picture, give back its entry of the catalogue."""
    page.goto(f"/lessons#{number:02}")
    (entry,) = [each for each in page.request.get("/api/v1/lessons").json() if each["number"] == number]
    expect(page.locator("article h1")).to_have_text(entry["title"])
    expect(page.locator(READY).first).to_be_visible()
    found: dict[str, Any] = entry
    return found


def type_in(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")


def answer(page: Page, server: str, entry: dict[str, Any], right: bool) -> None:
    """Give the right or the wrong answer by keyboard, and check it."""
    given = task(entry["number"])
    check = page.get_by_role("button", name="Check")
    match given["kind"]:
        case "predict":
            ((kind, label),) = given["of"].items()
            nodes = answered(server, "evaluate", source=entry["source"])["nodes"]
            truth = next(node for node in nodes if node["label"] == label)[kind]
            type_in(page, "Your answer", repr(truth if right else given["wrong"]))
            return
        case "set":
            ((leaf, number),) = given["answer" if right else "wrong"].items()
            type_in(page, f"{leaf} =", repr(number))
            return
        case "reach":
            for leaf, number in given["answer" if right else "wrong"].items():
                type_in(page, f"{leaf}, exactly", repr(number))
        case "write":
            edits = given["answer" if right else "wrong"]
            source = entry["source"]
            for old, new in zip(edits[::2], edits[1::2], strict=True):
                source = source.replace(old, new)
            page.locator(".ls-editor .cm-content").focus()
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(source)
        case "choose":
            wanted = given["wrong"]
            if right and "uses" in given["rule"]:
                wanted = ["d", "e"]
            elif right and "nonzero" in given["rule"]:
                wanted = ["aa", "ab"]
            elif right:
                wanted = ["a"]
            for box in page.get_by_role("checkbox").all():
                if box.is_checked():
                    box.press("Space")
            for label in wanted:
                page.get_by_role("checkbox", name=label, exact=True).press("Space")
        case "steps":
            if right:
                type_in(page, "Learning rate", repr(given["answer"]["rate"]))
                page.get_by_role("button", name="Start again").press("Enter")
                expect(page.locator(".ls-loss")).to_contain_text("after 0 steps")
                page.get_by_role("button", name="100 steps").press("Enter")
                expect(page.locator(".ls-loss")).to_contain_text("after 100 steps")
                page.get_by_role("button", name="100 steps").press("Enter")
                expect(page.locator(".ls-loss")).to_contain_text("after 200 steps")
            else:
                page.get_by_role("button", name="1 step", exact=True).press("Enter")
                expect(page.locator(".ls-loss")).to_contain_text("after 1 step")
    check.press("Enter")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_wrong_answer_is_refused_and_the_right_one_solves(page: Page, server: str, number: int) -> None:
    entry = opened(page, number)
    verdict, hint = page.locator("#ls-verdict"), page.locator(".ls-hint")
    expect(hint).to_have_count(0)
    answer(page, server, entry, right=False)
    expect(verdict).to_contain_text("Not yet")
    expect(hint).to_be_visible()
    expect(page.locator(".ls-path")).to_contain_text("0 of 20 solved")
    answer(page, server, entry, right=True)
    expect(verdict).to_contain_text("Correct")
    expect(page.locator(".ls-path")).to_contain_text("1 of 20 solved")
    expect(page.locator(".ls-path a[aria-current]")).to_contain_text("solved")
    expect(page.locator(".ls-more")).to_be_visible()
    expect(page.locator(".btn.primary")).to_have_count(1 if number < 20 else 0)
    page.reload()
    expect(page.locator(".ls-path")).to_contain_text("1 of 20 solved")


def test_the_numbers_in_the_text_are_at_the_curve(page: Page) -> None:
    opened(page, 1)
    expect(page.locator(".ls-prose strong").first).to_have_text("20")
    expect(page.locator(".ls-readout dd")).to_have_text(["3", "20", "14"])
    expect(page.locator(".ls-formula")).to_contain_text("3x2−4x+5")


def test_the_point_alone_solves_the_first_lesson(page: Page) -> None:
    opened(page, 1)
    point = page.get_by_role("slider", name="x")
    point.press("ArrowLeft")
    expect(point).to_have_attribute("aria-valuetext", "x is 2.9, slope 13.4")
    box = steady(page, page.locator(".ls-halo").bounding_box)
    width = page.locator("#ls-area rect").evaluate("e => e.width.baseVal.value")
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - (2.9 - 0.68) * width / 6, y, steps=8)
    page.mouse.up()
    expect(point).to_have_attribute("aria-valuetext", "x is 2/3, slope 0")
    expect(page.get_by_label("x =")).to_have_value("2/3")
    expect(page.locator("#ls-verdict")).to_be_empty()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#ls-verdict")).to_contain_text("Correct: the slope at x = 2/3 is 0.")


@pytest.mark.parametrize("typed", ["2/3", "0.667", ".667", "0,667", "4/6"])
def test_an_answer_is_read_as_people_write_it(page: Page, typed: str) -> None:
    opened(page, 1)
    type_in(page, "x =", typed)
    expect(page.locator("#ls-verdict")).to_contain_text("Correct")


def test_a_wrong_place_says_its_slope(page: Page) -> None:
    opened(page, 1)
    type_in(page, "x =", "1")
    expect(page.locator("#ls-verdict")).to_contain_text("the slope at x = 1 is 2. It should be 0.")
    type_in(page, "x =", "0.67")
    expect(page.locator("#ls-verdict")).to_contain_text("Write more digits, or a fraction")
    type_in(page, "x =", "left")
    expect(page.locator("#ls-verdict")).to_contain_text("such as 0.5 or 2/3")


def test_a_usual_mistake_is_named(page: Page) -> None:
    opened(page, 4)
    type_in(page, "Your answer", "-3")
    expect(page.locator("#ls-verdict")).to_contain_text("That is the local derivative ∂e/∂a.")


def test_progress_is_taken_along_in_a_link(page: Page, open_page: OpenPage, server: str) -> None:
    page.goto("/lessons#20&solved=1-19")
    expect(page.locator("article")).to_have_attribute("data-lesson", "attention")
    expect(page.locator(".ls-path")).to_contain_text("19 of 20 solved")
    expect(page.locator(READY).first).to_be_visible()
    (entry,) = [each for each in page.request.get("/api/v1/lessons").json() if each["number"] == 20]
    answer(page, server, entry, right=True)
    expect(page.locator(".ls-end")).to_contain_text("You have finished all 20.")
    link = page.get_by_role("link", name="Link with your progress")
    expect(link).to_have_attribute("href", re.compile("#20&solved=1-20$"))
    other, _ = open_page()
    other.goto(link.get_attribute("href") or "")
    expect(other.locator(".ls-path")).to_contain_text("20 of 20 solved")


BESIDE = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [text, graph] = [box(".ls-text"), box(".ls-graph")];
  return text.right <= graph.left + 1 && graph.width >= 280 && graph.top < innerHeight - 200;
}"""


@pytest.mark.parametrize("size", [(1920, 1080), (1440, 900), (1181, 800), (1024, 768), (720, 450)])
def test_the_graph_is_beside_the_text(open_page: OpenPage, size: tuple[int, int]) -> None:
    page, _ = open_page(width=size[0], height=size[1], calm=True)
    for number in (1, 4, 14):
        opened(page, number)
        until(page, lambda: page.evaluate(BESIDE), bool)
        nothing_scrolls_sideways(page)


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900)])
def test_a_graph_beside_text_is_drawn_down_a_tall_canvas(open_page: OpenPage, size: tuple[int, int]) -> None:
    page, _ = open_page(width=size[0], height=size[1], calm=True)
    opened(page, 20)
    expect(page.locator(".zoom")).to_contain_text(re.compile(r"([6-9]\d|1\d\d)%"))  # 31 % and 39 % across it


@pytest.mark.parametrize(("number", "asked"), [(20, "w1"), (15, "zb"), (5, "x1")])
def test_on_a_phone_a_large_graph_opens_around_what_is_asked_for(
    open_page: OpenPage, number: int, asked: str
) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    opened(page, number)
    zoom = page.locator(".zoom .pct")
    expect(zoom).to_have_text("65%")
    expect(page.locator(".cropped")).to_be_visible()
    card = page.locator(".frame g.node", has=page.locator(f".name:text-is('{asked}')"))
    expect(card.locator(".face")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Fit graph").click()
    expect(zoom).not_to_have_text("65%")
    expect(page.locator(".cropped")).to_have_count(0)


def test_what_is_asked_for_is_hidden_until_it_is_found(page: Page, server: str) -> None:
    entry = opened(page, 2)
    comes_to(page, lambda: set(page.locator(".frame .grad").all_text_contents()), {"–"})
    answer(page, server, entry, right=True)
    expect(page.locator(".frame g.node.param > .grad").first).to_have_text("−3.0000")


def test_presses_wait_for_what_is_under_way(page: Page, server: str) -> None:
    entry = opened(page, 10)
    type_in(page, "Learning rate", "0.2")
    loss, press = page.locator(".ls-loss"), page.get_by_role("button", name="100 steps").press
    gate = Gate(page, "evaluate", "backward", "descend")
    gate.reached_by(lambda: page.get_by_role("button", name="Start again").press("Enter"))
    expect(loss).to_have_text("loss … after 0 steps")
    press("Enter")
    press("Enter")
    page.get_by_role("button", name="Check").press("Enter")
    expect(page.locator("#ls-verdict")).to_be_empty()
    gate.open()
    expect(loss).to_contain_text("after 200 steps")
    expect(page.locator("#ls-verdict")).to_contain_text("Correct")
    wanted = answered(server, "descend", source=entry["source"], learning_rate=0.2, steps=200)["losses"][-1]
    expect(loss.locator(".data")).to_have_text(f"{wanted:.4f}")


def test_starting_again_forgets_the_steps_under_way(page: Page, server: str) -> None:
    opened(page, 10)
    loss = page.locator(".ls-loss")
    expect(loss).to_have_text(re.compile(r"loss \d.* after 0 steps"))
    first = loss.inner_text()
    gate = Gate(page, "evaluate", "backward", "descend")
    gate.reached_by(lambda: page.get_by_role("button", name="100 steps").press("Enter"))
    page.get_by_role("button", name="10 steps").press("Enter")
    page.get_by_role("button", name="Start again").press("Enter")
    expect(loss).to_contain_text("loss … after 0 steps")
    gate.open()
    expect(loss).to_have_text(first)
    page.get_by_role("button", name="1 step", exact=True).press("Enter")
    expect(loss).to_contain_text("after 1 step")


def test_a_check_waits_for_the_number_that_was_just_given(page: Page) -> None:
    opened(page, 1)
    given = task(1)
    assert given["kind"] == "set"
    ((leaf, number),) = given["answer"].items()
    gate = Gate(page, "evaluate", "backward", "descend")
    gate.reached_by(lambda: type_in(page, f"{leaf} =", repr(number)))
    expect(page.locator("#ls-verdict")).to_be_empty()
    gate.open()
    expect(page.locator("#ls-verdict")).to_contain_text("Correct")


def test_what_is_no_number_is_said_to_be_none(page: Page) -> None:
    opened(page, 3)
    type_in(page, "Your answer", "a lot")
    expect(page.locator("#ls-verdict")).to_have_text("Write a number, such as 0.5 or 2/3.")


def test_steps_stop_before_they_give_the_answer_away(page: Page, server: str) -> None:
    entry = opened(page, 4)
    trace = answered(server, "backward", source=entry["source"], include=["nodes", "trace"])["trace"]
    step = page.get_by_role("button", name="Step", exact=True)
    scrubber = page.get_by_label("Backward steps")
    step.press("Enter")
    expect(page.locator(".ls-say")).to_contain_text("grad of L = 1, because")
    first = next(each["step"] for each in trace if each["node"] == "n0")
    scrubber.focus()
    page.keyboard.press("End")
    expect(scrubber).to_have_value(str(first))
    expect(step).to_be_disabled()
    expect(page.locator(".ls-say")).to_contain_text("give the answer away")
    answer(page, server, entry, right=True)
    expect(step).to_be_enabled()
    scrubber.focus()
    page.keyboard.press("End")
    expect(scrubber).to_have_value(str(len(trace)))
    page.keyboard.press("Home")
    expect(page.locator(".ls-count")).to_have_text(f"Backward, step 0 of {len(trace)}")


def test_nodes_are_chosen_in_the_graph_as_well(page: Page) -> None:
    opened(page, 7)
    expect(page.locator(".frame #n0 > .grad")).to_have_text("1.0000")
    page.locator(".frame #n0 > .hit").click()
    expect(page.get_by_role("checkbox", name="a", exact=True)).to_be_checked()
    expect(page.locator(".frame #n0")).to_contain_class("is-selected")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#ls-verdict")).to_contain_text("Correct: the grad of a is wrong.")
    expect(page.locator(".frame #n0 > .grad")).to_have_text("2.0000")


def test_one_goes_through_them_by_keyboard_and_by_address(page: Page) -> None:
    opened(page, 9)
    page.get_by_role("link", name="Next: A training loop").press("Enter")
    expect(page.locator("article")).to_have_attribute("data-lesson", "training")
    expect(page).to_have_url(re.compile("#10$"))
    page.get_by_role("link", name="Previous").press("Enter")
    expect(page.locator("article")).to_have_attribute("data-lesson", "loss")
    page.go_back()
    expect(page.locator("article")).to_have_attribute("data-lesson", "training")
    page.get_by_role("link", name="1 What a slope is").press("Enter")
    expect(page.locator("article")).to_have_attribute("data-lesson", "slope")
    expect(page.get_by_role("link", name="Previous")).to_have_count(0)


@pytest.mark.parametrize("fragment", ["#77", "#1.AAAA", "#x"])
def test_an_address_that_leads_nowhere_is_told(page: Page, fragment: str) -> None:
    page.goto(f"/lessons{fragment}")
    expect(page.locator(".ls-says")).to_be_visible()
    expect(page.locator("article")).to_have_attribute("data-lesson", "slope")


def test_a_lesson_opens_in_the_explorer_in_its_state(page: Page) -> None:
    opened(page, 5)
    link = page.get_by_role("link", name="Open in the explorer")
    expect(link).to_have_attribute("href", re.compile(r"#1\."))
    fragment = (link.get_attribute("href") or "").split("#")[1]
    page.goto(f"/lessons#{fragment}")
    page.reload()
    expect(page.locator("article")).to_have_attribute("data-lesson", "neuron")


def _can_be_touched(place: Any) -> bool:
    return place is not None and min(place["width"], place["height"]) >= 36


OVER = """() => {
  const box = (element) => element.getBoundingClientRect();
  const zoom = box(document.querySelector(".zoom"));
  const frame = box(document.querySelector(".frame")); // which cuts what is beyond it
  const isOver = (card) => card.left < zoom.right && zoom.left < card.right
    && card.top < zoom.bottom && zoom.top < Math.min(card.bottom, frame.bottom);
  return [...document.querySelectorAll(".frame g.node > .face")].map(box).filter(isOver).length;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_the_zoom_lies_over_no_card(open_page: OpenPage, width: int) -> None:
    page, _ = open_page(width=width, height=844, calm=True)
    for number in (3, 5, 8):
        opened(page, number)
        comes_to(page, lambda: page.evaluate(OVER), 0)
    if width < 720:
        for button in page.locator(".zoom button").all():
            until(page, button.bounding_box, _can_be_touched)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_runs_over(
    open_page: OpenPage, axe: Axe, server: str, scheme: ColorScheme, width: int
) -> None:
    page, _ = open_page(color_scheme=scheme, width=width, calm=True)
    for number in (1, 5, 7, 11, 13, 10):
        entry = opened(page, number)
        answer(page, server, entry, right=False)
        expect(page.locator(".ls-hint")).to_be_visible()
        assert axe(page) == [], number
        nothing_scrolls_sideways(page)
    answer(page, server, entry, right=True)
    expect(page.locator("#ls-verdict")).to_contain_text("Correct")
    assert axe(page) == []
