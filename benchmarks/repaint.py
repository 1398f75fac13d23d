"""What repainting strips and matrices costs in the page, traced in Chromium: `python -m benchmarks.repaint`.

A GPT's training step with a layer of it open, so that its matrices dock on screen. Each step of the backward
pass by boxes repaints what has changed; one row repaints every cell. Opening a box is timed from the click to
the frame on screen, request and layout included; panning is timed frame by frame. Panning and zooming 500
boxes are counted as what the page's thread works a frame, so that other work on the machine does not count;
Find is timed from the key to the rows.
"""

import statistics
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from benchmarks.step import link, measure, program, spent
from tools import chromium, server

LAYER: Final = "for step[2]/for pos_id[1]/gpt[0]/for li[0]"
GPT: Final = Path(__file__).parents[1] / "tests/app/sandbox/programs/gpt.py.txt"
WAIT_MS: Final = 120_000
CELLS: Final = """() => [...document.querySelectorAll(".frame [data-cells]")].reduce((sum, element) => {
  const words = (element.getAttribute("data-cells") ?? "").split(" ").filter((word) => word !== "");
  return sum + words.reduce((cells, word) => cells + Number(/\\*(\\d+)$/.exec(word)?.[1] ?? 1), 0);
}, 0)"""
OPEN: Final = """(path) => new Promise((done) => {
  const started = performance.now();
  const seen = () => document.querySelector(`.frame g.cluster[data-path="${path}"]`) !== null;
  const end = () => done(performance.now() - started);
  const look = () => requestAnimationFrame(seen() ? end : look);
  document.querySelector(`.frame g.box[data-path="${path}"] .opener`).dispatchEvent(
    new MouseEvent("click", { bubbles: true }));
  look();
})"""
BOXES: Final = 260
"""Values of a program that is drawn as 500 boxes: a leaf that many read is drawn beside each."""
FRAMES: Final = 60
# One event a frame, until the last is painted: how far it is moved or zoomed is read from its number.
EACH_FRAME: Final = """([frames, kind]) => new Promise((done) => {
  const svg = document.querySelector(".frame svg");
  const spent = [];
  const more = { bubbles: true, cancelable: true, view: window, button: 0 };
  const at = { ...more, clientX: 600, clientY: 400 };
  const drag = (type, x) => svg.dispatchEvent(new MouseEvent(type, { ...at, clientX: 600 + x }));
  const roll = (deltaY) => svg.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY, ctrlKey: true }));
  if (kind === "pan") drag("mousedown", 0);
  let last = null;
  const frame = (now) => {
    if (last !== null) spent.push(now - last);
    last = now;
    if (spent.length === frames) {
      if (kind === "pan") drag("mouseup", frames);
      done(spent);
      return;
    }
    if (kind === "pan") drag("mousemove", spent.length);
    else roll(spent.length % 40 < 20 ? -12 : 12);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""
QUERIES: Final = ("attn", "softmax", "loss", "grad>1", "data<0", "op:mul", "logits", "n100")
FIND: Final = """(query) => new Promise((done) => {
  const field = document.querySelector("#find");
  const names = () => [...document.querySelectorAll(".found .what")].map((row) => row.textContent).join();
  field.focus();
  const before = names();
  const began = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    if (names() !== before && names() !== "") done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def _settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator("div.frame")).to_have_attribute("aria-busy", "false", timeout=WAIT_MS)


def _row(name: str, figures: list[float], what: str) -> None:
    ordered = sorted(figures)
    print(
        f"{name:>24}  median {statistics.median(ordered):6.2f} ms"
        f"   95 % {ordered[-(len(ordered) // 20) - 1]:6.2f} ms   most {ordered[-1]:6.2f} ms   {what}"
    )


def _moving(page: Page) -> None:
    """Milliseconds that the page's thread works a frame, while 500 boxes are moved and zoomed."""
    page.goto("/" + link(program(BOXES), detail="values"))
    expect(page.locator(f".frame #n{BOXES - 1}")).to_be_visible(timeout=WAIT_MS)
    _settled(page)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for kind in ("pan", "zoom"):
        page.evaluate(EACH_FRAME, [FRAMES // 4, kind])
        figures = []
        for _ in range(4):
            before = spent(session)[1]
            page.evaluate(EACH_FRAME, [FRAMES, kind])
            figures.append((spent(session)[1] - before) * 1000 / FRAMES)
        _row(f"{kind}, work a frame", figures, f"({page.locator('.frame g.node').count()} boxes)")


def main() -> None:
    """Print the figures."""
    with server.running() as origin, chromium.launched() as browser:
        page = browser.new_page(base_url=origin, viewport={"width": 1440, "height": 900})
        page.goto("/" + link(GPT.read_text(), detail="program", open=[LAYER]))
        expect(page.locator(".frame g.box").first).to_be_visible(timeout=WAIT_MS)
        _settled(page)
        opening = []
        for _ in range(4):
            box = page.locator(".frame g.box.scope[data-opens]").first
            opening.append(page.evaluate(OPEN, box.get_attribute("data-path")))
            _settled(page)
        _row("open", opening, f"({page.locator('.frame g.node').count()} boxes at the end)")
        page.locator(".verbs").get_by_role("button", name="Backward").click()
        expect(page.locator(".tl h2")).to_contain_text("box ", timeout=WAIT_MS)
        page.get_by_role("button", name="Pause").or_(page.get_by_role("button", name="Play")).click()
        page.get_by_role("button", name="First step").click()
        _settled(page)
        steps = int(page.locator(".scrub input").get_attribute("max") or 1)
        cells = page.evaluate(CELLS)
        scripting, work = zip(*measure(page, min(steps, 30)), strict=True)
        _row("scripting a step", list(scripting), f"({cells:,} cells on screen)")
        _row("all work a step", list(work), "")
        ends = [pair[0] for first in (0, steps) * 10 for pair in measure(page, 1, first)]
        _row("all cells, scripting", ends, "(from none to all grads and back)")
        _row("frames while panning", page.evaluate(EACH_FRAME, [2 * FRAMES, "pan"]), "")
        found = [page.evaluate(FIND, query) for query in QUERIES]
        _row("Find, key to rows", found, f"({len(QUERIES)} queries)")
        page.close()
        _moving(browser.new_page(base_url=origin, viewport={"width": 1440, "height": 900}))


if __name__ == "__main__":
    main()
