"""The addresses of the pages."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.http.hosts import base_of
from app.pages.dead_end import dead_end
from app.pages.section import SectionOf
from app.questions import entries, groups, named
from app.resources.snapshots import compute as snapshots
from app.resources.snapshots.route import find
from app.services import ServicesOf, SlotOf
from app.store import RemovedError, UnknownSnapshotError
from app.stored import representations

_NO_QUESTION: Final = "There is no such question"
_OTHER_QUESTIONS: Final = "The list of questions is at /why."
_NO_SNAPSHOT: Final = "This link does not lead anywhere"
_MISTYPED: Final = "Nothing is kept under it: it may be mistyped or cut off."
_REMOVED: Final = "What was kept under it has been removed."

_PLAIN: Final = (
    (
        "practise",
        "Practise",
        "Work backward by hand, and break backward on purpose to see which grads go wrong.",
    ),
    ("slope", "Slope", "A function, its slope by autograd, and a secant that becomes the tangent."),
    (
        "compare",
        "Compare",
        "Two computation graphs side by side: what is new, gone or other, and where they begin to differ.",
    ),
    (
        "lessons",
        "Lessons",
        "From a slope to attention in twenty lessons, each with a graph and a task that the page checks.",
    ),
    (
        "class",
        "For a class",
        "An assignment is a link with a program and checks; what is handed in is a link too.",
    ),
    (
        "train",
        "Train",
        "Run a program's training loop and watch loss, graph, parameters and grads, step by step.",
    ),
)
"""Pages that begin with nothing of their own: name, which is the address too, title, what it is about."""

router = APIRouter(include_in_schema=False)


@router.get("/")
async def explorer(request: Request, section: SectionOf) -> Response:
    """The explorer; `?embed=1` is the one answer that other pages may frame."""
    about = "Write micrograd-style Python, see its computation graph, go forward and backward through it."
    framed = request.query_params.getlist("embed") == ["1"]
    return section.page("explorer", "Explore", about, framed=framed)


@router.get("/why")
async def why(section: SectionOf) -> Response:
    """The list of questions."""
    about = "What people ask about backpropagation, each answered with a graph that can be changed."
    return section.page(
        "why", "Questions", about, {"questions": entries()}, template="why.html", groups=groups()
    )


@router.get("/why/{name}")
async def question(name: str, request: Request, section: SectionOf) -> Response:
    """One question."""
    found = named(name)
    if found is None:
        return dead_end(request, 404, _NO_QUESTION, _OTHER_QUESTIONS)
    more = {"questions": entries(), "question": asdict(found)}
    return section.page("why", found.title, found.short, more, template="why.html", question=found)


@router.get("/api")
@router.get("/docs")
async def developer(section: SectionOf) -> Response:
    """The developer page: every call with a live example, the limits, the ops, what correctness means.

    Services made with FastAPI have their reference at `/docs`: those who look there find this one.
    """
    about = "The REST API of Backlens with live examples: programs in, graphs, gradients and drawings out."
    return section.page("developer", "API", about)


@router.get("/s/{key}")
async def snapshot(
    key: str, request: Request, services: ServicesOf, slot: SlotOf, section: SectionOf
) -> Response:
    """The explorer, opened where a snapshot was made; a link to it shows the graph where it is pasted."""
    try:
        found = await find(services, key)
    except UnknownSnapshotError:
        return dead_end(request, 404, _NO_SNAPSHOT, _MISTYPED)
    except RemovedError:
        return dead_end(request, 410, _NO_SNAPSHOT, _REMOVED)
    made, shown = await slot.run(lambda: snapshots.unpack(found))
    title, about = snapshots.share_text(made)
    address = f"{base_of(request)}s/{found.key}"
    share = {
        "og:type": "website",
        "og:site_name": "Backlens",
        "og:title": title,
        "og:description": about,
        "og:url": address,
        "og:image": f"{address}.{representations.SHARED}?theme=light",
        "og:image:type": representations.MEDIA_TYPES[representations.SHARED],
        "og:image:alt": about,
        "twitter:card": "summary_large_image",
    }
    state = snapshots.kept(made, shown)
    return section.page("explorer", title, about, {"state": state}, share)


def _plain(name: str, title: str, about: str) -> Callable[..., Awaitable[Response]]:
    async def shown(section: SectionOf) -> Response:
        return section.page(name, title, about)

    return shown


for _name, _title, _about in _PLAIN:
    router.add_api_route(f"/{_name}", _plain(_name, _title, _about))
