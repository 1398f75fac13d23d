"""The address that a page keeps its state in."""

import base64
import json
import zlib
from typing import Any

from playwright.sync_api import Page


def settled_address(page: Page) -> str:
    """The path and fragment once they stay the same: they are written up to 0.4 s after a change."""
    address: str = page.evaluate(
        """async () => {
          let last = location.hash;
          for (let since = performance.now(); performance.now() - since < 600; ) {
            await new Promise(requestAnimationFrame);
            if (location.hash !== last) [last, since] = [location.hash, performance.now()];
          }
          return location.pathname + location.hash;
        }"""
    )
    return address


def packed(state: dict[str, Any]) -> str:
    """A fragment made by hand."""
    deflater = zlib.compressobj(wbits=-15)
    body = deflater.compress(json.dumps(state).encode()) + deflater.flush()
    return "#1." + base64.urlsafe_b64encode(body).decode().rstrip("=")


def unpacked(address: str) -> dict[str, Any]:
    """The state in an address."""
    body = address.partition("#1.")[2]
    state: dict[str, Any] = json.loads(
        zlib.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), -15)
    )
    return state
