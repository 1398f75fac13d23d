"""The record itself: each kind of fault is seen, so that an empty record means something."""

from playwright.sync_api import Browser

from tests.browser.until import until
from tests.browser.watch import Watch

MISBEHAVE = """async () => {
  console.error("said");
  new Image().src = "https://elsewhere.invalid/picture.png";
  const style = document.createElement("style");
  style.textContent = "body { outline: 0 }";
  document.head.append(style);
  await fetch("/no-such-page");
  await fetch("/api/v1/evaluate", {
    method: "POST", headers: { "content-type": "application/json" }, body: '{"source": "("}' });
}"""


def test_every_fault_of_a_page_is_seen(browser: Browser, server: str) -> None:
    page, watch = browser.new_page(base_url=server), Watch(origin=server)
    watch.follow(page)
    page.goto("/why")
    assert watch.faults() == []
    page.evaluate(MISBEHAVE)
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    until(page, lambda: len(watch.violations), lambda count: count >= 2)
    until(page, lambda: (watch.outside, watch.broken, watch.refused), all)
    page.close()
    assert any("thrown" in error for error in watch.errors)
    assert "said" in watch.errors
    assert {text.split()[0] for text in watch.violations} == {"img-src", "style-src-elem"}
    assert watch.outside == ["https://elsewhere.invalid/picture.png"]
    assert watch.broken == ["404 /no-such-page"]
    assert watch.refused == ["422 /api/v1/evaluate"]
    assert watch.calls("/api/v1/evaluate") == 1
    assert len(watch.faults()) == sum(map(len, (watch.errors, watch.violations, watch.outside, watch.broken)))
