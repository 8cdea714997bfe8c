"""Hugo: bundles, `_index.md` with its cascade, dates in order, `build` and `headless`, `url`.

https://gohugo.io/content-management/front-matter/ ; permalinks/hugo.py makes the addresses.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any

from broadsheet import urls
from broadsheet.engines.dialect import Dialect, ends_summary
from broadsheet.engines.hugo import permalinks as hugo
from broadsheet.engines.hugo.bundles import PICTURE, outside_bundles, picture_of, picture_rule
from broadsheet.engines.hugo.cascade import SECTION, cascade_rules
from broadsheet.engines.hugo.permalinks import SCHEME
from broadsheet.engines.permalinks import Tokens, expand
from broadsheet.errors import Problems
from broadsheet.source import (
    Address,
    Document,
    Keys,
    Source,
    fields,
    front_matter,
    heading,
    inheritance,
    loose_dates,
    yaml_text,
)

_DATES = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")


class HugoDialect(Dialect):
    """The dialect of Hugo."""

    scheme = SCHEME
    dates_needed = False  # A page without a date, such as `about.md`, is no article.
    keys = Keys(
        date=_DATES,
        starts=("publishdate", "pubdate", "published"),
        updated=("lastmod", "modified"),
        expires=("expirydate", "unpublishdate"),
        image=(*Keys().image, "featuredimage", "featureimage", "thumbnail", PICTURE),
        language=(),
        address=("url",),
    )

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Return the pages: of a bundle only its index, no section pages, no editor's backups."""
        hidden = ("_index.", "#")
        return outside_bundles(p for p in paths if not posixpath.basename(p).startswith(hidden))

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a page; fields below `params` count like those beside it."""
        matter = front_matter.lifted(front_matter.split(text, needed=False), "params")
        if picture := picture_of(matter.fields.get("resources")):
            matter.fields[PICTURE] = picture
        if str(matter.fields.get("draft")).lower() in _NO_FLAGS:
            return matter.with_warning("draft", _NOT_TRUE)
        return matter

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read the cascades of `_index.md` files, and look for the pictures of bundles."""
        content = self.config.content
        return [*cascade_rules(sources, problems, content), picture_rule(sources, content.path)]

    def is_listed(self, document: Document) -> bool:
        """Return False for headless pages and those whose `build` options exclude them from lists."""
        if fields.flag(document.fields.get("headless")):
            return False
        build = document.fields.get("build", document.fields.get("_build"))
        options = build if isinstance(build, dict) else {}
        hidden = any(
            str(options.get(key, "always")).lower() in _NEVER for key in ("list", "render")
        )
        return not hidden and super().is_listed(document)

    def moment(self, value: Any) -> datetime:
        """Read a date, also in the form of mail headers, or `02 Jan 2025`; a number counts from 1970."""
        if isinstance(value, str) and _IN_WORDS.match(value):
            return loose_dates.read(value, self.config.site.timezone, loose_dates.DATEUTIL)
        try:
            return super().moment(value)
        except ValueError:
            if isinstance(value, yaml_text.Quoted) or not _SECONDS.fullmatch(str(value)):
                raise
            return datetime.fromtimestamp(int(value), UTC)

    def title(self, document: Document) -> str:
        """Return the first heading; Hugo requires no title."""
        return heading(document.matter.body)

    def date(self, document: Document) -> str | None:
        """Return the date at the beginning of the file's name (`:filename`)."""
        return fields.date_in_name(self.name(document))

    def slug(self, document: Document) -> str:
        """Read `slug`; if dates come from names (`:filename`), the rest of the name is the slug."""
        typed = super().slug(document)
        name = self.name(document)
        if typed or not self._dated_by_name(document) or not fields.date_in_name(name):
            return typed
        # Hugo removes what follows the last dot as a suffix, although the real suffix is gone already.
        return (name.rpartition(".")[0] or name)[10:].lstrip("-_ ")

    def _dated_by_name(self, document: Document) -> bool:
        """Return whether `:filename` comes before any key of the configuration that is given."""
        given = (k for k in self.keys.date if k == Keys.FROM_NAME or document.fields.get(k))
        return next(given, "") == Keys.FROM_NAME

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read a list; one text is one term, commas and all."""
        value = document.fields.get(field)
        return fields.texts([value] if isinstance(value, str) else value)

    def summary_keys(self, document: Document) -> tuple[str, ...]:
        """A `<!--more-->` in the body outranks even `summary`."""
        return () if ends_summary(document) else super().summary_keys(document)

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the first folder, or the nearest below it that has an `_index.md`."""
        section = str(document.fields.get(SECTION, ""))
        nearest = tuple(filter(None, section.split("/")))
        folders = super().sections(document)
        return nearest if len(nearest) > 1 else folders[:1]

    def permalink(self, document: Document, address: Address) -> str:
        """Expand `url`, which may hold tokens, else the section's pattern, else the site's."""
        typed = self.typed_address(document)
        if typed:
            return typed if urls.has_scheme(typed) else self._typed(typed, address)
        return self.expand(address)

    def pattern(self, address: Address) -> str:
        """Return the pattern of an article's section (`/` if it has none) and language, else the site's.

        Names of sections are compared without regard to case.
        """
        content, sections = self.config.content, tuple(map(hugo.name_slug, address.sections))
        names = ("/".join(sections), *sections[:1]) if sections else ("/",)
        keys = (key for name in (*names, "") for key in (f"{name}:{address.language}", name))
        chosen = next((content.permalinks[key] for key in keys if key in content.permalinks), "")
        return chosen or content.permalink or self.scheme.pattern

    def expand(self, address: Address) -> str:
        """Expand the pattern of an article, and make an address of it, in the folder of its language."""
        chosen = self.pattern(address)
        make = hugo.of_names if ":basename" in chosen else hugo.of_pattern
        path = self._cased(make(expand(chosen, address, self._tokens)))
        ending = "" if chosen.endswith(".html") else "/"  # Of `uglyURLs`.
        return self.in_language(path.strip("/") + ending, address).lstrip("/")

    def _typed(self, typed: str, address: Address) -> str:
        path = expand(typed, address, self._tokens) if ":" in typed else typed
        if not typed.startswith("/"):
            path = self.in_language(path, address)
        path = re.sub("/{2,}", "/", path).lstrip("/")
        return path if not path or path.endswith("/") or "." in typed else f"{path}/"

    @cached_property
    def _tokens(self) -> Tokens:
        tokens = hugo.TYPED if self.config.content.keep_case else hugo.TOKENS
        return {name: partial(self._piece, make) for name, make in tokens.items()}

    def _piece(self, make: Callable[[Address], str], address: Address) -> str:
        return self._cased(make(address))

    def _cased(self, text: str) -> str:
        text = hugo.without_accents(text) if self.config.content.drop_accents else text
        return text if self.config.content.keep_case else hugo.lower(text)


_NO_FLAGS = frozenset({"yes", "y", "on"})
_NOT_TRUE = (
    "is taken for true, but newer versions of Hugo take it for text and publish the article; "
    "write true or false"
)
_SECONDS = re.compile(r"[0-9]{1,10}")
_IN_WORDS = re.compile(r"(?:\w{3,9}, )?\d{1,2} \w{3} \d{4}")

_NEVER = frozenset({"never", "false", "link"})
