"""A page of the tool: its built files carry its name, and the server sends it what it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends
from starlette.responses import Response

from app import __version__
from app.pages.shell import page
from app.questions.related import related
from app.reference.limits import LimitDocument, LimitsOf
from app.resources.catalogues import compute as catalogues
from app.services import ServicesOf


@dataclass(frozen=True, slots=True)
class Section:
    """Makes the pages of one app."""

    root: Path
    limits: Mapping[str, LimitDocument]

    def page(
        self,
        name: str,
        title: str,
        about: str,
        more: Mapping[str, Any] | None = None,
        share: Mapping[str, str] | None = None,
        *,
        framed: bool = False,
        template: str = "page.html",
        **words: Any,
    ) -> Response:
        """One page.

        Arguments:
            more: what else it begins with.
            share: what a link to it says of it (Open Graph).
            framed: whether other pages may frame it.
            template: the shell, with what it says to those without scripts.
            words: what that shell asks for.
        """
        boot = {
            "examples": catalogues.examples_document(),
            "formats": catalogues.formats_document(),
            "limits": self.limits,
            "ops": catalogues.ops_document(),
            "related": related(),
            "version": __version__,
            **(more or {}),
        }
        return page(
            self.root,
            template,
            boot,
            framed=framed,
            name=name,
            title=title,
            about=about,
            share=share or {},
            **words,
        )


def _section(services: ServicesOf, limits: LimitsOf) -> Section:
    return Section(services.root, limits)


SectionOf = Annotated[Section, Depends(_section)]
