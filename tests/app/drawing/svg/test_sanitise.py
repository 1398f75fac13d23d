"""The last wall: nothing leaves that is not on the list."""

from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from app.drawing.svg.sanitise import TAGS, sanitise

NS = "http://www.w3.org/2000/svg"
HOSTILE = {
    "script": '<svg xmlns="{ns}"><script>alert(1)</script><g id="n0"/></svg>',
    "script inside": '<svg xmlns="{ns}"><g><defs><script href="data:,1"/></defs></g></svg>',
    "handler": '<svg xmlns="{ns}" onload="alert(1)"><g id="n0" onclick="alert(1)" OnMouseOver="x"/></svg>',
    "link": '<svg xmlns="{ns}"><a href="javascript:alert(1)"><text>x</text></a></svg>',
    "xlink": '<svg xmlns="{ns}" xmlns:x="http://www.w3.org/1999/xlink"><use x:href="http://e.org/a#b"/></svg>',
    "image": '<svg xmlns="{ns}"><image href="http://evil.example/x.png"/></svg>',
    "foreign": '<svg xmlns="{ns}"><foreignObject><iframe xmlns="http://e.org"/></foreignObject></svg>',
    "animate": '<svg xmlns="{ns}"><g><animate attributeName="href" to="javascript:x"/><set/></g></svg>',
    "style text": '<svg xmlns="{ns}"><style>@import "http://evil.example";</style></svg>',
    "style attribute": '<svg xmlns="{ns}"><rect style="fill:url(x)" fill="url(http://e.org)"/></svg>',
    "numbers": '<svg xmlns="{ns}"><rect x="1;alert(1)" width="expression(1)" rx="1e999x"/></svg>',
    "path": '<svg xmlns="{ns}"><path d="M0 0 url(x)"/><polygon points="javascript:1"/></svg>',
    "id": '<svg xmlns="{ns}"><g id="&quot;&gt;&lt;script&gt;"/><g id="1"/><g class="a;b"/></svg>',
    "pattern": '<svg xmlns="{ns}"><pattern patternTransform="rotate(45) url(x)" patternUnits="x"/></svg>',
    "nested svg": '<svg xmlns="{ns}"><svg onload="x"><g/></svg></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY e "x">]><svg xmlns="{ns}"><title>&e;</title><desc/></svg>',
    "processing": '<svg xmlns="{ns}"><?xml-stylesheet href="http://evil.example"?><g/></svg>',
}
OUTSIDE = (
    "script",
    "alert",
    "evil",
    "e.org",
    "href",
    "javascript",
    "onload",
    "onclick",
    "@import",
    "iframe",
    "url(",
)


def plain(text: str) -> Element:
    """Parsed, with tags as ours are written: without a namespace."""
    root = fromstring(text.replace("{ns}", NS))  # noqa: S314  # the hostile texts are this module's own
    for found in root.iter():
        found.tag = found.tag.replace(f"{{{NS}}}", "")
    return root


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_is_left(name: str) -> None:
    root = plain(HOSTILE[name])
    sanitise(root, styles={"text{fill:red}"})
    text = tostring(root, encoding="unicode")
    assert not [word for word in OUTSIDE if word in text.lower()]
    for found in root.iter():
        assert set(found.attrib) <= {"id", "class", *TAGS[found.tag]}


def test_tags_of_other_namespaces_are_not_on_the_list() -> None:
    root = Element("svg")
    root.append(Element("{http://www.w3.org/1999/xhtml}rect"))
    sanitise(root)
    assert len(root) == 0


def test_a_style_stays_only_if_its_text_is_expected() -> None:
    root = plain('<svg xmlns="{ns}"><style>a</style><style>b</style><style><g/>a</style></svg>')
    sanitise(root, styles={"a"})
    assert [child.text for child in root] == ["a"]


def test_what_is_allowed_is_left_alone() -> None:
    text = (
        '<svg role="img" viewBox="-20 -20 10.5 3"><g id="n0-at-n2" class="node leaf" data-node="n0" '
        'tabindex="-1">'
        '<rect x="-1.5" y="0" width="3" height="4" rx="7" /><text class="data" x="1" y="2">−1.0000</text>'
        '<path d="M0 0C1,2 3.5,-4 5 6 a 7 7 0 0 1 -7 7z" /></g></svg>'
    )
    root = fromstring(text)  # noqa: S314  # as above
    sanitise(root)
    assert tostring(root, encoding="unicode") == text
