"""What one backward step costs in the page at 300 nodes, traced in Chromium: `python -m benchmarks.step`.

Scripting is what DevTools counts as such (`ScriptDuration` of its performance domain), work is all that
the renderer's main thread did; both in time on a processor, so that other work on the machine does not count.
Layout requests to the server are counted: a step makes none.
"""

import base64
import json
import statistics
import zlib
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import CDPSession, Page, expect

from tools import chromium, server

NODES: Final = 300
STEPS: Final = 100
BUDGET_MS: Final = 16.0
RESTS: Final = 20
SETTLE: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
KNOWN: Final = "() => document.querySelector('aside [aria-busy=true]') === null"


def program(nodes: int = NODES) -> str:
    """A program of exactly so many values: ten leaves, each used over and over."""
    lines = [f"x{leaf} = Value({0.1 * (leaf + 1):.1f}, label='x{leaf}')" for leaf in range(10)]
    lines += ["y = x0 + x1"]
    lines += [f"y = y {'*+'[k % 2]} x{k % 10}" for k in range(2, nodes - 9)]
    return "\n".join(lines) + "\n"


def link(source: str, **more: object) -> str:
    """The fragment with which the page opens this program; more of its state by name."""
    deflater = zlib.compressobj(wbits=-15)
    body = deflater.compress(json.dumps({"source": source, **more}).encode()) + deflater.flush()
    return "#1." + base64.urlsafe_b64encode(body).decode().rstrip("=")


def spent(session: CDPSession) -> tuple[float, float]:
    """Seconds of scripting and of all tasks since the page began."""
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return metrics["ScriptDuration"], metrics["TaskDuration"]


def measure(
    page: Page, steps: int = STEPS, first: int = 2, rests: bool = False
) -> Iterator[tuple[float, float]]:
    """Milliseconds of scripting and of all work, a step.

    With `rests` each is looked at until the inspector knows the paths and the nudge of its node.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    scrub = "count => { const e = document.querySelector('.scrub input'); e.value = count; "
    scrub += "e.dispatchEvent(new Event('input', { bubbles: true })) }"
    for count in range(first, first + steps):
        before = spent(session)
        page.evaluate(scrub, count)
        page.evaluate(SETTLE)
        if rests:
            page.wait_for_function(KNOWN)
        after = spent(session)
        yield (after[0] - before[0]) * 1000, (after[1] - before[1]) * 1000


def main() -> None:
    """Print the figures."""
    with server.running() as origin, chromium.launched() as browser:
        page = browser.new_page(base_url=origin, viewport={"width": 1440, "height": 900})
        page.goto("/" + link(program()))
        expect(page.locator(f".frame #n{NODES - 1}")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="First step").click()
        expect(page.locator(".tl h2")).to_contain_text("step 1 of", timeout=30_000)
        page.wait_for_load_state("networkidle")
        drawn: list[str] = []
        page.on("request", lambda request: drawn.append(request.url))
        scripting, tasks = zip(*measure(page), strict=True)
        page.wait_for_load_state("networkidle")
        looked, _ = zip(*measure(page, RESTS, STEPS + 2, rests=True), strict=True)
    for name, figures in (
        ("scripting", scripting),
        ("all work of the page", tasks),
        ("scripting with a rest", looked),
    ):
        ordered = sorted(figures)
        what = f"({NODES} nodes, {len(figures)} steps)"
        print(
            f"{name:>22}  median {statistics.median(ordered):6.2f} ms"
            f"   95 % {ordered[-(len(ordered) // 20) - 1]:6.2f} ms   most {ordered[-1]:6.2f} ms   {what}"
        )
    within = sum(each < BUDGET_MS for each in scripting)
    print(f"{'under 16 ms scripting':>22}  {within} of {len(scripting)} steps")
    print(f"{'layout requests':>22}  {sum(url.endswith('/render') for url in drawn)}")


if __name__ == "__main__":
    main()
