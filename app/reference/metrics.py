"""Numbers for Prometheus: requests as they end, and what is in use when it is asked.

Labels are the routes' own words and codes, never anything that a client wrote.
"""

from collections.abc import Iterator
from typing import Final
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.services import Services

_SECONDS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """One registry an app.

    Arguments:
        services: asked for what is in use.
    """

    def __init__(self, services: Services) -> None:
        self.registry: Final = CollectorRegistry()
        self._requests: Final = Counter(
            "backlens_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self._seconds: Final = Histogram(
            "backlens_request_seconds",
            "Time from a request's head to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refusals: Final = Counter(
            "backlens_refusals",
            "Requests refused, by the code of the problem.",
            ["code"],
            registry=self.registry,
        )
        self.registry.register(_InUse(services))

    def request(self, method: str, route: str, status: int, seconds: float, problem: str | None) -> None:
        """One request has ended."""
        known = method if method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS") else "other"
        self._requests.labels(known, route or "none", str(status)).inc()
        self._seconds.labels(route or "none").observe(seconds)
        if problem is not None:
            self._refusals.labels(problem).inc()

    def serve(self, host: str, port: int) -> WSGIServer:
        """Show it on a port of its own until that is shut down. Raises OSError."""
        server, _ = start_http_server(port, host, self.registry)
        return server

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)


class _InUse(Collector):
    """What is in use at the moment that it is asked."""

    def __init__(self, services: Services) -> None:
        self._services: Final = services

    def collect(self) -> Iterator[Metric]:
        """Each number, with its name."""
        services = self._services
        queue, streams, live = services.work_queue, services.streams, services.live_runs
        gauges = {
            "slots_in_use": ("Programs that run.", queue.running),
            "slots": ("Programs that may run at once.", queue.places),
            "queue_waiting": ("Requests that wait for a slot.", queue.inside - queue.running),
            "streams_running": ("Streamed programs that run.", streams.running),
            "live_runs": (
                "Streamed programs that have not ended, paused ones too.",
                live.running,
            ),
            "live_runs_paused": (
                "Streamed programs that are paused without a slot.",
                live.paused,
            ),
            "live_runs_kept": ("Streamed programs that are kept, ended ones too.", live.kept),
            "live_runs_bytes": ("Bytes of their events and recorded passes.", live.size),
            "streams_open": ("Streams of events that are open.", services.client_streams.total),
            "cached_runs": ("Runs of programs that are kept.", services.runs.kept),
            "pictures_waiting": ("Pictures that wait to be laid out or printed.", services.drawer.waiting),
            "ready": ("1 where the last checks found no fault.", int(_is_ready(services))),
        }
        for name, (about, value) in gauges.items():
            yield GaugeMetricFamily(f"backlens_{name}", about, value=value)
        yield CounterMetricFamily("backlens_layouts", "Layouts begun.", value=services.drawer.layouts)
        runs = CounterMetricFamily("backlens_runs", "Runs, by what came of them.", labels=["outcome"])
        for outcome, count in services.processes.outcomes.items():
            runs.add_metric([outcome], count)
        yield runs


def _is_ready(services: Services) -> bool:
    found = services.readiness.found
    return found is not None and found[1] is None
