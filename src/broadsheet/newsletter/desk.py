"""What letters are made with, gathered in one record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from broadsheet.config.load import FILE_NAME
from broadsheet.errors import Problem, Severity
from broadsheet.i18n.language import Language
from broadsheet.model import Article
from broadsheet.read.pictures import Pictures
from broadsheet.site import Site
from broadsheet.templating import Templates

Summarise = Callable[[Article], str]
"""Gives an article's summary as plain text on one line; "" where it has none."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What letters are made with. `language` is the site's, or an edition's after `speaking_as`.

    `existing` maps an edition to the names of its issues (folders) that are in out/ already:
    neighbours and archive follow from it. What users should know, and that keeps no letter from
    being made, is added to `problems`.
    """

    site: Site
    summarise: Summarise
    templates: Templates
    language: Language
    pictures: Pictures
    existing: Mapping[str, Collection[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def speaking_as(self, edition: str) -> Desk:
        """Return the desk in the language of an edition; all else, `problems` too, is the same."""
        config = self.site.config
        language = config.digest[edition].language or config.site.language
        if language == self.language.tag:
            return self
        return replace(self, language=Language(language, config.root))

    def warn(self, path: str, key: str, message: str) -> None:
        """Add a warning, once."""
        problem = Problem(path, 0, key, message, Severity.WARNING)
        if problem not in self.problems:
            self.problems.append(problem)

    def warn_of_config(self, edition: str, key: str, message: str) -> None:
        """Add a warning about an edition's configuration, once."""
        self.warn(FILE_NAME, f"digest.{edition}{'.' if key else ''}{key}", message)


def make_desk(
    site: Site,
    summarise: Summarise,
    existing: Mapping[str, Collection[str]] | None = None,
    problems: list[Problem] | None = None,
) -> Desk:
    """Make the desk of a site; `summarise` is `Renderer.summary`."""
    root, about = site.config.root, site.config.site
    return Desk(
        site=site,
        summarise=summarise,
        templates=Templates(root, about.templates),
        language=Language(about.language, root, about.templates),
        pictures=Pictures(site.config),
        existing=existing if existing is not None else {},
        problems=problems if problems is not None else [],
    )
