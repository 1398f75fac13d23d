"""The stylesheet of a picture outside the page."""

import re
from pathlib import Path

import pytest

from app.drawing.svg.style import TOKENS, stylesheet

PAGE_TOKENS = Path(__file__).parents[4] / "static" / "css" / "tokens.css"


def test_the_colours_are_the_pages_own() -> None:
    text = PAGE_TOKENS.read_text(encoding="utf-8")
    page = dict(re.findall(r"--([\w-]+):\s*light-dark\((#\w+, #\w+)\)", text))
    assert {name: page[name] for name in TOKENS} == {name: ", ".join(pair) for name, pair in TOKENS.items()}


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_viewers_without_variables_can_read_it(theme: str) -> None:
    css = stylesheet("light" if theme == "light" else "dark" if theme == "dark" else "auto", "p-")
    assert "var(" not in css
    assert "light-dark" not in css
    assert "$" not in css
    assert css.count("{") == css.count("}")
    assert re.findall(r"url\([^)]*\)", css) == ["url(#p-hatch)"] * (4 if theme == "auto" else 2)


def test_a_theme_is_chosen_by_the_viewer_unless_the_request_says() -> None:
    ink = TOKENS["ink"]
    assert "prefers-color-scheme: dark" in stylesheet("auto", "")
    assert ink[1] not in stylesheet("light", "")
    assert ink[0] not in stylesheet("dark", "")
