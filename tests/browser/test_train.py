"""The page Train: a program's loop while it runs, looked back at, paused, changed and stopped."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.address import packed
from tests.browser.conftest import ColorScheme, OpenPage
from tests.browser.fits import nothing_is_beyond_the_edge
from tests.browser.until import steady, until

TOLD = Path(__file__).with_name("told_run.js")
PROGRAM = """# two numbers
rate = 0.01
random.seed(7)
a = Value(1.0)
for step in range(400):
  c = a * -3.0
  loss = (c + 10).tanh()
  loss.backward()
  a.data -= rate * a.grad
"""
SLOW = 4
BESIDES = "svg, pre, .tn-code, .cm-editor, .sr, .skip, nav, .topbar"

Axe = Callable[[Page], list[str]]


def _told(page: Page, *, rate: float = 80, program: str = PROGRAM) -> Page:
    """The page with runs that are told by a stream that stands in for the server's."""
    page.add_init_script(path=TOLD)
    page.add_init_script(f"told.rate = {rate}")
    page.goto("/train" + packed({"source": program}))
    return page


def _until(page: Page, holds: str) -> None:
    """Wait until an expression holds. The page's policy forbids playwright's own way of waiting."""
    until(page, lambda: page.evaluate(holds), bool)


def _log(page: Page, verb: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("verb => told.log.filter((each) => each.verb === verb)", verb)
    return found


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _step(page: Page) -> Locator:
    return page.locator(".tn-rec b")


def _reached(page: Page, step: int) -> None:
    """Wait until the page shows this step or a later one."""

    def newest() -> int:
        return int(re.sub(r"\D", "", _step(page).text_content() or "") or 0)

    until(page, newest, lambda now: now >= step)


def _runs(page: Page, count: int) -> list[dict[str, Any]]:
    """What so many runs were asked for with, once they were."""
    return until(page, lambda: _log(page, "run"), lambda found: len(found) == count)


def _paused(page: Page) -> int:
    """Pause; gives the step at which the run stands."""
    _reached(page, 12)
    page.locator(".tn-verbs .primary").click()
    expect(page.locator(".tn-verbs .primary")).to_contain_text("Continue")
    now = int(page.evaluate("told.now"))
    expect(_step(page)).to_have_text(f"Step {now}")
    return now


def test_a_run_begins_with_the_page_and_is_shown_as_it_goes_on(page: Page) -> None:
    _told(page)
    expect(page.get_by_role("img", name=re.compile("^Loss"))).to_be_visible()
    expect(page.locator(".tn-output pre")).to_contain_text("cardamom")
    expect(page.get_by_role("heading", name=re.compile("^Matrices at step"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Graph at step"))).to_be_visible()
    expect(page.locator(".tn-graph .frame #n0")).to_be_visible()
    expect(page.get_by_role("region", name="accuracy")).to_be_visible()
    expect(page.locator(".tn-texts")).to_contain_text("cornel")
    expect(page.get_by_text("7 of 15 rows of wte have no grad in this step.")).to_be_visible()
    (run,) = _runs(page, 1)
    assert run["body"]["live"] == {"parts": True, "record": True, "pace": None, "pause_at": None}


def test_pause_step_and_continue(page: Page) -> None:
    _told(page)
    now = _paused(page)
    _press(page, "Step")
    expect(_step(page)).to_have_text(f"Step {now + 1}")
    page.locator(".tn-verbs .primary").click()
    _reached(page, now + 6)
    assert [each["body"] for each in _log(page, "continue")] == [{"pace": None}]


def test_a_slider_during_a_pause_goes_along(page: Page) -> None:
    _told(page)
    _paused(page)
    page.get_by_label("Find a parameter").fill("a")
    page.get_by_label("Number of a", exact=True).fill("2.5")
    page.keyboard.press("Enter")
    page.locator(".tn-verbs .primary").click()
    expect(page.locator(".tn-verbs .primary")).to_contain_text("Pause")
    assert _log(page, "continue")[0]["body"]["values"] == {"a": 2.5}
    expect(page.get_by_label("Find a parameter")).to_have_count(0)


def test_scrubbing_back_and_forth_shows_the_same_texts(page: Page) -> None:
    _told(page)
    _paused(page)

    def shown(step: int) -> list[str]:
        page.get_by_label("Recorded steps").fill(str(step))
        expect(_step(page)).to_have_text(f"Showing step {step}")
        expect(page.get_by_role("heading", name=f"Graph at step {step}", exact=True)).to_be_visible()
        expect(page.locator(f".tn-norms th:has-text('step {step}')")).to_have_count(1)
        nodes, norms = page.locator(".tn-graph .frame .node"), page.locator(".tn-norms")
        expect(nodes.filter(has_text=f"1.0{step}")).to_have_count(1)  # `a` of the told program
        return steady(page, lambda: [*nodes.all_text_contents(), norms.inner_text()])

    first, other = shown(3), shown(9)
    assert first != other
    assert shown(3) == first
    assert shown(9) == other
    _press(page, "Follow live L")
    expect(_step(page)).to_have_text(re.compile("^Step"))


def test_a_lost_connection_goes_on_where_it_broke(page: Page) -> None:
    _told(page, rate=60)
    _reached(page, 5)
    page.evaluate("() => { told.isAway = true; told.lose(); }")
    expect(page.get_by_text(re.compile(r"No connection\. The last step received is \d+"))).to_be_visible()
    # At once, before the page tries again on its own.
    page.get_by_role("button", name="Continue", exact=True).evaluate(
        "(button) => { told.isAway = false; button.click(); }"
    )
    expect(page.get_by_text("No connection")).to_have_count(0)
    (events,) = until(page, lambda: _log(page, "events"), bool)
    assert events["after"].startswith("told.")
    _reached(page, 30)
    _paused(page)
    lines = page.locator(".tn-output pre").inner_text().strip().split("\n")
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))


def test_stop_keeps_everything_and_start_again_begins_anew(page: Page) -> None:
    _told(page)
    _reached(page, 20)
    _press(page, "Stop")
    expect(page.locator(".tn-verbs .primary")).to_contain_text("Train")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_disabled()
    expect(page.locator(".tn-output pre")).to_contain_text("cardamom")
    _press(page, "Start again")
    _runs(page, 2)
    _reached(page, 5)
    expect(page.get_by_label("Last run")).to_be_checked()


def test_a_number_of_the_program_starts_another_run_and_the_old_one_is_named(page: Page) -> None:
    _told(page)
    _reached(page, 20)
    field = page.get_by_label("rate, line 2")
    expect(field).to_have_value("0.01")
    field.fill("0.003")
    page.keyboard.press("Enter")
    assert "rate = 0.003\n" in _runs(page, 2)[1]["body"]["source"]
    expect(page.locator(".tn-loss")).to_contain_text("rate 0.01")


def test_a_program_without_a_loop_is_offered_one(page: Page) -> None:
    _told(page, program="a = Value(2.0)\nL = a*a\n")
    expect(page.get_by_text("This program makes one pass. Put it in a loop to train.")).to_be_visible()
    assert _log(page, "run") == []
    _press(page, "Insert a loop")
    assert "L.backward()" in _runs(page, 1)[0]["body"]["source"]
    _reached(page, 2)


def test_the_keyboard_alone(page: Page) -> None:
    _told(page)
    _reached(page, 20)
    page.keyboard.press("Space")
    expect(page.locator(".tn-verbs .primary")).to_contain_text("Continue")
    now = int(page.evaluate("told.now"))
    expect(_step(page)).to_have_text(f"Step {now}")
    page.keyboard.press("ArrowRight")
    expect(_step(page)).to_have_text(f"Step {now + 1}")
    page.keyboard.press("Shift+ArrowLeft")
    expect(_step(page)).to_have_text(f"Showing step {now - 9}")
    page.keyboard.press("Home")
    expect(_step(page)).to_have_text("Showing step 1")
    page.keyboard.press("l")
    expect(_step(page)).to_have_text(f"Step {now + 1}")


def test_a_cell_says_its_exact_numbers(page: Page) -> None:
    _told(page)
    _paused(page)
    page.get_by_role("button", name="wte, data, 15 × 16").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tn-reading")).to_have_text(re.compile(r"^wte\[1\]\[0\]: data .*, grad 0$"))


def test_open_in_explore_carries_the_program(page: Page) -> None:
    _told(page)
    _reached(page, 5)
    page.get_by_role("link", name="Open in Explore").click()
    page.wait_for_url(re.compile("/#"))
    expect(page.locator(".cm-content")).to_contain_text("rate = 0.01")


def test_closing_the_page_stops_the_run(page: Page) -> None:
    _told(page, rate=SLOW)
    _reached(page, 2)
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    _until(page, "told.log.some((each) => each.verb === 'stop')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, axe: Axe, scheme: ColorScheme) -> None:
    page, _ = open_page(color_scheme=scheme, calm=True)
    _told(page)
    _paused(page)
    assert axe(page) == []
    _press(page, "Edit program")
    expect(page.locator(".cm-content")).to_be_visible()
    assert axe(page) == []


def test_a_phone_shows_one_part_at_a_time_and_pauses_nothing(open_page: OpenPage, axe: Axe) -> None:
    page, _ = open_page(width=390, height=844, calm=True)
    _told(page)
    parts = {"Loss": ".tn-loss", "Network": ".tn-graph", "Layers": ".tn-matrices", "Settings": ".tn-form"}
    _reached(page, 5)
    for tab in parts:
        page.get_by_role("radio", name=tab).check(force=True)
        for other, place in parts.items():
            expect(page.locator(place)).to_be_visible(visible=other == tab)
        nothing_is_beyond_the_edge(page, besides=BESIDES)
        assert axe(page) == [], tab
    assert _log(page, "pause") == []


@pytest.mark.parametrize(
    "size", [(1181, 800), (1280, 800), (1440, 900), (1920, 1080), (2560, 1440), (720, 450)]
)
def test_nothing_is_beyond_the_edge(open_page: OpenPage, size: tuple[int, int]) -> None:
    page, _ = open_page(width=size[0], height=size[1], calm=True)
    _told(page)
    _reached(page, 5)
    nothing_is_beyond_the_edge(page, besides=BESIDES)
