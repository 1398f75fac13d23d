"""What a resource declares of itself, in its own folder: its routes, and what the reference says of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import APIRouter

from app.reference.links import Links
from app.services import Services
from app.settings import Settings

LECTURE: Final = (
    "a = Value(2.0, label='a')\nb = Value(-3.0, label='b')\nc = Value(10.0, label='c')\n"
    "e = a*b; e.label = 'e'\nd = e + c; d.label = 'd'\nf = Value(-2.0, label='f')\nL = d * f; L.label = 'L'"
)
"""The program of the examples."""


@dataclass(frozen=True, slots=True)
class Example:
    """A request to a path; answer: computes the answer to it, or None where that is too long to show."""

    body: Mapping[str, Any]
    answer: Callable[[Services], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that refuses requests; a function gives it where a host may set it."""

    value: float | Callable[[Settings], float]
    unit: str
    about: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the REST contract.

    Arguments:
        router: addresses under the version.
        root_router: addresses that outlive the version.
        examples: for each path that takes a body, a request and perhaps its answer.
        links: what can be asked for with an answer, by operation id and status.
        limits: the limits of its requests, by the name that errors use.
    """

    router: APIRouter = field(default_factory=APIRouter)
    root_router: APIRouter = field(default_factory=APIRouter)
    examples: Mapping[str, Example] = field(default_factory=dict)
    links: Mapping[tuple[str, int], Links] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
