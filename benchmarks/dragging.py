"""What a dragged slider costs in the page, traced in Chromium: `python -m benchmarks.dragging`.

A moved leaf is computed in the page. Timed from the event, which comes with a frame as a browser delivers it,
until that is painted; and scripting alone, as `benchmarks.step` counts it. Requests are counted: while the
slider moves there are none.
"""

import statistics
from collections.abc import Iterator
from functools import partial
from typing import Final

from playwright.sync_api import Page, Request, expect

from benchmarks.step import link, program
from tools import chromium, server

DRAWN: Final = 1_000
MOVES: Final = 120
WARM: Final = 20
WAIT_MS: Final = 120_000
FOLDED: Final = """random.seed(1)
n = MLP(4, [11, 9, 1])
xs = [[random.uniform(-1, 1) for _ in range(4)] for _ in range(12)]
ys = [random.choice([-1.0, 1.0]) for _ in xs]
loss = sum((n(x) - y)**2 for x, y in zip(xs, ys))
"""
# The next task after a frame comes when the frame is painted.
MOVE: Final = """(share) => new Promise((done) => requestAnimationFrame(() => {
  const slider = document.querySelector(".leaf input[type=range]");
  const { port1, port2 } = new MessageChannel();
  const began = performance.now();
  slider.value = Number(slider.min) + (Number(slider.max) - Number(slider.min)) * share;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => undefined);
  port1.onmessage = () => done(performance.now() - began);
  queueMicrotask(() => port2.postMessage(null));
}))"""


def moves(page: Page, count: int) -> Iterator[tuple[float, float]]:
    """Milliseconds to the painted frame, and of scripting, for each move."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def scripting() -> float:
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["ScriptDuration"])

    for k in range(count):
        before = scripting()
        painted = page.evaluate(MOVE, 0.3 + 0.4 * (k % 50) / 50)
        yield painted, (scripting() - before) * 1000


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def main() -> None:
    """Print the figures."""
    with server.running() as origin, chromium.launched() as browser:
        for name, source, every in (("drawn", program(DRAWN), True), ("folded", FOLDED, False)):
            page = browser.new_page(base_url=origin, viewport={"width": 1440, "height": 900})
            page.goto("/" + link(source))
            expect(page.locator(".frame svg")).to_be_visible(timeout=WAIT_MS)
            if every:
                page.get_by_role("radio", name="Every value").check(force=True)
                expect(page.locator(".frame g.box")).to_have_count(0, timeout=WAIT_MS)
            expect(page.locator(".leaf input[type=range]").first).to_be_visible(timeout=WAIT_MS)
            page.keyboard.press("b")  # grads move as well
            expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false", timeout=WAIT_MS)
            page.wait_for_load_state("networkidle")
            values = page.locator(".left .pf").first.inner_text().split(" values")[0].split()[-1]
            page.locator(".leaf input[type=range]").first.focus()
            list(moves(page, WARM))
            page.wait_for_load_state("networkidle")
            asked: list[str] = []
            page.on("request", partial(_note, asked))
            painted, scripting = zip(*moves(page, MOVES), strict=True)
            for what, figures in (("event to painted", painted), ("scripting", scripting)):
                ordered = sorted(figures)
                print(
                    f"{name:>8} {what:>18}  median {statistics.median(ordered):6.2f} ms"
                    f"   95 % {ordered[-(len(ordered) // 20) - 1]:6.2f} ms   most {ordered[-1]:6.2f} ms"
                    f"   ({values} values, {len(figures)} moves)"
                )
            print(f"{name:>8} {'requests':>18}  {len(asked)}")
            page.close()


if __name__ == "__main__":
    main()
