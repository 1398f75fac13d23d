"""Every link of the OpenAPI document, followed: calls in a row, each made from the answers before it."""

from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.generation.stateful.state_machine import StepOutput
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.stateful.links import OpenApiLink

from app.resources import RESOURCES
from tests.app.documented import Service, service

SCENARIOS = 30
STEPS = (30, 31, 32, 33, 34)  # of a scenario, at most; another number makes other scenarios
WRITES = {"patch_graph", "forward_graph", "backward_graph", "step_graph", "delete_graph"}


@pytest.fixture(scope="module")
def asked() -> Iterator[Service]:
    with service() as found:
        yield found


def test_each_link_leads_on_by_itself(asked: Service) -> None:
    """From the catalogues, which need nothing, to every answer that has links, and on from there."""
    asked.empty()
    links = asked.schema.as_state_machine()._transitions.operations
    ways: deque[tuple[OpenApiLink, ...]] = deque(
        (link,)
        for found in links.values()
        for link in found.outgoing
        if not (link.is_inferred or link.source.path_parameters or link.source.body)
    )
    followed: dict[tuple[str, int], set[str]] = {}
    while ways:
        way = ways.popleft()
        output = walk(asked, way)  # anew each time, because a tag serves one write
        assert output.response.status_code in (200, 201, 204, 304), way[-1].full_name
        source = call_of(way[-1].source), int(way[-1].status_code)
        followed.setdefault(source, set()).add(way[-1].name)
        reached = call_of(output.case.operation), output.response.status_code
        if reached not in followed:
            followed[reached] = set()
            ways += [
                (*way, link)
                for link in links[output.case.operation.label].outgoing
                if not link.is_inferred and int(link.status_code) == reached[1]
            ]
    assert {source: names for source, names in followed.items() if names} == {
        source: set(found) for resource in RESOURCES for source, found in resource.links.items()
    }


def walk(asked: Service, way: tuple[OpenApiLink, ...]) -> StepOutput:
    """The last answer, when each link is followed with the answer before it."""
    case = way[0].source.Case()
    output = StepOutput(Response.from_any(asked.send(case)), case)
    for link in way:
        case = link.target.Case(media_type="application/json" if link.target.body else None)
        make_exact(case, link.extract(output))
        output = StepOutput(Response.from_any(asked.send(case)), case)
    return output


def call_of(operation: Any) -> str:
    name: str = operation.definition.raw["operationId"]
    return name


def test_calls_in_a_row_are_answered_as_documented(asked: Service) -> None:
    """Half of the calls are made as a link says and as the schema allows beside it, half of them as the link
    says and no more.
    """
    led: Counter[str] = Counter()

    class Machine(asked.schema.as_state_machine()):  # type: ignore[misc]  # made while the test runs
        def setup(self) -> None:
            asked.empty()

        def step(self, input: Any) -> Any:  # noqa: A002  # the framework's word
            self.transition = input.transition
            return super().step(input)

        def before_call(self, case: Any) -> None:
            if self.is_exact:
                make_exact(case, self.transition)

        @property
        def is_exact(self) -> bool:
            return self.transition is not None and len(self.recorder.cases) % 2 == 0

        def call(self, case: Any, **_: Any) -> Response:
            response = asked.send(case)
            assert response.status_code < 500
            if self.is_exact and (response.is_success or response.status_code == 304):
                led[call_of(case.operation)] += 1
            return Response.from_any(response)

        def validate_response(self, response: Response, case: Any, *_: Any, **__: Any) -> None:
            # A text that fits the schema is rarely a program, so what fits may well be refused.
            case.validate_response(
                response, excluded_checks=[positive_data_acceptance], recorder=self.recorder
            )

    wanted = WRITES | {"read_graph", "create_snapshot", "read_snapshot_form"}
    for steps in STEPS:
        how = settings(
            max_examples=SCENARIOS,
            stateful_step_count=steps,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        Machine.run(settings=how)
        if led.keys() > wanted:
            return
    assert led.keys() > wanted


def make_exact(case: Any, transition: Any) -> None:
    """Put all that the link says into the request; where it says what the body is, nothing else is in it."""
    for container, found in transition.parameters.items():
        for name, each in found.items():
            if isinstance(each.value, Ok):
                getattr(case, container)[name] = each.value.ok()
    body = transition.request_body
    if body is not None and isinstance(body.value, Ok):
        case.body = body.value.ok()
