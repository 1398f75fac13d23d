"""The pages and their files: the explorer, the API's documentation, everything under /static.

A page is a shell: a nonce, the names of the built files and the data to begin with, as JSON. It knows no
elements.
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app import __version__
from app.http.content_policy import page_policy
from app.reference.export_formats import formats_document
from app.reference.limits import catalogue
from app.resources.catalogues.route import examples_document, ops_document
from app.resources.snapshots import compute as shots
from app.resources.snapshots import route as snapshots
from app.services import Services, ServicesOf, SlotOf
from app.store import UnknownSnapshotError
from app.stored import representations as forms

BUILD_COMMAND: Final = "npm ci && npm run build"

_HASHED: Final = re.compile(r"-[0-9A-Z]{8}\.[a-z0-9]+$")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_FIRST: Final = "no-cache"
_NOT_BUILT: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Backlens: not built</title>
<h1>The page is not built</h1><p>Its files are missing. Run <code>{command}</code> in the project's folder and
load this page again. The API works without them: <a href="/openapi.json">openapi.json</a>.</p></html>"""

_NO_SNAPSHOT: Final = """<!doctype html><html lang="en"><meta charset="utf-8">
<title>Backlens: no snapshot</title><h1>There is no snapshot here</h1>
<p>The link may be mistyped or cut off. <a href="/">Open Backlens</a>.</p></html>"""

router = APIRouter(include_in_schema=False)


class NotBuiltError(Exception):
    """The bundler has not run."""


class Files(StaticFiles):
    """Files with a hash in their name never change; others are asked about each time."""

    def file_response(self, full_path: Any, *rest: Any, **options: Any) -> Response:
        response = super().file_response(full_path, *rest, **options)
        response.headers["Cache-Control"] = _FOR_EVER if _HASHED.search(str(full_path)) else _ASK_FIRST
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        # A NUL is no name on any system, and asking one for it is an error of another kind than "not there".
        return await super().get_response(path.replace("\0", "�"), scope)


def install(app: FastAPI, root: Path) -> None:
    """Pages and files of this app, from the folders `templates` and `static` of `root`."""
    app.include_router(router)
    app.mount("/static", Files(directory=root / "static", check_dir=False))


@router.get("/")
async def explorer(request: Request, services: ServicesOf) -> Response:
    """The explorer; `?embed=1` is the one answer that other pages may frame."""
    about = "Write micrograd-style Python, see its computation graph, go forward and backward through it."
    framed = request.query_params.getlist("embed") == ["1"]
    return _section(services, "explorer", "Explore", about, framed=framed)


@router.get("/practise")
async def practise(services: ServicesOf) -> Response:
    """Predict and the Bug lab."""
    about = "Work backward by hand, and break backward on purpose to see which grads go wrong."
    return _section(services, "practise", "Practise", about)


@router.get("/slope")
async def slope(services: ServicesOf) -> Response:
    """The slope page."""
    about = "A function, its slope by autograd, and a secant that becomes the tangent."
    return _section(services, "slope", "Slope", about)


@router.get("/lessons")
async def lessons(services: ServicesOf) -> Response:
    """The lessons."""
    about = "The lecture on backpropagation as a path of graphs, each with a task that the page checks."
    return _section(services, "lessons", "Lessons", about)


@router.get("/api")
async def developer(services: ServicesOf) -> Response:
    """The developer page: every call with a live example, the limits, the ops, what being right means."""
    about = "The REST API of Backlens with live examples: programs in, graphs, gradients and drawings out."
    return _section(services, "developer", "API", about)


@router.get("/s/{key}")
async def snapshot(key: str, request: Request, services: ServicesOf, slot: SlotOf) -> Response:
    """The explorer, opened where a snapshot was made; a link to it shows the graph where it is pasted."""
    try:
        found = await snapshots.find(services, key)
    except UnknownSnapshotError:
        return HTMLResponse(_NO_SNAPSHOT, 404)
    made, shown = await slot.run(lambda: shots.unpack(found))
    title, about = shots.words(made)
    address = f"{request.base_url}s/{found.key}"
    share = {
        "og:type": "website",
        "og:site_name": "Backlens",
        "og:title": title,
        "og:description": about,
        "og:url": address,
        "og:image": f"{address}.{forms.SHARED}?theme=light",
        "og:image:type": forms.FORMS[forms.SHARED],
        "og:image:alt": about,
        "twitter:card": "summary_large_image",
    }
    state = shots.kept(made, shown)
    return _section(services, "explorer", title, about, {"state": state}, share)


@router.get("/docs")
async def docs(request: Request, services: ServicesOf) -> Response:
    """The API's documentation, from files of this host."""
    return _page(services.root, "docs.html", {"openapi": request.app.openapi_url})


def _section(
    services: Services,
    name: str,
    title: str,
    about: str,
    more: Mapping[str, Any] | None = None,
    share: Mapping[str, str] | None = None,
    *,
    framed: bool = False,
) -> Response:
    """A page of the tool: its built files carry its name, and the server tells it about itself.

    more: what else it begins with. share: what a link to it says of it (Open Graph).
    """
    boot = {
        "examples": examples_document(),
        "formats": formats_document(),
        "limits": catalogue(services.settings),
        "ops": ops_document(),
        "version": __version__,
        **(more or {}),
    }
    words = {"name": name, "title": title, "about": about, "share": share or {}}
    return _page(services.root, "page.html", boot, framed=framed, **words)


def _page(
    root: Path, template: str, boot: Mapping[str, Any], *, framed: bool = False, **words: Any
) -> Response:
    nonce = secrets.token_urlsafe(16)
    try:
        asset = _assets(root / "static" / "dist")
    except NotBuiltError:
        return HTMLResponse(_NOT_BUILT.format(command=BUILD_COMMAND.replace("&", "&amp;")), 503)
    text = (
        _templates(root).get_template(template).render(nonce=nonce, asset=asset, boot=as_json(boot), **words)
    )
    headers = {"Content-Security-Policy": page_policy(nonce, framed=framed)}
    if framed:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return HTMLResponse(text, headers=headers)


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
        return f"/static/dist/{manifest.get(name, name)}"

    return asset


def as_json(value: object) -> Markup:
    """JSON that can stand in a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  # the loop above is the escaping
