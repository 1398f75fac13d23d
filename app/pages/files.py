"""Built files, with how long each may be cached."""

import re
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.http.negotiation import accepts

_HASHED: Final = re.compile(r"-[0-9A-Z]{8}\.[a-z0-9]+(\.(br|gz))?$")
_IMMUTABLE: Final = "public, max-age=31536000, immutable"
_REVALIDATE: Final = "no-cache"
# The smallest first. The build writes them beside a file (tools/compressed.mjs).
_CODINGS: Final = {"br": ".br", "gzip": ".gz"}


class Files(StaticFiles):
    """Files with a hash in their name never change; others are asked about each time."""

    def file_response(self, full_path: Any, *rest: Any, **options: Any) -> Response:
        response = super().file_response(full_path, *rest, **options)
        response.headers["Cache-Control"] = _IMMUTABLE if _HASHED.search(str(full_path)) else _REVALIDATE
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        # No system has a name with a NUL, and asking for one is an error of another kind than "not there".
        name = path.replace("\0", "�")
        takes = Headers(scope=scope).get("accept-encoding", "")
        for coding, suffix in _CODINGS.items():
            if accepts(takes, coding) and self.lookup_path(name + suffix)[1] is not None:
                response = await super().get_response(name + suffix, scope)
                response.headers["Content-Encoding"] = coding
                break
        else:
            response = await super().get_response(name, scope)
        response.headers.add_vary_header("Accept-Encoding")
        return response
