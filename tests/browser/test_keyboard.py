"""Everything by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.until import comes_to, steady


def _focused_card(page: Page) -> str:
    focused: str = page.evaluate("document.activeElement.closest('g.node')?.id ?? ''")
    return focused


def test_a_whole_session_without_a_mouse(page: Page) -> None:
    explorer = Explorer(page).open()
    page.keyboard.press("b")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tl h2")).to_contain_text("step 6 of 7")
    page.keyboard.press("Home")
    expect(page.locator(".tl h2")).to_contain_text("step 1 of 7")
    page.keyboard.press("End")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    page.keyboard.press("d")
    expect(explorer.data("n6")).not_to_have_text("−8.0000")
    page.keyboard.press("z")
    expect(explorer.data("n6")).to_have_text("−8.0000")
    page.keyboard.press("Shift+Z")
    expect(explorer.data("n6")).not_to_have_text("−8.0000")
    page.keyboard.press("f")
    expect(explorer.card("n0")).to_contain_class("is-stale")


def test_the_graph_is_one_stop_of_tab_and_arrows_walk_it(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.button("n6").focus()
    page.keyboard.press("ArrowLeft")
    comes_to(page, lambda: _focused_card(page), "n4")
    page.keyboard.press("ArrowLeft")
    comes_to(page, lambda: _focused_card(page), "n2")
    page.keyboard.press("ArrowDown")
    comes_to(page, lambda: _focused_card(page), "n3")
    page.keyboard.press("ArrowRight")
    comes_to(page, lambda: _focused_card(page), "n4")
    page.keyboard.press("Enter")
    expect(explorer.card("n4")).to_contain_class("is-selected")
    expect(page.locator(".kv .big")).to_have_text("d")
    expect(page.locator(".frame .hit[tabindex='0']")).to_have_count(1)
    page.keyboard.press("Tab")
    comes_to(page, lambda: _focused_card(page), "")
    page.keyboard.press("Shift+Tab")
    comes_to(page, lambda: _focused_card(page), "n4")
    page.keyboard.press("Escape")
    comes_to(page, lambda: _focused_card(page), "")


def test_letters_do_nothing_while_something_is_typed(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("# bdfz")
    expect(explorer.editor).to_contain_text("# bdfz")
    explorer.settled()
    expect(explorer.grad("n0")).to_have_text("–")
    page.get_by_role("combobox", name="Find in the graph").press_sequentially("d")
    expect(explorer.data("n6")).to_have_text("−8.0000")


def test_tab_leaves_the_editor(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.editor.click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_control_enter_runs_the_text(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.editor.click()
    with page.expect_response("**/api/v1/evaluate"):
        page.keyboard.press("ControlOrMeta+Enter")
    expect(explorer.editor).to_be_focused()


def test_slash_finds_a_value(page: Page) -> None:
    Explorer(page).open()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Find in the graph")).to_be_focused()
    page.keyboard.type("d")
    expect(page.locator(".found [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".kv .big")).to_have_text("d")


def test_the_picture_is_turned_restyled_and_zoomed(page: Page) -> None:
    explorer = Explorer(page).open()
    with page.expect_response("**/render") as drawn:
        page.keyboard.press("l")
    assert '"direction":"TB"' in (drawn.value.request.post_data or "")
    page.keyboard.press("m")
    expect(page.locator(".frame svg.classic")).to_be_visible()
    expect(explorer.data("n6")).to_have_text("−8.0000")
    explorer.settled()
    before = steady(page, page.locator(".pct").text_content) or ""
    page.keyboard.press("-")
    expect(page.locator(".pct")).not_to_have_text(before)
    page.keyboard.press("0")
    expect(page.locator(".pct")).to_have_text(before)


def test_the_examples_are_a_menu(page: Page) -> None:
    explorer = Explorer(page).open()
    button = page.get_by_role("button", name="Examples", exact=True)
    first, second = (page.get_by_role("menuitem").nth(at) for at in (0, 1))
    button.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".doc b")).to_have_text("A neuron")
    expect(explorer.data("n9")).to_have_text("0.7071")


def test_help_opens_and_gives_the_focus_back(page: Page) -> None:
    Explorer(page).open()
    button = page.get_by_role("button", name="Keyboard help")
    button.click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(button).to_be_focused()
