"""Pages of JavaScript programs: fields have the names of themes; a page without a date is no article."""

from __future__ import annotations

from broadsheet.engines.dialect import is_unpublished
from broadsheet.engines.plain.dialect import date_of_name, name_for_people
from broadsheet.engines.plain.permalinks import SCHEME
from broadsheet.engines.web_dialect import WebDialect
from broadsheet.source import Document


class NodejsDialect(WebDialect):
    """The dialect of a JavaScript program."""

    scheme = SCHEME

    def title(self, document: Document) -> str:
        """Return the first heading, else a name that was written for people."""
        return super().title(document) or name_for_people(document)

    def date(self, document: Document) -> str | None:
        """Return the date that the file's name begins with."""
        return date_of_name(self.name(document))

    def is_draft(self, document: Document) -> bool:
        """Read `draft`, and what themes call it."""
        return super().is_draft(document) or is_unpublished(document)
