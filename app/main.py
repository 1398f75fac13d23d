"""The app: its services, its routes and its middleware, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from app import __version__, pages
from app.http import problem_responses
from app.http.clients import Clients
from app.http.compression import Compression
from app.http.security_headers import SecurityHeaders
from app.reference import openapi
from app.resources import RESOURCES
from app.sandbox.pool import Sandbox
from app.services import Services
from app.settings import Settings

BASE: Final = "/api/v1"
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
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
        middleware=[
            Middleware(Clients, proxies=settings.trusted_proxies),
            Middleware(SecurityHeaders),
            Middleware(Compression),
        ],
    )
    app.state.services = Services.of(settings, root, sandbox)
    app.state.resources = RESOURCES
    app.state.published_limits = None
    problem_responses.install(app)
    api = APIRouter(prefix=BASE)
    for resource in RESOURCES:
        api.include_router(resource.router)
    app.include_router(api)
    for resource in RESOURCES:
        app.include_router(resource.root_router)
    pages.install(app, root)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    services.start()
    try:
        yield
    finally:
        services.close()
