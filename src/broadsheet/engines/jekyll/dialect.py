"""Jekyll: posts by their file names, dates in the site's zone, categories of folders.

https://jekyllrb.com/docs/posts/ ; lib/jekyll/document.rb of Jekyll 4.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import quote

from broadsheet import urls
from broadsheet.engines import kramdown
from broadsheet.engines.dialect import Dialect
from broadsheet.engines.jekyll.authors import FILES, read_authors
from broadsheet.engines.jekyll.permalinks import SCHEME
from broadsheet.engines.permalinks import expand
from broadsheet.errors import ConfigError, Problems, Severity
from broadsheet.markdown import scan, without_kramdown_comments
from broadsheet.model import Person
from broadsheet.source import (
    Address,
    Document,
    Keys,
    Source,
    fields,
    front_matter,
    inheritance,
    loose_dates,
    yaml_text,
)

_NAME = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-([^/]*)")


_TIMESTAMP = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?")
_KEPT = "/!$&'()*+,;=:@"  # Addressable, which normalizes jekyll-feed's ids, leaves these in paths.
_SINGULAR = {"tags": "tag", "categories": "category"}


class JekyllDialect(Dialect):
    """The dialect of Jekyll."""

    scheme = SCHEME
    keys = Keys(
        updated=("last_modified_at", "updated", "lastmod", "modified"),
        summary=("excerpt", "summary"),
        image=("image", "header", "cover", "thumbnail", "featured_image", "img", "feature-img"),
        address=("permalink",),
    )

    _people: Mapping[str, Person] = {}

    def rules(self, sources: Sequence[Source], problems: Problems) -> list[inheritance.FieldRule]:
        """Read the authors that posts name by key; articles are read again if these change."""
        del sources
        text = ""
        try:
            self._people, text = read_authors(self.config, problems)
        except ConfigError as error:
            problems.extend(replace(p, severity=Severity.WARNING) for p in error.problems)
        given = {":authors": text} if text else {}
        return [inheritance.FieldRule(lambda _: given, f"_data/{name}") for name in FILES]

    def authors(self, field: str, value: Any) -> tuple[Person, ...]:
        """Read authors; a key of `_data/authors.yml` stands for the author described there."""
        found = super().authors(field, value)
        return tuple(self._people.get(p.name, p) if not (p.email or p.url) else p for p in found)

    def articles(self, paths: Iterable[str]) -> list[str]:
        """Choose the files of `_posts` folders whose names begin with a date, and those of collections."""
        inside = self.config.content.path.rpartition("/")[2] == "_posts"
        collections = tuple(f"{n}/" for n in self.config.content.permalinks if n.startswith("_"))
        return [
            path
            for path in paths
            if _is_post(f"_posts/{path}" if inside else path) or path.startswith(collections)
        ]

    def split(self, text: str) -> front_matter.FrontMatter:
        """Split a post, which need not have a header; of a key given twice the last counts."""
        matter = front_matter.split(text, needed=False)
        title = matter.fields.get("title")
        if isinstance(title, str) and ("<" in title or "&" in title):
            # Jekyll prints titles as they are, so authors write HTML in them; jekyll-feed strips it.
            matter.fields["title"] = unescape(_TAG.sub("", title))
        return front_matter.forgiving(matter)

    def merge(self, far: Mapping[str, Any], near: Mapping[str, Any]) -> dict[str, Any]:
        """Join categories with those of `defaults`; of other values the nearer one counts."""
        merged = super().merge(far, near)
        if "categories" in far:
            both = (far["categories"], near.get("categories"))
            merged["categories"] = [name for typed in both for name in fields.words(typed)]
        return merged

    def is_listed(self, document: Document) -> bool:
        """Return False for files of collections without a header; posts need none."""
        has_header = document.matter.body_line > 1
        return (has_header or not _in_collection(document)) and super().is_listed(document)

    def is_draft(self, document: Document) -> bool:
        """Read `published: false`, and `draft: true`, which jekyll-feed leaves out of feeds."""
        if fields.flag(document.fields.get("draft")):
            return True
        published = document.fields.get("published")
        said = published is not None and not isinstance(published, yaml_text.Quoted)
        return said and not fields.flag(published)

    def title(self, document: Document) -> str:
        """Make a title of the file's name."""
        return " ".join(word.capitalize() for word in _slug_in_name(document).split("-"))

    def date(self, document: Document) -> str | None:
        """Return the date in the file's name."""
        match = _NAME.fullmatch(document.stem)
        if match is None:
            return None
        year, month, day = match[1].split("-")
        return f"{_century(year)}-{month:0>2}-{day:0>2}"

    def moment(self, value: Any) -> datetime:
        """Read a date as Ruby does; a timestamp of YAML is in UTC."""
        plain = isinstance(value, str) and not isinstance(value, yaml_text.Quoted)
        zone = UTC if plain and _TIMESTAMP.fullmatch(value) else self.config.site.timezone
        return loose_dates.read(value, zone, loose_dates.RUBY)

    def terms(self, document: Document, field: str) -> tuple[str, ...]:
        """Read lists, or words; `tag` and `category` add one; folders above `_posts` are categories."""
        found = fields.words(document.fields.get(field))
        if field in _SINGULAR:
            typed = document.fields.get(_SINGULAR[field])
            one = fields.texts([typed] if isinstance(typed, str) else typed)
            found = (*found, *one) if field == "categories" else one or found
        if field == "categories":
            found = tuple(dict.fromkeys((*_folders(document), *found)))
        return found

    def sections(self, document: Document) -> tuple[str, ...]:
        """Return the folders above `_posts`, or the collection's own (`_news`)."""
        return document.folders[:1] if _in_collection(document) else _folders(document)

    def slug(self, document: Document) -> str:
        """Return `slug`, else the rest of the file's name after the date."""
        return super().slug(document) or _slug_in_name(document)

    def address_date(self, published: datetime) -> datetime:
        """Convert the date to the site's zone, as Jekyll does on reading."""
        return published.astimezone(self.config.site.timezone)

    def excerpt(self, document: Document) -> str:
        """Return the text before the `excerpt_separator`, on one line."""
        separator = fields.text(document.fields.get("excerpt_separator"))
        before, found, _ = document.matter.body.partition(separator) if separator else ("", "", "")
        return (
            " ".join(kramdown.ATTRIBUTES.sub("", without_kramdown_comments(before)).split())
            if found and not scan(found).comment("more")
            else ""
        )

    @staticmethod
    def body(text: str) -> str:
        """Drop the marks of kramdown that CommonMark has not."""
        return kramdown.plain(text)

    def permalink(self, document: Document, address: Address) -> str:
        """Expand `permalink`, which may hold tokens, or else the site's pattern."""
        typed = self.typed_address(document)
        if urls.has_scheme(typed):
            return typed
        if not typed:
            return self.expand(address)
        return self.in_language(expand(typed, address, self.scheme.tokens), address)

    def page_address(self, path: str, fields: Mapping[str, Any]) -> str:
        """Return `permalink`, else the file's path with the ending of the site's addresses.

        lib/jekyll/page.rb, `template`, and utils.rb, `add_permalink_suffix`, of Jekyll 4.3.
        """
        if typed := str(fields.get("permalink") or ""):
            return "" if ":" in typed else typed.lstrip("/")
        name, _, suffix = path.rpartition(".")
        if not fields or suffix not in {"md", "markdown", "html", "htm"} or "_posts/" in path:
            return ""
        if name.rpartition("/")[2] == "index":
            return name[: -len("index")]
        pattern = self.config.content.permalink or self.scheme.pattern
        ending = ".html" if pattern.endswith(":output_ext") else "/" * pattern.endswith("/")
        return name + ending

    def in_language(self, path: str, address: Address) -> str:
        """Put a path into its language's folder only, as jekyll-polyglot does."""
        names = "|".join(map(re.escape, self.config.content.languages))
        if not names:
            return path
        path = re.sub(rf"(?:^|[/.])(?:{names})[/.]", "/", path)
        return super().in_language(path.lstrip("/"), address)

    def engine_id(self, permalink: str, address: Address) -> str:
        """Return jekyll-feed's: the slug in the permalink's folder, without suffix (Document#id)."""
        return f"{permalink.rstrip('/').rpartition('/')[0]}/{quote(address.slug, safe=_KEPT)}"


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _is_post(path: str) -> bool:
    """Return whether a path is a dated file in `_posts`; Jekyll skips other folders with `_` or `#`."""
    *folders, name = path.split("/")
    if "_posts" not in folders or not _NAME.fullmatch(name.rpartition(".")[0]):
        return False
    place = folders.index("_posts")
    entered = folders[:place] + folders[place + 1 : place + 2]
    return not any(folder.startswith(("_", "#")) or folder.endswith("~") for folder in entered)


def _in_collection(document: Document) -> bool:
    return "_posts" not in document.folders and document.source.path.startswith("_")


def _slug_in_name(document: Document) -> str:
    match = _NAME.fullmatch(document.stem)
    return (match[2] if match else document.stem).rstrip(".")


def _folders(document: Document) -> tuple[str, ...]:
    folders = document.folders
    return folders[: folders.index("_posts")] if "_posts" in folders else ()


def _century(year: str) -> str:
    """Read a year of two digits as Ruby's Time.parse does: from 69 on, of the last century."""
    if len(year) > 2:  # noqa: PLR2004 - digits
        return year
    return f"19{year}" if int(year) >= 69 else f"20{year}"  # noqa: PLR2004
