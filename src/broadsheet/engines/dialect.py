"""How the articles of a site are written: what engines share. Each engine overrides parts of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from broadsheet import dates, urls
from broadsheet.config import Config
from broadsheet.engines.permalinks import Scheme
from broadsheet.errors import Problems, Severity
from broadsheet.markdown import scan, scan_html
from broadsheet.model import Enclosure, Person
from broadsheet.source import (
    Address,
    Document,
    Inherited,
    Keys,
    Source,
    fields,
    front_matter,
    headline,
    inheritance,
)


class Dialect:
    """How one site engine lays out, writes and addresses articles; here, Markdown files with a header.

    Each engine derives from it. A method that reads a value raises ValueError with "what is wrong;
    what to write instead".
    """

    keys: Keys = Keys(foreign=False)
    scheme: ClassVar[Scheme]
    dates_needed: ClassVar[bool] = True
    """Whether a page without a date is an error. Otherwise it is no article."""
    headerless: ClassVar[Severity] = Severity.ERROR
    """The severity of a file with neither a header nor a date."""
    unreadable: ClassVar[Severity] = Severity.ERROR
    """The severity of an unreadable header without a date."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.keys = self.keys.configured(config.content.fields)

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return the articles among the files below the content folder, by their paths.

        `_index.md` describes a section.
        """
        return [path for path in paths if not path.rpartition("/")[2].startswith("_index.")]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split an article's text. Raises UnreadableError."""
        return front_matter.split(text)

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Return the fields that files of folders give to articles, the farthest first.

        `sources` are all files below the content folder. Problems of files are added to `problems`.
        """
        del sources, problems
        return []

    def merge(self, far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
        """Put nearer fields over farther ones."""
        return {**far, **near}

    def inherit(self, inherited: Inherited, fields: Mapping[str, Any]) -> Inherited:  # noqa: ARG002
        """Add the fields of the layout that an article's `fields`, its own and inherited, name."""
        return inherited

    def is_listed(self, document: Document) -> bool:
        """Return whether the engine lists a page at all; a page that it does not list is no article."""
        return "feed" not in document.fields or _not_false(document.fields["feed"])

    def skips(self, document: Document) -> str:
        """Return why the engine leaves out a file that should be an article, "" if it does not."""
        del document
        return ""

    def is_draft(self, document: Document) -> bool:
        """Return whether an article is not to be published yet."""
        return fields.flag(document.fields.get("draft"))

    def title(self, document: Document) -> str:
        """Return the title of an article whose fields name none, "" if it has none."""
        del document
        return ""

    def beginning(self, document: Document) -> str:
        """Return how the text of an article without a title begins, in one line; "" if it has no words."""
        return headline(self.body(document.matter.body))

    def date(self, document: Document) -> str | None:
        """Return the date of an article whose fields name none, None if it has none."""
        del document
        return None

    def moment(self, value: Any) -> datetime:
        """Read a date as typed; one without offset is in the site's zone."""
        return dates.parse(value, self.config.site.timezone)

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read the authors that a field names: names, tables, or one text with commas or semicolons."""
        del field
        return fields.people(value, nameless=self.keys.foreign)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read the terms of a taxonomy from its front matter field, in the author's order.

        They are a list, or a text with commas or semicolons.
        """
        return fields.texts(document.fields.get(field))

    def summary_keys(self, document: Document) -> tuple[str, ...]:
        """Return the keys of an article's summary; none if its body marks the summary.

        A `<!--more-->` in the body outranks a description, which is often for search engines.
        """
        return (
            self.keys.summary
            if ends_summary(document)
            else (*self.keys.summary, *self.keys.description)
        )

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders that an article belongs to, except a bundle's own folder."""
        return document.folders[:-1] if document.is_bundle else document.folders

    def name(self, document: Document) -> str:
        """Return the name of a file as addresses show it; for an `index.md`, its folder's name."""
        return document.folders[-1] if document.is_bundle else document.stem

    def slug(self, document: Document) -> str:
        """Return an article's slug, "" if it has none."""
        values = (fields.text(document.fields.get(key)) for key in self.keys.slug)
        return next(filter(None, values), "")

    def address_date(self, published: datetime) -> datetime:
        """Return the date that tokens of addresses show: by default in the author's zone."""
        return published

    def excerpt(self, document: Document) -> str:
        """Return the summary that the body marks in another way than by `<!--more-->`."""
        del document
        return ""

    @staticmethod
    def body(text: str) -> str:
        """Return a body with the engine's own markup replaced by common Markdown, on the same lines.

        It is called long after reading, in processes that have only the text.
        """
        return text

    def permalink(self, document: Document, address: Address) -> str:
        """Return an article's path below the site's URL, not percent-encoded, or its whole URL.

        It is the `permalink` or `url` as typed, or else the expanded pattern.
        """
        typed = self.typed_address(document)
        if typed:
            return typed if urls.has_scheme(typed) else typed.lstrip("/")
        return self.expand(address)

    def page_address(self, path: str, fields: Mapping[str, Any]) -> str:
        """Return the path below the site's URL of a page that needs no date, where articles do; "" if none.

        `path` is the file's below the content folder.
        """
        del path, fields
        return ""

    def engine_id(self, permalink: str, address: Address) -> str:
        """Return the id that the engine's own feeds give an article."""
        del address
        return permalink

    def identity(self, document: Document) -> str:
        """Return the id that an article keeps in any form, "" if there is none."""
        del document
        return ""

    def enclosures(self, document: Document) -> tuple[Enclosure, ...]:
        """Return the enclosures of an article."""
        del document
        return ()

    def typed_address(self, document: Document) -> str:
        """Return the address that the fields give, "" if they give none."""
        values = (fields.text(document.fields.get(key)) for key in self.keys.address)
        return next(filter(None, values), "")

    def pattern(self, address: Address) -> str:
        """Return the pattern of an article's section, or else the site's."""
        patterns = self.config.content.permalinks
        sections = ("/".join(address.sections), *address.sections[:1])
        chosen = next((patterns[name] for name in sections if name in patterns), "")
        return chosen or self.config.content.permalink or self.scheme.pattern

    def expand(self, address: Address) -> str:
        """Expand the pattern of an article, in the folder of its language."""
        return self.in_language(self.scheme.expand(self.pattern(address), address), address)

    def in_language(self, path: str, address: Address) -> str:
        """Put a path into the folder of an article's language."""
        folder = self.config.content.languages.get(address.language, "")
        return f"{folder}/{path}" if folder else path


def ends_summary(document: Document) -> bool:
    """Return whether a `<!--more-->` outside of code ends the summary in an article's body."""
    look = scan_html if document.is_html else scan
    return look(document.matter.body).comment("more") is not None


def is_unpublished(document: Document) -> bool:
    """Return whether an article says that it is not for everybody, as `published: false` does.

    `no` and `off` mean it too: a draft is never published for a spelling.
    For engines that do not define these fields: their themes do, or people expect it.
    """
    said = document.fields
    states = {str(said.get(key)).lower() for key in ("status", "state", "visibility")}
    return (
        any(fields.says_no(said.get(key)) for key in ("published", "publish", "listed"))
        or any(fields.says_yes(said.get(key)) for key in _NOT_FOR_ALL)
        or not states.isdisjoint(_NOT_FOR_ALL)
    )


_NOT_FOR_ALL = frozenset("draft hidden isdraft private unlisted unpublished".split())
"""Fields that say so if they are true, and states of an article."""


def _not_false(value: Any) -> bool:
    try:
        return fields.flag(value)
    except ValueError:
        return True  # Some themes name a picture or a feed's address here.
