"""Going through the backward pass: graph, sentence, table and inspector show the same step."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer


def test_each_step_is_shown_everywhere_at_once(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".tl h2")).to_contain_text("Backward, step 6 of 7")
    expect(explorer.sentence).to_have_text("grad of a += grad of e × ∂e/∂a = −2 × −3 = 6")
    expect(explorer.card("n0")).to_contain_class("is-active")
    expect(explorer.card("n1")).to_contain_class("is-pending")
    expect(explorer.grad("n1")).to_have_text("–")
    expect(page.locator("#e2-0")).to_contain_class("is-active")
    expect(page.locator(".pill .pill-v")).to_have_text("−3")
    expect(page.locator(".tape tr.on .nm")).to_have_text("a")
    expect(page.locator(".kv .big")).to_have_text("a")
    expect(page.locator(".uses tfoot .grad")).to_have_text("6")


def test_the_seed_comes_first(page: Page) -> None:
    explorer = Explorer(page).open()
    page.get_by_role("button", name="First step").click()
    expect(explorer.sentence).to_have_text("grad of L = 1, because ∂L/∂L = 1")
    expect(explorer.grad("n6")).to_have_text("1.0000")
    expect(explorer.grad("n4")).to_have_text("–")


def test_a_value_used_twice_takes_two_steps(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(3.0, label='a')\nb = a + a\n")
    page.get_by_role("button", name="First step").click()
    page.get_by_role("button", name="Step", exact=True).click()
    expect(explorer.grad("n0")).to_have_text("1.0000")
    page.get_by_role("button", name="Step", exact=True).click()
    expect(explorer.grad("n0")).to_have_text("2.0000")
    expect(page.locator(".uses tbody tr")).to_have_count(2)
    expect(page.locator(".uses tfoot .grad")).to_have_text("2")


def test_backward_plays_to_its_end(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.press("Backward")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(explorer.grad("n1")).to_have_text("−4.0000")


def test_where_motion_is_not_wanted_backward_jumps(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    explorer = Explorer(page).open()
    explorer.press("Backward")
    expect(explorer.grad("n1")).to_have_text("−4.0000")
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)


def test_the_scrubber_goes_both_ways(page: Page) -> None:
    explorer = Explorer(page).open()
    scrubber = page.get_by_role("slider", name="Backward step")
    scrubber.fill("3")
    expect(explorer.grad("n5")).to_have_text("4.0000")
    expect(explorer.grad("n2")).to_have_text("–")
    scrubber.fill("1")
    expect(explorer.grad("n5")).to_have_text("–")
    expect(scrubber).to_have_attribute("aria-valuetext", "grad of L = 1, because ∂L/∂L = 1")


def test_choosing_a_value_unties_the_inspector_from_the_step(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    page.locator("[data-row=n4]").click()
    expect(page.locator(".kv .big")).to_have_text("d")
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".kv .big")).to_have_text("d")
    page.get_by_role("checkbox", name="Follow step").check()
    expect(page.locator(".kv .big")).to_have_text("a")


def test_the_inspector_shows_every_digit_and_the_rule(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    explorer.card("n2").click()
    inspector = page.locator("aside.insp")
    expect(inspector.locator(".kv")).to_contain_text("−6.0")
    expect(inspector.locator(".kv")).to_contain_text("−0x1.8p+2")
    expect(inspector).to_contain_text("d = e + c and ∂(a+b)/∂a = 1, so ∂d/∂e is 1.")
    expect(explorer.card("n2")).to_contain_class("is-selected")
    expect(page.locator(".cm-line.on")).to_contain_text("e = a*b")
