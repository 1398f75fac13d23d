"""A run as it goes on: what it prints and draws is shown as it comes, Stop ends it, figures are only images.

The streamed answers are stood in for here, so that a test decides when a run tells what.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.address import packed
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.gate import intercept
from tests.browser.until import comes_to

PROGRAM: Final = "a = Value(2.0)\nb = a*a\nprint(b)\n"
SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" viewBox="0 0 320 240">'
    '<rect width="320" height="240" fill="#fff"/><path d="M20 200 L300 20" stroke="#1f77b4"/></svg>'
)
FIGURE: Final = {"name": "Figure 1", "line": 2, "file": None, "svg": SVG}
# In place of the page's fetch: a run tells what `tell` is given, until `end`; `stopped` counts the given up.
STREAM: Final = """
window.runs = { stopped: 0, tell: null, end: null };
const real = window.fetch;
window.fetch = (path, init) => {
  const accepts = new Headers(init?.headers).get("Accept") ?? "";
  if (!accepts.startsWith("text/event-stream")) return real(path, init);
  const body = new ReadableStream({
    start(controller) {
      const send = (name, data) =>
        controller.enqueue(new TextEncoder().encode(`event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`));
      window.runs.tell = send;
      document.documentElement.dataset.runs = window.runs.stopped === 0 ? "begun" : "again";
      window.runs.end = async () => {
        const headers = { ...init.headers, Accept: "application/json, application/problem+json" };
        const answer = await real(path, { ...init, headers });
        send(answer.ok ? "document" : "problem", { ...(await answer.json()), ...window.runs.more });
        controller.close();
      };
      init.signal.addEventListener("abort", () => {
        window.runs.stopped += 1;
        document.documentElement.dataset.runs = "stopped";
        controller.error(init.signal.reason);
      });
    },
  });
  return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
};
"""


def streaming(page: Page) -> None:
    """The server says that it streams runs, and the test streams them."""

    def answer(route: Route) -> None:
        response = route.fetch()
        limits = '"limits":{"stream_seconds":{"value":30,"unit":"s","about":""},'
        body = re.sub(r'"limits":\s*\{', limits, response.text(), count=1)
        assert limits in body
        route.fulfill(response=response, body=body)

    page.route(re.compile(r"//[^/]+/$"), answer)
    page.add_init_script(STREAM)


def begun(page: Page) -> Explorer:
    """The explorer with the program of a link, whose run has begun and told nothing."""
    streaming(page)
    page.goto("/" + packed({"source": PROGRAM}))
    expect(page.locator("html[data-runs=begun]")).to_have_count(1)
    return Explorer(page)


def tell(page: Page, name: str, data: Any) -> None:
    page.evaluate("([name, data]) => window.runs.tell(name, data)", [name, data])


def test_what_is_printed_is_shown_as_it_comes(page: Page) -> None:
    explorer = begun(page)
    output = page.get_by_label("Output of the program")
    tell(page, "printed", {"text": "step 1\n"})
    expect(output).to_have_text("step 1")
    tell(page, "printed", {"text": "step 2\n"})
    expect(output.locator("pre")).to_have_text("step 1\nstep 2\n")
    expect(page.locator(".pf").get_by_role("button", name="Stop")).to_be_visible()
    page.evaluate("window.runs.end()")
    expect(explorer.card("n1")).to_be_visible()
    expect(output.locator("pre")).to_have_text(re.compile("data=4"))
    expect(page.locator(".pf").get_by_role("button", name="Stop")).to_have_count(0)
    assert page.evaluate("window.runs.stopped") == 0


def test_stop_ends_the_run_and_keeps_what_it_told(page: Page) -> None:
    begun(page)
    tell(page, "printed", {"text": "step 1\n"})
    page.locator(".pf").get_by_role("button", name="Stop").click()
    comes_to(page, lambda: page.evaluate("window.runs.stopped"), 1)
    output = page.get_by_label("Output of the program")
    expect(output).to_contain_text("step 1")
    expect(output).to_contain_text(re.compile(r"Stopped after \d+(\.\d)? s\."))
    expect(page.get_by_role("button", name="Run")).to_be_visible()
    expect(page.locator(".diag")).to_have_count(0)


def test_an_edit_ends_the_run_of_the_text_before(page: Page) -> None:
    explorer = begun(page)
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("c = b + a")
    expect(page.locator("html[data-runs=again]")).to_have_count(1)
    comes_to(page, lambda: page.evaluate("window.runs.stopped"), 1)
    page.evaluate("window.runs.end()")
    expect(explorer.named("c")).to_be_visible()


def test_a_problem_comes_with_what_was_printed_before_it(page: Page) -> None:
    streaming(page)
    page.goto("/" + packed({"source": "a = Value(2.0)\nprint(a)\nb = a + dd\n"}))
    expect(page.locator("html[data-runs=begun]")).to_have_count(1)
    page.evaluate("window.runs.more = { printed: 'Value(data=2.0)\\n' }; window.runs.end()")
    expect(page.locator(".editor .diag")).to_be_visible()
    expect(page.get_by_label("Output of the program")).to_have_text("Value(data=2.0)")


def test_figures_come_under_the_text_as_images_and_are_enlarged_by_a_click(page: Page) -> None:
    begun(page)
    tell(page, "figure", FIGURE)
    figure = page.get_by_role("button", name="Figure 1, line 2")
    expect(figure).to_be_visible()
    page.evaluate("(more) => { window.runs.more = more; return window.runs.end(); }", {"figures": [FIGURE]})
    expect(page.locator(".output img")).to_have_count(1)
    assert (
        page.locator(".output img").evaluate("(image) => image.decode().then(() => image.naturalWidth)")
        == 320
    )
    expect(page.locator(".output svg:not(.i)")).to_have_count(0)
    figure.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Figure 1, line 2")
    expect(dialog.get_by_role("img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(figure).to_be_focused()
    figure.click()
    dialog.get_by_role("button", name="Go to line 2").click()
    expect(page.locator(".cm-content")).to_be_focused()


def test_a_script_in_a_figure_does_not_run(page: Page) -> None:
    begun(page)
    script = SVG.replace("</svg>", "<script>parent.ran = true; window.ran = true</script></svg>")
    tell(page, "figure", {**FIGURE, "svg": script})
    assert (
        page.locator(".output img").evaluate("(image) => image.decode().then(() => image.naturalWidth)")
        == 320
    )
    assert page.evaluate("window.ran") is None


def test_a_class_that_this_server_cannot_run_is_refused_in_plain_words(page: Page) -> None:
    explorer = Explorer(page).open()
    problem = {"code": "needs-sandbox", "status": 422, "detail": "class", "line": 1, "column": 1}
    intercept(page, "**/api/v1/evaluate", lambda route: route.fulfill(status=422, body=json.dumps(problem)))
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".editor .diag")).to_contain_text("This server cannot run a class of your own")
    expect(explorer.editor).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (720, 450), (390, 844)])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_output_is_accessible_at_every_size(
    open_page: OpenPage, axe: Callable[[Page], list[str]], width: int, height: int, color_scheme: Any
) -> None:
    page, _ = open_page(width=width, height=height, color_scheme=color_scheme)
    begun(page)
    if width <= 720:
        page.get_by_role("radio", name="Program").check(force=True)
    tell(page, "printed", {"text": "step 1\n" * 40})
    tell(page, "figure", FIGURE)
    expect(page.locator(".pf").get_by_role("button", name="Stop")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Figure 1, line 2").click()
    expect(page.get_by_role("dialog", name="Figure 1, line 2").get_by_role("img")).to_be_visible()
    assert axe(page) == []
    nothing_scrolls_sideways(page)
