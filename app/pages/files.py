"""Built files, with how long each may be cached."""

import re
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_HASHED: Final = re.compile(r"-[0-9A-Z]{8}\.[a-z0-9]+$")
_IMMUTABLE: Final = "public, max-age=31536000, immutable"
_REVALIDATE: Final = "no-cache"


class Files(StaticFiles):
    """Files with a hash in their name never change; others are asked about each time."""

    def file_response(self, full_path: Any, *rest: Any, **options: Any) -> Response:
        response = super().file_response(full_path, *rest, **options)
        response.headers["Cache-Control"] = _IMMUTABLE if _HASHED.search(str(full_path)) else _REVALIDATE
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        # No system has a name with a NUL, and asking for one is an error of another kind than "not there".
        return await super().get_response(path.replace("\0", "�"), scope)
