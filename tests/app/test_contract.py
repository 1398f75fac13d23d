"""Requests made from the OpenAPI document: whatever they hold, the answers are the documented ones."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx
import pytest
import schemathesis
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from app.settings import Settings

CALLS = (
    "POST /api/v1/evaluate",
    "POST /api/v1/forward",
    "POST /api/v1/backward",
    "POST /api/v1/bugs",
    "POST /api/v1/descend",
    "POST /api/v1/nudge",
    "POST /api/v1/paths",
    "POST /api/v1/curve",
    "POST /api/v1/render",
    "POST /api/v1/graphs",
    "GET /api/v1/graphs/{id}",
    "GET /api/v1/graphs/{id}.{form}",
    "PATCH /api/v1/graphs/{id}",
    "DELETE /api/v1/graphs/{id}",
    "POST /api/v1/graphs/{id}/forward",
    "POST /api/v1/graphs/{id}/backward",
    "POST /api/v1/graphs/{id}/step",
    "POST /api/v1/snapshots",
    "GET /s/{key}.{form}",
    "POST /api/v1/export",
    "GET /api/v1/ops",
    "GET /api/v1/examples",
    "GET /api/v1/datasets",
    "GET /api/v1/lessons",
    "GET /api/v1/formats",
    "GET /api/v1/limits",
    "GET /api/v1/conformance",
    "GET /healthz",
    "GET /readyz",
    "GET /problems/{code}",
)


# A call without a body takes nothing that could be wrong.
TRIED = [
    (call, mode)
    for call in CALLS
    for mode in GenerationMode
    if mode.is_positive or not call.startswith("GET")
]
BASE = "http://backlens.test"

Send = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[Any, Send]]:
    """The document, ready to make requests from, and how to send one.

    The app runs in a thread of its own: requests are made up by code that cannot wait for anything.
    """
    app = create_app(Settings(concurrency=2, layout_workers=1))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE)
    with start_blocking_portal() as portal:
        with portal.wrap_async_context_manager(app.router.lifespan_context(app)):
            yield (
                schemathesis.openapi.from_dict(app.openapi()),
                lambda *request, **options: portal.call(partial(client.request, *request, **options)),
            )
        portal.call(client.aclose)


@pytest.mark.parametrize(("call", "mode"), TRIED)
def test_every_answer_is_documented(service: tuple[Any, Send], call: str, mode: GenerationMode) -> None:
    documented, send = service
    method, path = call.split()

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(case=documented[path][method].as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url=BASE)
        body = {"json": sent["json"]} if "json" in sent else {"content": sent.get("data")}
        headers = {name: str(text) for name, text in sent["headers"].items()}
        response = send(sent["method"], sent["url"], params=sent.get("params"), headers=headers, **body)
        assert response.status_code < 500
        # A text that fits the schema is rarely a program, so what fits may well be refused.
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    answers()


def test_every_call_is_tried(service: tuple[Any, Send]) -> None:
    found = {f"{found.ok().method.upper()} {found.ok().path}" for found in service[0].get_all_operations()}
    assert found == set(CALLS)
