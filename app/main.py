"""The app: its services, its routes and its middleware, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from app import __version__, agents, pages
from app.http import problem_responses
from app.http.clients import Clients
from app.http.compression import Compression
from app.http.hosts import Hosts
from app.http.observed import Observed, Routed
from app.http.root_path import RootPath
from app.http.security_headers import SecurityHeaders
from app.reference import openapi
from app.resources import RESOURCES
from app.sandbox.pool import Sandbox
from app.services import Services
from app.settings import Settings

BASE: Final = "/api/v1"
EXPOSED: Final = (
    "ETag",
    "Location",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "Idempotency-Replayed",
    "Server-Timing",
    "X-Request-ID",
)
"""Headers of answers that other people's pages may read."""
PACKAGE: Final = Path(__file__).resolve().parent
# In a checkout templates and page are beside the package, in an installed wheel inside it.
ROOT: Final = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent


class Service(FastAPI):
    """FastAPI with our documentation of problems and examples."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, made at the first request for it."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi.complete(super().openapi(), self.state.services, RESOURCES)
        return self.openapi_schema


def create_app(settings: Settings, root: Path = ROOT, sandbox: Sandbox | None = None) -> FastAPI:
    """An app with these settings. Its lifespan starts and ends its services.

    Arguments:
        root: where its pages are.
        sandbox: one that others start and close; None for one of its own.
    """
    app = Service(
        title="Backlens",
        summary="What backpropagation does: a program's computation graph with every gradient.",
        version=__version__,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": settings.root_path}] if settings.root_path else None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
        middleware=[
            Middleware(RootPath, root=settings.root_path),
            Middleware(Clients, proxies=settings.trusted_proxies),
            Middleware(Observed, access_log=bool(settings.access_log)),
            Middleware(SecurityHeaders),
            Middleware(Hosts, hosts=settings.answered_hosts),
            *_cross_origin(settings),
            Middleware(Compression),
            Middleware(Routed, base=BASE),
        ],
    )
    app.state.services = Services.of(settings, root, sandbox)
    app.state.resources = RESOURCES
    app.state.published_limits = None
    app.state.metrics = None
    problem_responses.install(app, pages.shown_to_people)
    api = APIRouter(prefix=BASE)
    for resource in RESOURCES:
        api.include_router(resource.router)
    app.include_router(api)
    for resource in RESOURCES:
        app.include_router(resource.root_router)
    if settings.metrics:
        _measure(app)
    agents.install(app)
    pages.install(app, root)
    return app


def _measure(app: Service) -> None:
    """Count requests, and show the numbers at `/metrics` unless they have a port of their own."""
    from app.reference.metrics import Metrics  # not needed where nobody asks for numbers

    metrics = app.state.metrics = Metrics(app.state.services)
    if app.state.services.settings.metrics_port:
        return

    async def shown(_: Request) -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    app.add_route("/metrics", shown, include_in_schema=False)


def _cross_origin(settings: Settings) -> list[Middleware]:
    """What lets other people's pages call this service, where a host allows it."""
    if not settings.allowed_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["*"],
            expose_headers=EXPOSED,
            max_age=600,
        )
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    services.start()
    port = services.settings.metrics_port
    shown = app.state.metrics.serve(services.settings.host, port) if app.state.metrics and port else None
    try:
        yield
    finally:
        if shown is not None:
            shown.shutdown()
        services.close()
