"""The resources of the REST contract, one file each, one line each."""

from typing import Final

from fastapi import APIRouter

from app.api import (
    bugs,
    catalogues,
    conformance,
    curve,
    descend,
    evaluate,
    export,
    graphs,
    health,
    nudge,
    passes,
    paths,
    problems,
    render,
    snapshots,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    evaluate.router,
    passes.router,
    bugs.router,
    descend.router,
    nudge.router,
    paths.router,
    curve.router,
    render.router,
    graphs.router,
    snapshots.router,
    export.router,
    catalogues.router,
    conformance.router,
)

# Not under the version: they outlive it.
ROOT_ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    problems.router,
    snapshots.root_router,
)
