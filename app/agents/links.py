"""Links that open a page of the tool in a state: the fragment that `static/src/session/link.ts` reads."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

VERSION: Final = "1"


def fragment(state: Mapping[str, Any]) -> str:
    """The state's JSON, deflated without a header and written in base64url, after its version."""
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(text.encode()) + packer.flush()
    return f"#{VERSION}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
