"""Requests made from the OpenAPI document: whatever they hold, the answers are the documented ones."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.python.asgi import shutdown_lifespans
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="module")
def documented() -> Iterator[schemathesis.BaseSchema]:
    """The document of an app of its own, which the generator drives from a thread of its own."""
    app = create_app(Settings(concurrency=2, layout_workers=1))
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    shutdown_lifespans()


schema = schemathesis.pytest.from_fixture("documented")


@schema.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_documented(case: schemathesis.Case) -> None:
    # A text that fits the schema is rarely a program, so what fits may well be refused.
    response = case.call_and_validate(excluded_checks=[positive_data_acceptance])
    assert response.status_code < 500
