"""The pages and their files: the explorer, the API's documentation, everything under /static."""

from pathlib import Path

from fastapi import FastAPI

from app.pages.dead_end import shown_to_people as shown_to_people
from app.pages.files import Files
from app.pages.route import router


def install(app: FastAPI, root: Path) -> None:
    """Pages and files of this app, from the folders ``templates`` and ``static`` of ``root``."""
    app.include_router(router)
    app.mount("/static", Files(directory=root / "static", check_dir=False))
