"""The explorer as a person uses it: put a text in, read numbers off the cards, drag, press. Never sleeps."""

import json
import re
from typing import Any, Final

from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.until import until

EVALUATE: Final = "/api/v1/evaluate"
PASTE: Final = """(element, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
CARDS: Final = """(frame) => {
  const read = (card, kind) => card.querySelector(`:scope > text.${kind}`)?.textContent ?? "";
  const cards = [...frame.querySelectorAll("g.node:has(> .data)")];
  return Object.fromEntries(cards.map((card) => [card.id, [read(card, "data"), read(card, "grad")]]));
}"""

# The lecture's graph out of a class of the program's own, whose passes are the server's alone.
OWN: Final = """\
class Value:
    def __init__(self, data, _children=(), _op='', label=''):
        self.data, self.grad, self.label = data, 0.0, label
        self._prev, self._op, self._backward = _children, _op, lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

a = Value(2.0, label='a')
b = Value(-3.0, label='b')
c = Value(10.0, label='c')
e = a*b; e.label = 'e'
d = e + c; d.label = 'd'
f = Value(-2.0, label='f')
L = d * f; L.label = 'L'
"""
PLACE: Final = """(node) => {
  const { x, y, width, height } = document.querySelector(`.frame #${node}`).getBoundingClientRect();
  return { x, y, width, height };
}"""

# What a page puts off until a frame, and what follows from that, is done in two.
REPAINTED: Final = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
LIT: Final = """(band) => {
  const middle = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return (top + bottom) / 2;
  };
  const lines = [...document.querySelectorAll(".cm-line")];
  return lines.filter((line) => Math.abs(middle(line) - middle(band)) < 2).map((line) => line.textContent);
}"""


class Explorer:
    """One open explorer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.editor = page.locator(".cm-content")
        self.frame = page.locator("div.frame")
        self.sentence = page.locator(".tl [aria-live]")

    def open(self) -> "Explorer":
        """Load the page and wait for its first drawing."""
        self.page.goto("/")
        expect(self.card("n6")).to_be_visible()
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until nothing is under way: no request about numbers, no drawing, no repaint."""
        expect(self.frame).to_have_attribute("aria-busy", "false")
        expect(self.page.locator(".leaves")).to_have_attribute("aria-busy", "false")
        self.page.evaluate(REPAINTED)

    def clear(self) -> None:
        """Take all text away."""
        self.editor.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        expect(self.page.get_by_role("heading", name="Write a program")).to_be_visible()

    def paste(self, text: str) -> dict[str, Any]:
        """Replace the program, as a paste does, and give back what the server said about it."""
        self.editor.click()
        self.page.keyboard.press("ControlOrMeta+a")

        def about_text(response: Response) -> bool:
            return response.url.endswith(EVALUATE) and _source(response) == text

        with self.page.expect_response(about_text) as caught:
            self.editor.evaluate(PASTE, text)
        answer = _answer(self.page, caught.value)
        structure = answer.get("structure")
        if structure is not None:
            expect(self.frame).to_have_attribute("data-structure", structure)
        self.settled()
        self.page.locator(
            ".left h2"
        ).first.click()  # takes the focus out of the editor and gives it to nothing
        self.editor.blur()
        return answer

    def every_value(self) -> None:
        """Draw every value on its own."""
        self.page.get_by_role("radio", name="Every value").check(force=True)
        expect(self.frame.locator("g.box")).to_have_count(0)
        self.settled()

    def open_table(self) -> None:
        """Open the table of a large graph's values."""
        self.page.get_by_role("button", name="Values", exact=True).click()
        expect(self.page.locator(".tape")).to_be_visible()

    def card(self, node: str) -> Locator:
        """The card of a node in the drawing."""
        return self.page.locator(f".frame #{node}")

    def button(self, node: str) -> Locator:
        """What of a card takes the focus and has its name."""
        return self.page.locator(f".frame #{node} > .hit")

    def place(self, node: str) -> dict[str, float]:
        """Where a card is on the screen, read in one go, so that no new drawing can come in between."""
        place: dict[str, float] = self.page.evaluate(PLACE, node)
        return place

    def named(self, name: str) -> Locator:
        """The card with this name."""
        return self.page.locator(".frame g.node:has(> .data)").filter(
            has=self.page.locator("text.name", has_text=re.compile(f"^{re.escape(name)}$"))
        )

    def data(self, node: str) -> Locator:
        """The data on a card."""
        return self.page.locator(f".frame #{node} > .data")

    def grad(self, node: str) -> Locator:
        """The grad on a card."""
        return self.page.locator(f".frame #{node} > .grad")

    def numbers(self) -> dict[str, tuple[str, str]]:
        """Data and grad of every card, as they are read off it."""
        cards: dict[str, list[str]] = self.frame.evaluate(CARDS)
        return {node: (data, grad) for node, (data, grad) in cards.items()}

    def slider(self, leaf: str) -> Locator:
        """The slider of a leaf, by the name that the API gives it."""
        return self.page.locator(f"[data-leaf={json.dumps(leaf)}] input[type=range]")

    def field(self, leaf: str) -> Locator:
        """The number field of a leaf."""
        return self.page.locator(f"[data-leaf={json.dumps(leaf)}] .field")

    def set(self, leaf: str, number: str) -> None:
        """Type a number into a leaf's field."""
        self.field(leaf).fill(number)
        self.field(leaf).press("Enter")
        self.settled()

    def lit(self, number: int, text: str) -> None:
        """The editor's line of this number is lit, and its text is what the band lies over."""
        band = self.page.locator(".lit-line > div")
        expect(band).to_have_attribute("data-line", str(number))
        expect(band).to_be_visible()
        until(self.page, lambda: band.evaluate(LIT), lambda lines: len(lines) == 1 and text in lines[0])

    def shows_values(self, *texts: str) -> None:
        """The editor shows these values at the ends of its lines, and no others."""
        values = self.page.locator(".cm-value")
        expect(values).to_have_count(len(texts))
        for at, text in enumerate(texts):
            expect(values.nth(at)).to_have_attribute("data-value", text)

    def press(self, verb: str) -> None:
        """Press Forward, Backward or Step descent."""
        self.page.locator(".verbs").get_by_role("button", name=verb).click()

    def choose_in_view(self, *names: str) -> None:
        """Choose an item of the View menu; more than one name walks down into what an item holds."""
        self.page.get_by_role("toolbar", name="Graph view").get_by_role("button", name="View").click()
        for name in names:
            self.page.locator(".menu-list").get_by_text(name, exact=True).click()

    def play_to_end(self) -> None:
        """Press Backward and go to its last step without watching the others."""
        self.press("Backward")
        expect(self.page.locator(".tl h2")).to_contain_text(re.compile(r"(step|box) \d"))
        self.page.get_by_role("button", name="Last step").click()
        expect(self.page.locator(".tl h2")).to_contain_text(re.compile(r"(?:step|box) ([\d,]+) of \1\b"))
        self.settled()


def _answer(page: Page, response: Response) -> dict[str, Any]:
    """The document or the problem that a run ended with; one that was streamed is asked for in one piece."""
    if response.headers.get("content-type", "").startswith("text/event-stream"):
        again = page.request.post(
            EVALUATE,
            data=response.request.post_data,
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        ended: dict[str, Any] = again.json()
        return ended
    answer: dict[str, Any] = response.json()
    return answer


def _source(response: Response) -> str:
    body: dict[str, str] = json.loads(response.request.post_data or "{}")
    return body.get("source", "")
