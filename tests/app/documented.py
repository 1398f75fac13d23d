"""Requests made from the OpenAPI document, and an app in this process that answers them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import schemathesis
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from hypothesis import reject
from sqlalchemy import delete

from app.main import create_app
from app.settings import Settings
from app.store.tables import GRAPHS, KEYS, SHAPES, SNAPSHOTS

BASE = "http://backlens.test"


@dataclass(frozen=True)
class Service:
    """An app, its document, ready to make requests from, and how to send one."""

    schema: Any
    send: Callable[[Any], httpx.Response]
    app: FastAPI

    def empty(self) -> None:
        """Forget all that is kept, as if no request had been sent."""
        with self.app.state.services.store.open().database.write() as connection:
            for table in (KEYS, SNAPSHOTS, SHAPES, GRAPHS):
                connection.execute(delete(table))


@contextmanager
def service() -> Iterator[Service]:
    """The app runs in a thread of its own: requests are made up by code that cannot wait for anything."""
    app = create_app(Settings(concurrency=2, layout_workers=1))
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE)
    with start_blocking_portal() as portal:

        def send(case: Any) -> httpx.Response:
            sent = case.as_transport_kwargs(base_url=BASE)
            body = {"json": sent["json"]} if "json" in sent else {"content": sent.get("data")}
            headers = {name: str(text) for name, text in sent["headers"].items()}
            request = partial(client.request, params=sent.get("params"), headers=headers, **body)
            try:
                return portal.call(request, sent["method"], sent["url"])
            except httpx.InvalidURL:
                reject()  # an address so long that the client does not send it says nothing of the service

        with portal.wrap_async_context_manager(app.router.lifespan_context(app)):
            yield Service(schemathesis.openapi.from_dict(app.openapi()), send, app)
        portal.call(client.aclose)
