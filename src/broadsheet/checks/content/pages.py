"""What article rules check: one article's file (`ArticlePage`), or all of them (`ArticlePages`)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from broadsheet.checks.content.prose import BodyReference, references, without_code
from broadsheet.checks.registry import Place, Registry
from broadsheet.config import FILE_NAME, Config
from broadsheet.engines import engine_of
from broadsheet.errors import Problem
from broadsheet.markdown import Renderer
from broadsheet.model import Article
from broadsheet.pipeline import site_parts
from broadsheet.read import Assets, Resolver
from broadsheet.source import Source
from broadsheet.toml_lines import line_of
from broadsheet.walk import read_file

_KEY = re.compile(r"[\"']?([\w.-]+)[\"']?\s*[:=]")
_PARAGRAPH = re.compile(r"(?m)(?:^[^\S\n]*+\S[^\n]*\n?)+")
LONGEST_EXCERPT = 10_000
"""Characters of a line; longer ones are not shown, since reports and the cache hold each excerpt."""


class ArticlePage:
    """One article and the text of its file."""

    def __init__(self, article: Article, site: SiteFacts) -> None:
        self.article = article
        self.site = site

    @cached_property
    def text(self) -> str:
        """The whole file, with all its characters."""
        return read_raw(self.site.config.root / self.article.source)

    @cached_property
    def body(self) -> str:
        """The file from `body_line` on."""
        return "\n".join(self.lines[self.article.body_line - 1 :])

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines, without line ends; line 1 is `lines[0]`."""
        return self.text.split("\n")

    @cached_property
    def data(self) -> bytes:
        """The file in UTF-8, in which searching is faster than in text."""
        return self.text.encode(errors="surrogatepass")

    @cached_property
    def prose(self) -> str:
        """The body with code, comments and raw HTML replaced by spaces; positions are the same."""
        return without_code(self.body) if self.article.is_markdown else ""

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, str], ...]:
        """The blocks of `prose` between blank lines, with the position where each begins."""
        return tuple((m.start(), m[0]) for m in _PARAGRAPH.finditer(self.prose))

    @cached_property
    def references(self) -> tuple[BodyReference, ...]:
        """The links and images of the body, with targets in the form common to all engines."""
        plain = engine_of(self.site.config).links(self.site.config).plain
        return tuple(
            replace(found, target=plain(found.target)[0]) if found.target[:1] in "{|" else found
            for found in (references(self.body) if self.article.is_markdown else ())
        )

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """The lines of the front matter's top-level keys, in lower case."""
        found: dict[str, int] = {}
        is_json = self.text.lstrip().startswith("{")
        for number, line in enumerate(self.lines[: self.article.body_line - 1], 1):
            if match := _KEY.match(line.lstrip() if is_json else line):
                found.setdefault(match[1].lower(), number)
        return found

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.body))]

    def at(self, position: int, width: int = 1) -> Place:
        """Return the place of a position in the body."""
        index = bisect_right(self._line_starts, position) - 1
        number = self.article.body_line + index
        return self.place(number, position - self._line_starts[index] + 1, width)

    def place(self, number: int, column: int = 0, width: int = 1) -> Place:
        """Return a place in the file."""
        text = self.lines[number - 1] if 0 < number <= len(self.lines) else ""
        excerpt = text if len(text) <= LONGEST_EXCERPT else ""
        return Place(number, column, width, excerpt, self.article.source)

    def field(self, *names: str) -> Place:
        """Return the place of the value of the first of these fields that the front matter has."""
        for name in names:
            if number := self.keys.get(name):
                line = self.lines[number - 1]
                match = _KEY.match(line.lstrip())
                value = line.lstrip()[match.end() :].strip() if match else ""
                column = line.rfind(value) + 1 if value else 1
                return self.place(number, column, len(value) or len(line))
        return self.place(1)

    def value(self, text: str, *names: str) -> Place:
        """Return the place of `text` below one of these fields, or else the field's."""
        start = next((self.keys[name] for name in names if name in self.keys), 0)
        for number in range(start, self.article.body_line) if start else ():
            column = self.lines[number - 1].find(text)
            if column >= 0:
                return self.place(number, column + 1, len(text))
        return self.field(*names)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the rules for one page may ask about the whole site.

    `permalinks` maps each article's file, relative to the site's folder, to its address. `addresses`
    are the articles' addresses as `bare_address` returns them, `parents` the folders that contain
    them, and `folders` all folders above them.
    """

    config: Config
    now: datetime
    assets: Assets
    resolver: Resolver
    renderer: Renderer
    permalinks: Mapping[str, str]
    addresses: frozenset[str]
    parents: frozenset[str]
    folders: frozenset[str]


class ArticlePages:
    """All articles of a site that could be read, and the problems of the others."""

    def __init__(
        self, pages: Sequence[ArticlePage], problems: Sequence[Problem], site: SiteFacts
    ) -> None:
        self.pages = pages
        self.problems = problems
        self.site = site

    def __iter__(self) -> Iterator[ArticlePage]:
        return iter(self.pages)

    def config_place(self, keys: tuple[str, ...]) -> Place:
        """Return the place of a key or table of publish.toml."""
        return config_place(self.site.config.root, keys)


def config_place(root: Path, keys: tuple[str, ...]) -> Place:
    """Return the place of a key or table in the publish.toml of the folder `root`."""
    text = read_raw(root / FILE_NAME)
    number = line_of(text, keys)
    return Place(number, 0, 1, text.split("\n")[number - 1] if number else "", FILE_NAME)


def bare_address(url: str) -> str:
    """Return an address in the form in which two are compared.

    It has no scheme, query, fragment, index.html or final slash.
    """
    bare = re.sub(r"^(?:https?:)?//", "", url.partition("#")[0].partition("?")[0])
    return bare.removesuffix("index.html").rstrip("/")


def read_raw(file: Path) -> str:
    """Return the first Source.MAX_BYTES of a file with all characters and LF as line end.

    Returns "" for a file that is gone, and for pipes and devices.
    """
    try:
        text = read_file(file, Source.MAX_BYTES).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def site_facts(
    config: Config, articles: Sequence[Article], assets: Assets, resolver: Resolver, now: datetime
) -> SiteFacts:
    """Return what rules may ask about a site."""
    addresses = frozenset(bare_address(article.permalink) for article in articles)
    parents = frozenset(address.rpartition("/")[0] for address in addresses)
    return SiteFacts(
        config=config,
        now=now,
        assets=assets,
        resolver=resolver,
        renderer=Renderer(
            config,
            resolver,
            engine_of(config).flavour_of(config),
            site_parts(config, resolver, assets.stamps),
        ),
        permalinks={article.source: article.permalink for article in articles},
        addresses=addresses,
        parents=parents,
        folders=frozenset(
            "/".join(parts[:depth])
            for parts in (parent.split("/") for parent in parents)
            for depth in range(1, len(parts) + 1)
        ),
    )


ARTICLE_RULES: Registry[ArticlePage] = Registry(
    "Articles",
    "Each checks one article. An example is front matter, then a line `---`, then the body.",
)
SITE_RULES: Registry[ArticlePages] = Registry(
    "All articles",
    "Each checks all articles together. `===` stands between the articles of an example.",
)
