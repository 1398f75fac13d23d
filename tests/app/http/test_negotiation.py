"""Accept headers, as RFC 9110 reads them."""

import pytest

from app.http.negotiation import choose

SVG, DOT = "image/svg+xml", "text/vnd.graphviz"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", SVG),
        ("*/*", SVG),
        ("image/*", SVG),
        ("text/*", DOT),
        ("Text/Vnd.Graphviz", DOT),
        ("text/html,application/xhtml+xml,image/avif,*/*;q=0.8", SVG),
        ("image/svg+xml;q=0.5, text/vnd.graphviz", DOT),
        ("image/svg+xml;q=0, */*", DOT),
        ("image/svg+xml;charset=utf-8", SVG),
        ("text/vnd.graphviz;q=1, image/svg+xml;q=1", SVG),
        ("application/json", None),
        ("image/png, application/pdf", None),
        ("*/*;q=0", None),
        ("image/svg+xml;q=much", None),
        ("image/svg+xml;q=2", None),
        (",,;,", None),
    ],
)
def test_the_form_of_highest_weight_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, (SVG, DOT)) == chosen
