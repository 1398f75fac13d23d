"""Going through the backward pass: graph, sentence, table and inspector show the same step."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import OWN, Explorer
from tests.browser.gate import Gate, intercept
from tests.browser.until import comes_to, steady, until
from tests.browser.watch import Watch


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
    expect(page.locator(".edge-label .edge-label-number")).to_have_text("−3")
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


def test_steps_that_are_pressed_while_the_pass_is_on_its_way_are_all_taken(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    gate = Gate(page, "backward")
    gate.reached_by(lambda: page.get_by_role("button", name="First step").click())
    page.get_by_role("button", name="Step", exact=True).click()
    page.keyboard.press("ArrowRight")
    gate.open()
    expect(page.locator(".tl h2")).to_contain_text("step 3 of 7")
    expect(explorer.grad("n4")).to_have_text("−2.0000")


def test_the_last_step_is_gone_to_once_the_pass_is_here(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    gate = Gate(page, "backward")
    gate.reached_by(lambda: explorer.press("Backward"))
    page.get_by_role("button", name="Last step").click()
    page.keyboard.press("ArrowLeft")
    gate.open()
    expect(page.locator(".tl h2")).to_contain_text("step 6 of 7")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert watch.calls("/api/v1/backward") == 1, "the pass that is on its way is not asked for again"


def test_a_scrubber_that_is_dragged_before_the_pass_is_here_ends_where_it_is_let_go(
    page: Page, watch: Watch
) -> None:
    Explorer(page).open().paste(OWN)
    gate = Gate(page, "backward")
    scrubber = page.get_by_role("slider", name="Backward step")
    gate.reached_by(lambda: scrubber.fill("1"))
    for step in (*range(2, 8), *range(6, 1, -1), *range(3, 8), *range(6, 2, -1)):
        scrubber.fill(str(step))
    gate.open()
    expect(page.locator(".tl h2")).to_contain_text("step 3 of 7")
    assert watch.calls("/api/v1/backward") == 1


def test_what_is_pressed_during_forward_is_done_after_it(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    gate = Gate(page, "forward")
    gate.reached_by(lambda: page.keyboard.press("f"))
    page.keyboard.press("b")
    page.keyboard.press("End")
    gate.open()
    expect(page.locator(".tl h2")).to_contain_text("Backward, step 7 of 7")
    expect(explorer.grad("n0")).to_have_text("6.0000")


def test_play_is_pressed_and_pressed_again_before_the_pass_is_here(page: Page) -> None:
    Explorer(page).open().paste(OWN)
    gate = Gate(page, "backward")
    gate.reached_by(lambda: page.keyboard.press(" "))
    page.keyboard.press(" ")
    gate.open()
    expect(page.locator(".tl h2")).to_contain_text("step 1 of 7")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_backward_plays_to_its_end(page: Page) -> None:
    explorer = Explorer(page).open()
    page.get_by_role("combobox", name="Speed").select_option("0.5×")
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
    expect(inspector.locator(".kv")).not_to_contain_text("0x")
    inspector.get_by_role("button", name="Exact").click()
    expect(inspector.locator(".kv")).to_contain_text("−0x1.8p+2")
    expect(inspector).to_contain_text("d = e + c and ∂(a+b)/∂a = 1, so ∂d/∂e is 1.")
    expect(explorer.card("n2")).to_contain_class("is-selected")
    explorer.lit(4, "e = a*b")


HELD = """() => [...document.querySelectorAll("aside .sec [aria-busy=true]:not(dl)")].map((room) => {
  return [room.innerText.trim(), room.getBoundingClientRect().height];
})"""
HEIGHTS = """() => [...document.querySelectorAll("aside .sec [aria-busy=false]:not(dl)")].map((room) => {
  return room.getBoundingClientRect().height;
})"""
PAST = """() => {
  const scrubber = document.querySelector(".scrub input");
  for (const count of [6, 5, 4, 3]) {
    scrubber.value = String(count);
    scrubber.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""


def test_steps_that_are_passed_through_ask_for_nothing(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    explorer.play_to_end()
    expect(page.locator("aside .paths .product")).to_have_count(1)
    expect(page.locator("aside .fd")).to_have_attribute("aria-busy", "false")
    calls = watch.calls("/api/v1/paths"), watch.calls("/api/v1/nudge")
    page.evaluate(PAST)
    expect(page.locator(".kv .big")).to_have_text("f")
    expect(page.locator("aside .fd")).to_have_attribute("aria-busy", "false")
    expect(page.locator("aside .paths .trail")).to_have_text("f → L")
    asked = (calls[0] + 1, calls[1] + 1)
    comes_to(page, lambda: (watch.calls("/api/v1/paths"), watch.calls("/api/v1/nudge")), asked)


def test_nudges_and_paths_are_computed_in_the_page(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    expect(page.locator("aside .fd")).to_have_attribute("aria-busy", "false")
    sent = len(watch.requests)
    page.context.set_offline(True)
    try:
        explorer.card("n1").click()
        expect(page.locator("aside .paths .trail")).to_have_text("b → e → d → L")
        expect(page.locator("aside .fd .grad")).to_have_text("−4.0")
        page.get_by_role("button", name="Show in graph").click()
        expect(page.locator(".frame .is-nudged")).to_have_count(4)
        explorer.set("a", "1")
        expect(page.locator("aside .paths .product b")).to_have_text("−2")
        expect(page.locator(".frame .is-nudged")).to_have_count(0)
    finally:
        page.context.set_offline(False)
    assert len(watch.requests) == sent


def test_what_is_not_known_yet_of_a_step_keeps_its_room(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    explorer.play_to_end()
    expect(page.locator("aside .fd")).to_have_attribute("aria-busy", "false")
    expect(page.locator("aside .paths .product")).to_have_count(1)
    heights = steady(page, lambda: page.evaluate(HEIGHTS))
    assert len(heights) == 2
    # The answers about the next node do not come: nothing of the last one stays, and nothing moves.
    for call in ("paths", "nudge"):
        intercept(page, f"**/api/v1/{call}", lambda _: None)
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".kv .big")).to_have_text("a")
    expect(page.locator("aside .paths")).to_have_count(0)
    expect(page.locator("aside .fd .difference")).to_have_text("–")
    comes_to(page, lambda: page.evaluate(HELD), [["–", heights[0]], ["", heights[1]]])


ON_MIDDLE = """() => {
  const line = document.querySelector(".edge.is-active .line");
  const place = document.querySelector(".edge-label")?.getAttribute("transform");
  if (line === null || place == null) return false;
  const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
  const [left, top] = place.match(/-?[\\d.]+/g).map(Number);
  return Math.abs(left - x) <= 0.6 && Math.abs(top - y) <= 0.6;
}"""
COVERED = """() => {
  const box = (element) => element.getBoundingClientRect();
  const pill = box(document.querySelector(".edge-label-bg"));
  const isUnder = (card) => card.left < pill.right && pill.left < card.right
    && card.top < pill.bottom && pill.top < card.bottom;
  return [...document.querySelectorAll(".frame g.node > .face")].map(box).filter(isUnder).length;
}"""


def on_middle(page: Page) -> None:
    """Waits until the label of the edge is on its middle: the edge and its label are moved in turn."""
    until(page, lambda: page.evaluate(ON_MIDDLE), bool)


def test_the_pill_stands_on_the_middle_of_its_edge(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    for step in (2, 3, 6):
        page.get_by_role("slider", name="Backward step").fill(str(step))
        expect(page.locator(".tl h2")).to_contain_text(f"step {step} of 7")
        # The edge and its label are moved one after the other.
        expect(page.locator(".edge.is-active .line")).to_have_count(1)
        on_middle(page)
        comes_to(page, lambda: page.evaluate(COVERED), 0)


def test_where_cards_stand_close_the_pill_lies_over_none(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.choose_in_view("Classic")
    expect(page.locator(".frame svg.classic")).to_be_visible()
    explorer.play_to_end()
    for step in range(2, 8):
        page.get_by_role("slider", name="Backward step").fill(str(step))
        expect(page.locator(".tl h2")).to_contain_text(f"step {step} of 7")
        comes_to(page, lambda: page.evaluate(COVERED), 0)
