"""The page Train with runs of the server's own: changed, scrubbed, shared, broken, with texts and figures."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.address import packed
from tests.browser.conftest import OpenPage

ROOT = Path(__file__).parents[2]


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _step(page: Page) -> Locator:
    return page.locator(".tn-rec b")


def _verb(page: Page) -> Locator:
    return page.locator(".tn-verbs .primary")


REAL = """# a real run
from backlens import watch
rate = 0.1
a = Value(2.0)
w = [[Value(0.1 * i - 0.2 * j) for i in range(4)] for j in range(3)]
for step in range(40):
  loss = (a * a) + sum(v * v for row in w for v in row)
  for p in [a] + [v for row in w for v in row]:
    p.grad = 0.0
  loss.backward()
  for p in [a] + [v for row in w for v in row]:
    p.data -= rate * p.grad
  watch("size", a.data)
  print(step, a.data)
"""


def _paced(page: Page) -> None:
    """Runs make ten passes a second from their first on, so that none has ended before the page is used."""

    def ask(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        if "live" in body:
            body["live"]["pace"] = 10
        route.continue_(post_data=json.dumps(body))

    page.route("**/api/v1/evaluate", ask)


def _ended(page: Page, last: str, seconds: int = 60) -> None:
    """Wait until a run has printed its last line and has ended."""
    output = page.locator(".tn-output pre")
    expect(output).to_contain_text(re.compile(f"^{last}", re.MULTILINE), timeout=1000 * seconds)
    expect(_verb(page)).to_contain_text("Train", timeout=1000 * seconds)


def test_a_real_run_is_paused_changed_scrubbed_and_stopped(page: Page) -> None:
    _paced(page)
    page.goto("/train" + packed({"source": REAL.replace("range(40)", "range(4000)")}))
    # By then `a` is small, and the step takes little off the number that it is given.
    expect(page.locator(".tn-output pre")).to_contain_text(re.compile(r"\b9 0"))
    _verb(page).click()
    expect(_verb(page)).to_contain_text("Continue")
    page.get_by_label("Find a parameter").fill("a")
    page.get_by_label("Number of a", exact=True).fill("7")
    page.keyboard.press("Enter")
    _press(page, "Step")
    expect(page.locator(".tn-loss .curve-head b").first).to_have_text(re.compile(r"^[45]\d"))
    page.get_by_label("Recorded steps").fill("1")
    expect(_step(page)).to_have_text("Showing step 1")
    expect(page.get_by_role("heading", name="Graph at step 1", exact=True)).to_be_visible()
    expect(page.locator(".tn-loss .curve-head b").first).to_have_text("4.5")
    _press(page, "Follow live L")
    _press(page, "Stop")
    expect(_verb(page)).to_contain_text("Train")
    expect(page.locator(".tn-graph .frame .node").first).to_be_visible()
    expect(page.get_by_role("region", name="size")).to_be_visible()


GPT = (ROOT / "app/examples/gpt.py.txt").read_text().replace("steps = 3 ", "steps = 20 ")


def test_twenty_passes_of_a_gpt_are_scrubbed_back_and_forth_to_the_same_pixels(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    page.goto("/train" + packed({"source": GPT}))
    _ended(page, "step 20 ", 240)
    canvas = page.locator(".tn-graph .canvas")

    def shown(step: int) -> tuple[list[str], bytes]:
        page.get_by_label("Recorded steps").fill(str(step))
        expect(_step(page)).to_have_text(f"Showing step {step}")
        heading = page.get_by_role("heading", name=f"Graph at step {step}", exact=True)
        expect(heading).to_be_visible(timeout=60_000)
        expect(canvas).to_have_attribute("aria-busy", "false", timeout=60_000)
        expect(page.get_by_role("heading", name=f"Matrices at step {step}", exact=True)).to_be_visible()
        return page.locator(".tn-graph .frame text").all_text_contents(), canvas.screenshot()

    def settled(step: int) -> tuple[list[str], bytes]:
        """Once two looks at it are the same: on a busy machine a repaint may come after the first."""
        last = shown(step)
        for _ in range(20):
            if (now := shown(step)) == last:
                break
            last = now
        return last

    steps = range(1, 21)
    there = {step: settled(step) for step in steps}
    assert len({pixels for _, pixels in there.values()}) == 20
    for step in reversed(steps):
        assert settled(step) == there[step], step


def test_a_shared_link_opens_the_program_at_the_shown_step(open_page: OpenPage) -> None:
    page, _ = open_page(calm=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/train" + packed({"source": REAL}))
    _ended(page, "39 ")
    page.get_by_label("Recorded steps").fill("7")
    expect(_step(page)).to_have_text("Showing step 7")
    page.get_by_role("radio", name="Log").check(force=True)
    _press(page, "Share")
    expect(page.get_by_text("Link to step 7 copied.")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    other, _ = open_page(calm=True)
    other.goto(address)
    expect(_step(other)).to_have_text("Showing step 7")
    expect(other.get_by_role("heading", name="Graph at step 7", exact=True)).to_be_visible()
    expect(other.get_by_role("radio", name="Log")).to_be_checked()


def test_a_text_of_one_s_own_is_attached_to_the_gpt(page: Page) -> None:
    page.goto("/train" + packed({"source": GPT.replace("steps = 20 ", "steps = 3 ")}))
    output = page.locator(".tn-output pre")
    expect(output).to_contain_text("words of 26 letters", timeout=60_000)
    _press(page, "Edit program")
    with page.expect_file_chooser() as chooser:
        _press(page, "Attach")
    chooser.value.set_files({"name": "poem.txt", "mimeType": "text/plain", "buffer": b"abba, baba! abab"})
    expect(output).to_contain_text("3 words of 2 letters", timeout=60_000)
    expect(page.get_by_role("tab", name="poem.txt")).to_be_visible()


def test_figures_that_are_drawn_in_the_loop_appear_while_it_runs(page: Page) -> None:
    source = REAL.replace("range(40)", "range(4000)").replace(
        "  print(step", "  if step in (2, 5):\n    plt.plot([1, step])\n    plt.show()\n  print(step"
    )
    _paced(page)
    page.goto("/train" + packed({"source": "import matplotlib.pyplot as plt\n" + source}))
    figures = page.get_by_role("region", name="Figures").locator("img")
    expect(figures).to_have_count(2)
    expect(_verb(page)).to_contain_text("Pause")
    _press(page, "Stop")
    expect(_verb(page)).to_contain_text("Train")
    expect(figures).to_have_count(2)


def test_a_rate_that_overshoots_is_said_with_its_step_and_a_smaller_one_is_offered(page: Page) -> None:
    page.goto("/train" + packed({"source": REAL.replace("rate = 0.1", "rate = 1.5")}))
    said = page.locator(".tn-say", has_text="times what it began with")
    expect(said).to_contain_text("Rate 1.5 overshot at step 1.")
    _press(page, "Try 0.15")
    expect(page.get_by_label("rate, line 3")).to_have_value("0.15")
    expect(said).to_have_count(0)
