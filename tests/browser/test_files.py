"""Files beside the program: attached, shown as tabs, edited, renamed, removed, sent along and kept in links.

The service's answers are stood in for where a test is about what the page sends and shows.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Request, Route, expect

from tests.browser.address import packed, unpacked
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.fits import nothing_scrolls_sideways
from tests.browser.gate import intercept
from tests.browser.until import comes_to

PROGRAM = "a = Value(2.0)\nb = a*a\n"
EVALUATE = "**/api/v1/evaluate"
VALUE = "class Value:\n    pass\n"
DROP = """([target, files]) => {
  const dataTransfer = new DataTransfer();
  for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
  const element = document.querySelector(target);
  for (const type of ["dragover", "drop"])
    element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}"""


def payload(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


class Sent:
    """What the page asks of the service; requests with files are answered as they would be without."""

    def __init__(self, page: Page, problem: dict[str, Any] | None = None) -> None:
        self.files: list[dict[str, str]] = []
        self.problem = problem
        intercept(page, "**/api/v1/*", self._answer)

    def _answer(self, route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        files = body.pop("files", {})
        if route.request.url.endswith("/evaluate") and "details" not in body.get("include", []):
            self.files.append(files)
            if self.problem is not None and not files:
                route.fulfill(status=422, content_type="application/problem+json", json=self.problem)
                return
        route.continue_(post_data=json.dumps(body))


def opened(page: Page, problem: dict[str, Any] | None = None) -> tuple[Explorer, Sent]:
    explorer = Explorer(page)
    page.goto("/" + packed({"source": PROGRAM}))
    expect(explorer.card("n1")).to_be_visible()
    explorer.settled()
    return explorer, Sent(page, problem)


def runs_with(files: dict[str, str]) -> Callable[[Request], bool]:
    """Whether a request runs the program with these files."""

    def does(request: Request) -> bool:
        if not request.url.endswith("/evaluate"):
            return False
        sent: dict[str, str] = json.loads(request.post_data or "{}").get("files", {})
        return sent == files

    return does


def attach(page: Page, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach", exact=True).click()
    chooser.value.set_files(list(files))


def test_files_are_attached_with_a_button_and_go_with_every_request(page: Page) -> None:
    explorer, sent = opened(page)
    with page.expect_response(EVALUATE):
        attach(page, payload("value.py", VALUE), payload("names.txt", "emma\n"))
    expect(page.get_by_role("tab", name="value.py")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab")).to_have_text(["main.py", "value.py", "names.txt"])
    expect(explorer.editor).to_contain_text("class Value")
    expect(page.locator(".files-said")).to_contain_text("Attached value.py, names.txt.")
    explorer.settled()
    assert sent.files == [{"value.py": VALUE, "names.txt": "emma\n"}]


def test_files_are_dropped_onto_the_editor(page: Page) -> None:
    explorer, sent = opened(page)
    page.evaluate(DROP, [".cm-content", [["main.py", "a = Value(3.0)\nb = a*a\n"], ["value.py", VALUE]]])
    expect(page.get_by_role("tab", name="value.py")).to_be_visible()
    expect(page.get_by_role("tab")).to_have_text(["main.py", "value.py"])
    page.get_by_role("tab", name="main.py").click()
    expect(explorer.editor).to_contain_text("a = Value(3.0)")
    expect(explorer.data("n1")).to_have_text("9.0000")
    with page.expect_response(EVALUATE):
        page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("tab")).to_have_count(0)
    expect(explorer.editor).to_contain_text("a = Value(2.0)")
    assert sent.files == [{"value.py": VALUE}, {}]


def test_each_tab_has_its_own_text_and_its_own_undo(page: Page) -> None:
    explorer, sent = opened(page)
    attach(page, payload("notes.txt", "one"))
    page.get_by_role("tab", name="notes.txt").click()
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" two")
    expect(explorer.editor).to_have_text("one two")
    page.get_by_role("tab", name="main.py").click()
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("c = b*a")
    expect(explorer.named("c").locator(".data")).to_have_text("8.0000")
    page.get_by_role("tab", name="notes.txt").click()
    expect(page.get_by_label("File notes.txt")).to_have_text("one two")
    explorer.editor.click()
    page.keyboard.press("ControlOrMeta+z")
    expect(explorer.editor).to_have_text("one")
    page.get_by_role("tab", name="main.py").click()
    expect(explorer.editor).to_contain_text("c = b*a")
    assert {"notes.txt": "one two"} in sent.files


def test_a_file_is_renamed_and_removed_and_both_can_be_taken_back(page: Page) -> None:
    opened(page)
    attach(page, payload("a.txt", "1"))
    page.get_by_role("tab", name="a.txt").click()
    page.get_by_role("button", name="Rename").click()
    field = page.get_by_label("New name of a.txt")
    field.fill("../a.txt")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write names such as names.txt")
    field.fill("data/a.txt")
    field.press("Enter")
    expect(page.get_by_role("tab", name="data/a.txt")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Remove data/a.txt").click()
    expect(page.get_by_role("tab")).to_have_count(0)
    with page.expect_request(runs_with({"data/a.txt": "1"})):
        page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("tab", name="data/a.txt")).to_have_attribute("aria-selected", "true")


def test_tabs_are_walked_with_the_arrows(page: Page) -> None:
    opened(page)
    attach(page, payload("a.txt", "1"), payload("b.txt", "2"))
    page.get_by_role("tab", name="main.py").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="a.txt")).to_be_focused()
    expect(page.get_by_label("File a.txt")).to_have_text("1")
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="b.txt")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.get_by_role("tab", name="b.txt")).to_have_count(0)
    expect(page.get_by_role("tab", name="main.py")).to_be_focused()


MISSING = {
    "code": "missing-file",
    "status": 422,
    "detail": "FileNotFoundError: [Errno 2] No such file or directory: 'names.txt'",
    "line": 1,
    "column": 5,
    "end_line": 1,
    "end_column": 14,
    "names": ["names.txt"],
}


def test_a_file_that_the_program_does_not_find_is_attached_from_its_problem(page: Page) -> None:
    explorer, sent = opened(page, MISSING)
    page.get_by_role("button", name="Run").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach names.txt").click()
    chooser.value.set_files(payload("names (2).txt", "emma\n"))
    expect(page.locator(".editor .diag")).to_have_count(0)
    comes_to(page, lambda: sent.files[-1], {"names.txt": "emma\n"})
    expect(page.get_by_role("tab")).to_have_text(["main.py", "names.txt"])
    expect(explorer.editor).to_contain_text("a = Value(2.0)")


def test_a_problem_in_a_file_is_marked_there(page: Page) -> None:
    explorer, sent = opened(page)
    with page.expect_response(EVALUATE):
        attach(page, payload("value.py", "x = 1\ny = 1/0\n"))
    place = {"line": 2, "column": 5, "end_line": 2, "end_column": 8, "file": "value.py"}
    detail = "ZeroDivisionError: division by zero"
    page.get_by_role("tab", name="main.py").click()
    refusal = {"code": "program-error", "status": 422, "detail": detail, **place}
    page.route("**/api/v1/evaluate", lambda route: route.fulfill(status=422, json=refusal))
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("tab", name="value.py, 1 problem")).to_contain_class("is-faulty")
    expect(page.locator(".banner")).to_contain_text("Fix line 2 of value.py to update it.")
    expect(page.locator(".editor .diag")).to_have_count(0)
    page.get_by_role("button", name="Go to line 2 of value.py").click()
    expect(page.locator(".editor .diag b")).to_have_text("Line 2, column 5 of value.py.")
    expect(page.locator(".editor .sq")).to_have_text("1/0")
    expect(explorer.editor).to_be_focused()
    assert sent.files[-1] == {"value.py": "x = 1\ny = 1/0\n"}


def test_a_link_carries_files(open_page: OpenPage) -> None:
    page, _ = open_page()
    _, _ = opened(page)
    attach(page, payload("names.txt", "emma\n"))

    def has_files(address: str) -> bool:
        return "#1." in address and unpacked(address).get("files") == {"names.txt": "emma\n"}

    page.wait_for_url(has_files, wait_until="commit")
    other, _ = open_page()
    sent = Sent(other)
    other.goto(page.url)
    expect(other.get_by_role("tab", name="names.txt")).to_be_visible()
    expect(Explorer(other).card("n1")).to_be_visible()
    assert sent.files == [{"names.txt": "emma\n"}]


def test_a_file_that_is_too_long_for_a_link_is_named(page: Page) -> None:
    opened(page)
    attach(page, payload("zeros.txt", "0" * 1_200_000))
    expect(page.locator(".files-said")).to_contain_text("Links leave out zeros.txt: too long for a link.")
    page.wait_for_url(
        lambda address: unpacked(address).get("left") == ["zeros.txt"] if "#1." in address else False,
        wait_until="commit",
    )


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450), (1280, 800)])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_tabs_are_accessible_at_every_size(
    open_page: OpenPage, axe: Callable[[Page], list[str]], width: int, height: int, color_scheme: Any
) -> None:
    page, _ = open_page(width=width, height=height, color_scheme=color_scheme)
    opened(page)
    if width <= 720:
        page.get_by_role("radio", name="Program").check(force=True)
    attach(page, payload("value.py", VALUE), payload("data/names.txt", "emma\n"))
    expect(page.get_by_role("tab", name="value.py")).to_be_visible()
    assert axe(page) == []
    nothing_scrolls_sideways(page)
