"""The client is tried against the app in this process, too."""

from tests.app.conftest import app, sandbox, settings

__all__ = ["app", "sandbox", "settings"]
