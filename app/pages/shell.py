"""A page's shell: a nonce, the names of the built files and its first data as JSON. Knows no elements."""

import json
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from app.http.content_policy import page_policy
from app.http.root_path import rooted

BUILD_COMMAND: Final = "npm ci && npm run build"

_NOT_BUILT: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Backlens: not built</title>
<h1>The page is not built</h1><p>Its files are missing. Run <code>{command}</code> in the project's folder and
load this page again. The API works without them: <a href="{openapi}">openapi.json</a>.</p></html>"""


class NotBuiltError(Exception):
    """The bundler has not run."""


def page(
    root: Path,
    template: str,
    boot: Mapping[str, Any],
    *,
    framed: bool = False,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **words: Any,
) -> Response:
    nonce = secrets.token_urlsafe(16)
    try:
        asset = _assets(root / "static" / "dist")
        imported = _imports(root / "static" / "dist")
    except NotBuiltError:
        command = BUILD_COMMAND.replace("&", "&amp;")
        return HTMLResponse(
            _NOT_BUILT.format(command=command, openapi=rooted("/openapi.json")),
            status if status >= 400 else 503,
        )
    text = (
        _templates(root)
        .get_template(template)
        .render(
            nonce=nonce,
            asset=asset,
            imported=imported,
            rooted=rooted,
            boot=as_json({"root": rooted(""), **boot}),
            **words,
        )
    )
    policies = {"Content-Security-Policy": page_policy(nonce, framed=framed)}
    if framed:
        policies["Cross-Origin-Resource-Policy"] = "cross-origin"
    return HTMLResponse(text, status, {**(headers or {}), **policies})


@cache
def _templates(root: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=True,
    )


def _assets(dist: Path) -> Callable[[str], str]:
    """The address of a built file by its plain name. Raises NotBuiltError."""
    try:
        manifest = json.loads((dist / "manifest.json").read_bytes())
    except FileNotFoundError:
        raise NotBuiltError from None

    def asset(name: str) -> str:
        return rooted(f"/static/dist/{manifest.get(name, name)}")

    return asset


def _imports(dist: Path) -> Callable[[str], list[str]]:
    """The addresses of the modules that a built one imports, all of them: a page asks for them at once."""
    try:
        imports = json.loads((dist / "imports.json").read_bytes())
    except FileNotFoundError:
        imports = {}

    def imported(name: str) -> list[str]:
        return [rooted(f"/static/dist/{each}") for each in imports.get(name, [])]

    return imported


def as_json(value: object) -> Markup:
    """JSON for a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # the loop above is the escaping
