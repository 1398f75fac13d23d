"""The resources of the REST contract: one folder each, one line each, in the order of the documentation.

A folder holds what its resource needs of ``route`` (addresses), ``request`` and ``answer`` (their shapes) and
``compute`` (no HTTP), and declares the rest in its ``RESOURCE``. Resources never import each other.
"""

from typing import Final

from app.reference.resource import Resource
from app.resources import (
    bugs,
    catalogues,
    compare,
    conformance,
    curve,
    descend,
    evaluate,
    export,
    find,
    graphs,
    health,
    nudge,
    paths,
    problems,
    render,
    runs,
    snapshots,
)

RESOURCES: Final[tuple[Resource, ...]] = (
    evaluate.RESOURCE,
    runs.RESOURCE,
    bugs.RESOURCE,
    descend.RESOURCE,
    nudge.RESOURCE,
    paths.RESOURCE,
    find.RESOURCE,
    compare.RESOURCE,
    curve.RESOURCE,
    render.RESOURCE,
    graphs.RESOURCE,
    snapshots.RESOURCE,
    export.RESOURCE,
    catalogues.RESOURCE,
    conformance.RESOURCE,
    health.RESOURCE,
    problems.RESOURCE,
)
