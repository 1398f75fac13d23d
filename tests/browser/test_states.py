"""The states of grads and of the canvas: pending, fresh, added, stale; empty, late, too large, busy, away."""

from playwright.sync_api import Page, Route, expect

from tests.browser.explorer import OWN, Explorer
from tests.browser.gate import Gate, intercept
from tests.browser.until import comes_to
from tests.browser.watch import Watch

SET = """(slider, value) => {
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
EVALUATE, BACKWARD, RENDER = "**/api/v1/evaluate", "**/api/v1/backward", "**/api/v1/render"
WIDE = "random.seed(1)\nnet = MLP(2, [16, 16, 1])\nloss = (net([1.0, -2.0]) - 1.0)**2\n"


def test_a_text_that_calls_no_backward_has_no_grads(page: Page) -> None:
    explorer = Explorer(page).open()
    comes_to(page, lambda: {grad for _, grad in explorer.numbers().values()}, {"–"})
    expect(explorer.card("n0")).to_contain_class("is-pending")
    expect(explorer.sentence).to_contain_text("Grads are not computed yet. Press Backward.")


def test_backward_fills_the_grads(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    grads = ["6.0000", "−4.0000", "−2.0000", "−2.0000", "−2.0000", "4.0000", "1.0000"]
    comes_to(page, lambda: [explorer.numbers()[f"n{i}"][1] for i in range(7)], grads)
    expect(explorer.card("n0")).to_contain_class("is-fresh")


def test_a_second_pass_is_added_where_grads_are_not_zeroed(page: Page) -> None:
    explorer = Explorer(page).open()
    page.get_by_role("checkbox", name="Zero grads before backward").uncheck()
    explorer.play_to_end()
    expect(explorer.grad("n0")).to_have_text("6.0000")
    explorer.press("Backward")
    expect(explorer.grad("n0")).to_have_text("12.0000")
    expect(explorer.card("n0").locator(".mk-n")).to_have_text("×2")
    expect(explorer.grad("n2")).to_have_text("−2.0000")
    explorer.press("Backward")
    expect(explorer.card("n0").locator(".mk-n")).to_have_text("×3")
    explorer.set("a", "4")
    expect(explorer.grad("n1")).to_have_text("−24.0000")


def test_passes_that_are_asked_for_quickly_are_all_added(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    page.get_by_role("checkbox", name="Zero grads before backward").uncheck()
    explorer.play_to_end()
    gate = Gate(page, "backward")
    gate.reached_by(lambda: page.keyboard.press("b"))
    page.keyboard.press("b")
    page.keyboard.press("b")
    gate.open()
    expect(explorer.card("n0").locator(".mk-n")).to_have_text("×4")
    expect(explorer.grad("n0")).to_have_text("24.0000")


def test_a_pass_after_moved_data_is_added_to_the_old_grads(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    explorer.press("Forward")
    explorer.set("a", "4")
    page.get_by_role("checkbox", name="Zero grads before backward").uncheck()
    explorer.press("Backward")
    expect(explorer.grad("n1")).to_have_text("−12.0000")


def test_forward_makes_grads_stale_and_backward_fresh(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.play_to_end()
    explorer.press("Forward")
    expect(explorer.card("n0")).to_contain_class("is-stale")
    expect(explorer.grad("n0")).to_have_text("6.0000")
    explorer.set("b", "-1")
    expect(explorer.data("n6")).to_have_text("−16.0000")
    expect(explorer.grad("n0")).to_have_text("6.0000")
    explorer.play_to_end()
    expect(explorer.grad("n0")).to_have_text("2.0000")
    expect(explorer.card("n0")).to_contain_class("is-fresh")


def test_grads_are_called_stale_at_any_size(page: Page) -> None:
    explorer = Explorer(page).open()
    source = "a = Value(1.0)\nb = a + 2\nfor _ in range(12000):\n    b = b + 2 * a\nb.backward()\n"
    explorer.paste(source)
    expect(explorer.sentence).to_contain_text("Grads are up to date")
    explorer.clear()
    explorer.paste(source + "a.data -= 0.1\n")
    expect(explorer.sentence).to_contain_text("Grads are stale")


def test_a_number_that_is_none_is_named(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste("a = Value(-1.0)\nb = a.log()\nc = b*2\n")
    expect(explorer.data("n1")).to_have_text("nan")
    expect(explorer.card("n1").locator(".mk-warn")).to_have_count(1)
    expect(page.locator(".output li")).to_contain_text("Line 2.")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".kv .big")).to_have_text("b")
    explorer.set("a", "1")
    expect(explorer.data("n1")).to_have_text("0.0000")
    expect(explorer.card("n1").locator(".mk-warn")).to_have_count(0)


def test_an_empty_text_offers_a_beginning(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.clear()
    page.get_by_role("button", name="Load the lecture example").click()
    expect(explorer.data("n6")).to_have_text("−8.0000")


def test_what_is_too_large_has_ways_on(page: Page, watch: Watch) -> None:
    explorer = Explorer(page).open()
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(WIDE)
    # It is drawn by its calls; who wants every value is shown those around one.
    box = page.locator(".frame g.box").filter(has_text="layer2")
    expect(box).to_be_visible()
    explorer.settled()
    expect(page.locator("[data-row=n0]")).to_be_visible()
    before = box.locator("> .hit").get_attribute("aria-label") or ""
    explorer.set("net/layer0/neuron0/w0", "1.9")
    explorer.set("net/layer0/neuron0/w1", "1.9")
    expect(box.locator("> .hit")).not_to_have_attribute("aria-label", before)
    page.get_by_role("radio", name="Every value").check(force=True)
    expect(page.locator(".crumb")).to_contain_text("Too many for one picture. Showing 2 steps around")
    page.get_by_role("button", name="Show the program").click()
    expect(box).to_be_visible()
    assert watch.refused == []


def test_a_graph_beyond_every_list_can_still_be_stepped(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("a = Value(1.0)\nb = a\nfor i in range(25000):\n    b = b + a\n")
    expect(page.locator(".frame g.node").first).to_be_visible()
    expect(page.locator(".frame g.box").first).to_contain_text("25,000")
    explorer.open_table()
    expect(page.locator("[data-row=n0]")).to_contain_text("a")
    explorer.press("Step descent")
    expect(explorer.sentence).to_contain_text("falls from 25001 to")


def test_a_drawing_that_takes_its_time_is_announced(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.clear()
    held: list[Route] = []
    intercept(page, RENDER, lambda route: held.append(route))
    page.get_by_role("button", name="Load the lecture example").click()
    expect(page.get_by_text("Drawing 7 values. The numbers are ready in the table.")).to_be_visible()
    expect(page.locator("[data-row=n6] .data")).to_have_text("−8.0000")
    comes_to(page, lambda: len(held), 1)
    held[0].continue_()
    expect(explorer.data("n6")).to_have_text("−8.0000")


def test_a_busy_server_is_asked_again(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    seen = False

    def busy_until_seen(route: Route) -> None:
        if seen:
            route.continue_()
            return
        problem = '{"code": "busy", "status": 503, "detail": "The queue is full."}'
        # 429 stands in for 503 here, because a real 503 would count as a fault of the server under test.
        route.fulfill(
            status=429, content_type="application/problem+json", body=problem, headers={"Retry-After": "1"}
        )

    intercept(page, BACKWARD, busy_until_seen)
    explorer.press("Backward")
    expect(page.locator(".banner")).to_contain_text("The server is busy. Trying again in 1 s.")
    expect(explorer.data("n6")).to_have_text("−8.0000")
    seen = True
    page.get_by_role("button", name="Last step").click()
    expect(explorer.grad("n1")).to_have_text("−4.0000")
    expect(page.locator(".banner")).to_have_count(0)


def test_without_a_connection_the_page_still_computes(page: Page, watch: Watch) -> None:
    """Sliders, passes and steps need no server."""
    explorer = Explorer(page).open()
    page.context.set_offline(True)
    watch.requests.clear()
    explorer.press("Backward")
    expect(page.locator(".tl h2")).to_contain_text("step 7 of 7")
    explorer.slider("a").evaluate(SET, "5")
    expect(explorer.data("n6")).to_have_text("10.0000")
    expect(explorer.grad("n1")).to_have_text("−10.0000")
    explorer.set("f", "-4")
    expect(explorer.data("n6")).to_have_text("20.0000")
    explorer.press("Forward")
    expect(explorer.card("n0")).to_contain_class("is-stale")
    expect(page.locator(".banner")).to_have_count(0)
    assert {"/api/v1/forward", "/api/v1/backward", "/api/v1/evaluate"}.isdisjoint(watch.requests)
    page.context.set_offline(False)


def test_without_a_connection_the_page_can_be_read_and_tries_again(page: Page) -> None:
    explorer = Explorer(page).open()
    explorer.paste(OWN)
    explorer.play_to_end()
    intercept(page, "**/api/**", lambda route: route.abort())
    explorer.press("Forward")
    expect(page.locator(".banner")).to_contain_text("No connection.")
    page.get_by_role("button", name="Step back").click()
    expect(explorer.sentence).to_contain_text("grad of a += grad of e")
    page.unroute("**/api/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".banner")).to_have_count(0)
    expect(explorer.card("n0")).to_contain_class("is-stale")
