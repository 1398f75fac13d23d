"""Requests made from the OpenAPI document: whatever they hold, the answers are the documented ones."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.overrides import Override
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.app.documented import Service, service

CALLS = (
    "POST /api/v1/evaluate",
    "POST /api/v1/forward",
    "POST /api/v1/backward",
    "POST /api/v1/bugs",
    "POST /api/v1/descend",
    "POST /api/v1/nudge",
    "POST /api/v1/paths",
    "POST /api/v1/find",
    "POST /api/v1/compare",
    "POST /api/v1/curve",
    "POST /api/v1/render",
    "POST /api/v1/graphs",
    "GET /api/v1/graphs/{id}",
    "GET /api/v1/graphs/{id}.{form}",
    "PATCH /api/v1/graphs/{id}",
    "DELETE /api/v1/graphs/{id}",
    "DELETE /api/v1/snapshots/{key}",
    "POST /api/v1/graphs/{id}/forward",
    "POST /api/v1/graphs/{id}/backward",
    "POST /api/v1/graphs/{id}/step",
    "POST /api/v1/snapshots",
    "GET /s/{key}.{form}",
    "POST /api/v1/export",
    "GET /api/v1/runs/{run_id}",
    "POST /api/v1/runs/{run_id}/continue",
    "GET /api/v1/runs/{run_id}/events",
    "POST /api/v1/runs/{run_id}/passes/{number}",
    "POST /api/v1/runs/{run_id}/pause",
    "POST /api/v1/runs/{run_id}/step",
    "POST /api/v1/runs/{run_id}/stop",
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
EXAMPLES = 40  # of a call, right and wrong ones together; the edges are tried one by one below
LONGEST = 50_000


@pytest.fixture(scope="module")
def asked() -> Iterator[Service]:
    with service() as found:
        yield found


@pytest.mark.parametrize(("call", "mode"), TRIED)
def test_every_answer_is_documented(asked: Service, call: str, mode: GenerationMode) -> None:
    method, path = call.split()

    @settings(
        max_examples=EXAMPLES if "POST" not in call else EXAMPLES // 2,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=asked.schema[path][method].as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        response = asked.send(case)
        assert response.status_code < 500
        # A text that fits the schema is rarely a program, so what fits may well be refused.
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    answers()


@pytest.mark.parametrize("call", CALLS)
def test_the_edges_of_a_call_are_documented(asked: Service, call: str) -> None:
    """Not made up: each bound of each field, each field left out, other methods, other content types."""
    method, path = call.split()
    operation = asked.schema[path][method]
    cases = CoverageGenerator(
        operation=operation,
        generation_modes=list(GenerationMode),
        generation_config=asked.schema.config.generation_for(operation=operation, phase="coverage"),
        auth_storage=None,
        override=Override(query={}, headers={}, cookies={}, path_parameters={}, body={}),
        feedback=NO_FEEDBACK,
    )
    for case in cases:
        if len(str(case.query)) > LONGEST:  # no client sends such an address
            continue
        response = asked.send(case)
        assert response.status_code < 500
        case.validate_response(response, excluded_checks=[positive_data_acceptance])


def test_every_call_is_tried(asked: Service) -> None:
    found = {f"{found.ok().method.upper()} {found.ok().path}" for found in asked.schema.get_all_operations()}
    assert found == set(CALLS)
