"""The resources of the REST contract, one file each, one line each."""

from typing import Final

from fastapi import APIRouter

from app.resources.bugs import route as bugs
from app.resources.catalogues import route as catalogues
from app.resources.conformance import route as conformance
from app.resources.curve import route as curve
from app.resources.descend import route as descend
from app.resources.evaluate import passes
from app.resources.evaluate import route as evaluate
from app.resources.export import route as export
from app.resources.graphs import route as graphs
from app.resources.health import route as health
from app.resources.nudge import route as nudge
from app.resources.paths import route as paths
from app.resources.problems import route as problems
from app.resources.render import route as render
from app.resources.snapshots import route as snapshots

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
