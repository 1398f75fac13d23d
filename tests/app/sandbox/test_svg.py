"""Figures rebuilt: what draws stays, what could do anything else goes."""

from __future__ import annotations

import re
import time

import pytest

from app.sandbox.svg import FigureError, rebuilt

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def figure(inside: str, attributes: str = "") -> str:
    return rebuilt(f"<svg {NAMES} {attributes}>{inside}</svg>")


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        (
            '<path d="M 0 1.5e-3 L 10,20 z" style="fill: #1f77b4; stroke-width: 1.5"/>',
            'd="M 0 1.5e-3 L 10,20 z"',
        ),
        (
            '<path d="M0 0" style="fill: #1f77b4; stroke-width: 1.5"/>',
            'style="fill: #1f77b4; stroke-width: 1.5"',
        ),
        (
            '<defs><path id="m1" d="M0 0"/></defs><use xlink:href="#m1" x="3" y="4"/>',
            '<use x="3" y="4" href="#m1" />',
        ),
        ('<g clip-path="url(#p1)" transform="scale(1 -1) translate(0 -2.5)"/>', 'clip-path="url(#p1)"'),
        (
            '<text x="1" y="2" style="font: 10px sans-serif; text-anchor: middle">Größe</text>',
            ">Größe</text>",
        ),
        ('<image xlink:href="data:image/png;base64,iVBORw0K" width="4" height="4"/>', "base64,iVBORw0K"),
        ('<path d="M0 0" fill="none" stroke-dasharray="5.55,2.4"/>', 'stroke-dasharray="5.55,2.4"'),
    ],
)
def test_what_draws_stays(inside: str, kept: str) -> None:
    assert kept in figure(inside)


HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "a script of svg's": '<script href="https://evil.example/a.js"/>',
    "a handler": '<path d="M0 0" onload="alert(1)"/>',
    "a page inside": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">evil</body></foreignObject>',
    "a link": '<a xlink:href="javascript:evil()"><path d="M0 0"/></a>',
    "a picture from elsewhere": '<image xlink:href="https://evil.example/a.png" width="1" height="1"/>',
    "an svg in a picture": '<image xlink:href="data:image/svg+xml;base64,evil" width="1" height="1"/>',
    "a use from elsewhere": '<use xlink:href="https://evil.example/a.svg#a"/>',
    "an address in a style": '<path d="M0 0" style="fill: url(https://evil.example/)"/>',
    "an import in a style": '<path d="M0 0" style="fill: red; @import evil"/>',
    "a style element": "<style>@import url(https://evil.example/)</style>",
    "an animation": '<animate attributeName="href" to="javascript:evil()"/>',
    "a setting": '<set attributeName="onload" to="evil()"/>',
    "a filter": '<filter id="f"><feImage xlink:href="https://evil.example/"/></filter>',
    "a clip from elsewhere": '<g clip-path="url(https://evil.example/#a)"/>',
    "metadata": "<metadata>evil</metadata>",
    "a title that is read": "<title>evil</title>",
    "another language": '<evil xmlns="http://evil.example/"/>',
    "an id of another kind": '<path id="a&quot; onload=&quot;evil" d="M0 0"/>',
    "an instruction": '<?xml-stylesheet href="https://evil.example/"?>',
    "a comment": "<!-- evil -->",
    "an svg inside": "<svg><desc>evil</desc></svg>",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_does_anything_else_goes(what: str) -> None:
    made = figure(HOSTILE[what])
    assert not re.search(
        r"evil|script|alert|on\w+=|https?:(?!//www\.w3\.org/2000/svg)|url\(h|<style|<svg.*<svg", made
    )


def test_a_pattern_fills_but_not_itself() -> None:
    fill = '<path d="M0 0" style="fill: url(#h)"/>'
    made = figure(f'<pattern id="h" width="72" height="72">{fill}</pattern>{fill}')
    assert made.count("url(#h)") == 1
    assert made.endswith('<path d="M0 0" style="fill: url(#h)" /></svg>')


def test_nothing_unfolds() -> None:
    nest = '<g id="a"><path d="M0 0"/></g>' + "".join(
        f'<g id="{name}"><use xlink:href="#{before}"/><use xlink:href="#{before}"/></g>'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "<use" not in figure(nest)


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "text",
        "<svg>",
        "<html/>",
        "<svg/>",
        f"<svg {NAMES}>",
        f'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg {NAMES}>&a;</svg>',
        f"<svg {NAMES}>" + "<g>" * 100 + "</g>" * 100 + "</svg>",
        f"<svg {NAMES}>" + "<g/>" * 100_001 + "</svg>",
        f"<svg {NAMES}>&unknown;</svg>",
    ],
    ids=lambda svg: svg[:40],
)
def test_what_is_no_picture_is_refused(svg: str) -> None:
    with pytest.raises(FigureError):
        rebuilt(svg)


@pytest.mark.parametrize("piece", ["1", "-1", "1.", "1e5", " ", "M"])
@pytest.mark.parametrize("name", ["d", "transform", "points", "style", "x"])
def test_no_value_takes_long_to_look_at(name: str, piece: str) -> None:
    began = time.process_time()
    for tag in ("path", "polygon", "rect"):
        figure(f'<{tag} {name}="{"matrix(" + piece * 20_000}&lt;"/>')
    assert time.process_time() - began < 5.0
