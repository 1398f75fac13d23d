"""Export → Page: one HTML file that steps, computes and explains, opened from disk without a network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from benchmarks.dragging import FOLDED
from tests.browser.address import packed
from tests.browser.explorer import OWN, Explorer
from tests.browser.watch import REPORT_VIOLATIONS

MOST_BYTES = 300_000


def _saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as caught:
        Explorer(page).choose_in_view("Export", "Page (HTML)")
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    assert path.stat().st_size <= MOST_BYTES
    return path


@contextmanager
def _opened(browser: Browser, path: Path, *, width: int = 1280, dark: bool = False) -> Iterator[Page]:
    """The file in a browser without a network; whatever it asks for, reports or violates fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        offline=True,
    )
    faults: list[str] = []

    def told(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    page = context.new_page()
    page.expose_function("backlensViolation", lambda text: faults.append(text))
    page.add_init_script(REPORT_VIOLATIONS)
    page.on("console", told)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    try:
        yield page
    finally:
        context.close()
    assert faults == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_a_saved_page_steps_computes_and_explains(
    page: Page, browser: Browser, axe: Callable[[Page], list[str]], tmp_path: Path, width: int, dark: bool
) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    page.get_by_role("slider", name="Backward step").fill("4")
    expect(page.locator(".tl h2")).to_contain_text("step 4 of 7")
    path = _saved(page, tmp_path)
    assert path.name == "a_small_expression.html"
    with _opened(browser, path, width=width, dark=dark) as saved:
        there = Explorer(saved)
        expect(saved).to_have_title("A small expression · Backlens")
        expect(saved.locator(".tl h2")).to_contain_text("step 4 of 7")
        expect(saved.locator(".frame g.node:has(> .data)")).to_have_count(7)
        assert there.numbers() == explorer.numbers()
        assert axe(saved) == []
        saved.get_by_role("button", name="Step", exact=True).click()
        expect(saved.locator(".tl h2")).to_contain_text("step 5 of 7")
        saved.get_by_role("button", name="Last step").click()
        expect(there.grad("n0")).to_have_text("6.0000")
        saved.get_by_role("slider", name="a", exact=True).fill("1")
        expect(there.data("n6")).to_have_text("−14.0000")
        expect(there.grad("n1")).to_have_text("−2.0000")
        there.card("n1").click()
        details = saved.get_by_role("complementary", name="Inspector")
        expect(details.locator(".paths .trail")).to_have_text("b → e → d → L")
        expect(details.locator(".fd .grad")).to_have_text("−2.0")
        details.get_by_role("button", name="Show in graph").click()
        expect(saved.locator(".frame .is-nudged")).to_have_count(4)
        details.get_by_text("Program", exact=True).click()
        expect(details.locator("pre")).to_contain_text("L = d * f")
        assert axe(saved) == []
        assert saved.evaluate("document.documentElement.scrollWidth") <= width


def test_a_saved_page_of_an_own_class_has_its_steps_and_no_sliders(
    page: Page, browser: Browser, axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    with _opened(browser, _saved(page, tmp_path)) as saved:
        expect(saved.locator(".fixed")).to_contain_text("own class")
        expect(saved.locator(".slider-strip")).to_have_count(0)
        saved.get_by_role("button", name="Last step").click()
        expect(Explorer(saved).grad("n0")).to_have_text("6.0000")
        saved.keyboard.press("ArrowLeft")
        expect(saved.locator(".tl h2")).to_contain_text("step 6 of 7")
        assert axe(saved) == []


def test_numbers_that_are_not_finite_and_odd_names_are_saved(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    explorer = Explorer(page).open()
    explorer.paste("x = Value(0.0, label='</script><b>')\ny = x.log()\ny.label = '</title>'\n")
    explorer.play_to_end()
    with _opened(browser, _saved(page, tmp_path)) as saved:
        expect(Explorer(saved).data("n1")).to_have_text(explorer.data("n1").text_content() or "")
        expect(saved.locator("h1")).to_have_text("</title>")


def test_boxes_are_saved_as_they_were_shown(
    page: Page, browser: Browser, axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    page.goto("/" + packed({"source": FOLDED}))
    boxes = page.locator(".frame g.box")
    expect(boxes.first).to_be_visible()
    Explorer(page).settled()
    count = boxes.count()
    with _opened(browser, _saved(page, tmp_path)) as saved:
        there = saved.locator(".frame g.box")
        expect(there).to_have_count(count)
        assert axe(saved) == []
        saved.get_by_role("button", name="Step", exact=True).click()
        expect(saved.locator(".tl h2")).to_contain_text("box 1 of")
        there.first.click()
        expect(saved.get_by_role("button", name="Open this")).to_have_count(0)
        loss = saved.locator(".frame g.node > text.data").last
        before = loss.text_content() or ""
        saved.locator(".slider-strip input").first.fill("0.9")
        expect(loss).not_to_have_text(before)
