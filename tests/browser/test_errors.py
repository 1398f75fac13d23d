"""What is wrong with a text is marked at its exact place, said below its line, and helped."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.until import comes_to
from tests.browser.watch import Watch

LINES = "a = Value(2.0)\nb = Value(3.0)\ncc = a*b\n"


@pytest.mark.parametrize(
    ("text", "marked", "where"),
    [
        (LINES + "d = cc + dd\n", "dd", "Line 4, column 10."),
        ("# 🧠🧠 by hand\nx = '𝛼🙂'; y = Value(1.0) + ccc\n", "ccc", "Line 2, column 28."),
        ("a = Value(1.0)\n🙂 = a\n", "🙂", "Line 2, column 1."),
        ("a = Value(1.0)\nb = a.undefined_thing\n", "a.undefined_thing", None),
        ("a = Value(1 / 0)\n", "1 / 0", "Line 1, column 11."),
        ("from math import nothing\na = Value(1.0)\n", None, None),
        ("a = Value(1.0)\nb = (a +\n", None, None),
    ],
    ids=["name", "astral", "emoji", "attribute", "number", "import", "syntax"],
)
def test_an_error_is_underlined_at_its_place(
    page: Page, watch: Watch, text: str, marked: str | None, where: str | None
) -> None:
    explorer = Explorer(page).open()
    assert explorer.paste(text)["status"] == 422
    message = page.locator(".editor .diag")
    expect(message).to_be_visible()
    expect(page.locator(".editor .sq").first).to_be_visible()
    if marked is not None:
        comes_to(page, lambda: "".join(page.locator(".editor .sq").all_text_contents()), marked)
    if where is not None:
        expect(message.locator("b")).to_have_text(where)
    expect(page.get_by_text("1 problem")).to_be_visible()
    # A run that is streamed has begun before it fails.
    assert watch.refused in ([], ["422 /api/v1/evaluate"])


def test_a_suggestion_is_one_press_away(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(LINES + "d = cc + aa\n")
    page.get_by_role("button", name="Replace with a").click()
    expect(page.locator(".editor .diag")).to_have_count(0)
    expect(explorer.editor).to_contain_text("d = cc + a")
    expect(explorer.named("d").locator(".data")).to_have_text("8.0000")


def test_an_unknown_name_can_be_given_a_number(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(LINES + "d = cc + zebra\n")
    page.get_by_role("button", name="Define zebra").click()
    expect(explorer.slider("zebra")).to_have_value("1")
    explorer.set("zebra", "4")
    expect(explorer.named("d").locator(".data")).to_have_text("10.0000")
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("e = d*2\n")
    expect(explorer.named("e").locator(".data")).to_have_text("20.0000")


def test_the_last_drawing_stays_until_the_text_is_mended(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(LINES)
    drawn = explorer.card("n2").element_handle()
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("d = cc + dd")
    expect(page.locator(".banner")).to_contain_text(
        "Showing the last drawing that worked. Fix line 4 to update it."
    )
    expect(page.locator(".canvas")).to_contain_class("is-old")
    explorer.shows_values("6")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("a")
    expect(explorer.named("d").locator(".data")).to_have_text("8.0000")
    expect(page.locator(".banner")).to_have_count(0)
    assert drawn is not None


def test_leaves_can_be_moved_while_the_text_is_wrong(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(LINES)
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("d = nothing")
    expect(page.locator(".editor .diag")).to_be_visible()
    explorer.set("a", "5")
    expect(explorer.data("n2")).to_have_text("15.0000")
    expect(page.locator(".editor .diag")).to_be_visible()


def test_the_message_moves_with_its_line(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(LINES + "d = cc + dd\n")
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.type("# a comment\n")
    expect(page.locator(".editor .diag b")).to_have_text("Line 5, column 10.")
    comes_to(page, lambda: "".join(page.locator(".editor .sq").all_text_contents()), "dd")


def test_the_message_under_the_last_line_comes_into_sight(open_page: OpenPage) -> None:
    page, _ = open_page(width=390, height=700)
    explorer = Explorer(page).open()
    page.get_by_role("radio", name="Program").check(force=True)
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("g = L + nothing")
    expect(page.locator(".editor .diag")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Define nothing")).to_be_in_viewport()
