"""An article's Markdown or HTML → a sanitised HTML fragment with absolute URLs, and its summary.

body ──shortcodes──▶ Markdown ──markdown (blocks, footnotes)──▶ HTML ──sanitise──▶ fragment
body ──shortcodes──▶ HTML ─────────────────────────────────────────── sanitise──▶ fragment
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from broadsheet.attempt import attempt
from broadsheet.config import Config
from broadsheet.errors import Problem, Severity
from broadsheet.markdown import code_blocks, footnotes, kept_html, shortcodes, summaries
from broadsheet.markdown.abbreviations import explained, taken
from broadsheet.markdown.autolinks import end_links
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.fragments import for_readers, without_bombs
from broadsheet.markdown.indented import as_paragraphs, unmarked
from broadsheet.markdown.readable import readable
from broadsheet.markdown.sanitise import Sanitiser
from broadsheet.markdown.scanner import shift_math, unshift_math
from broadsheet.model import Article
from broadsheet.text import xml_text

UrlResolver = Callable[[str, Article], str]
"""Makes a reference in an article absolute; raises ValueError where it cannot be a URL."""

PageFinder = Callable[[str, str, Article, str], str]
"""Returns the URL of a page that a shortcode names: its kind, what is typed, the article, a language."""


# Parsers of HTML take quadratic time for thousands of elements within each other.
_DEEP = re.compile(
    r"^((?:[ \t]{0,3}(?:>|[-+*] |[0-9]{1,9}[.)] )){100})[ \t>+*0-9.)-]*", re.MULTILINE
)
_WITHOUT_ADDRESS = re.compile(r'<img(?: (?:alt|height|title|width)="[^"]*")*>')


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article's HTML fragment, and warnings about its body."""

    html: str
    problems: tuple[Problem, ...]


class Engine(Protocol):
    """A converter of Markdown; one module each, and a line in `_engine`."""

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:
        """Return a document's HTML, not yet safe, and the footnotes it lacks.

        Raises ValueError, with the reason, if the text is too much for the converter.
        """
        ...


def _engine(name: str, flavour: Flavour) -> Engine:
    """Make the engine that `[markdown] engine` names; the others are not even imported."""
    if name == "commonmark":
        from broadsheet.markdown.commonmark import CommonMark  # noqa: PLC0415

        return CommonMark(flavour)
    from broadsheet.markdown.python_markdown import PythonMarkdown  # noqa: PLC0415

    return PythonMarkdown()


class _Unchanged:
    """Takes a body that is HTML already as it is."""

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the text, and that no footnote is lacking."""
        return text, ()


class Renderer:
    """Renders articles, each by itself: no result depends on another or on their order."""

    def __init__(
        self,
        config: Config,
        resolve: UrlResolver,
        flavour: Flavour,
        find_page: PageFinder = lambda *_: "",
    ) -> None:
        self._site_url = config.articles_url
        self.flavour = flavour
        self._resolve = resolve
        self._find_page = find_page
        self._engine_name = config.markdown.engine
        self._sanitiser = Sanitiser()

    @cached_property
    def _engine(self) -> Engine:
        """The converter; letters of summaries that authors typed never need it."""
        return _engine(self._engine_name, self.flavour)

    def _engine_of(self, article: Article) -> Engine:
        return _Unchanged() if article.is_html else self._engine

    def _converted(
        self, article: Article, text: str, prefix: str
    ) -> tuple[str, tuple[str, ...], str]:
        """Convert a body; what the site's converter cannot take, the other one does, with a warning."""
        flavour, refused = self.flavour, ""
        meanings: Mapping[str, str] = {}
        if not article.is_html:
            text = _DEEP.sub(r"\1 ", text)
            text = shift_math(text, flavour.math, only_double=flavour.only_double)
            text, meanings = taken(text) if flavour.has_abbreviations else (text, meanings)
            text = code_blocks.outdented(text) if flavour.outdents_code else text
        try:
            html, undefined = self._engine_of(article).convert(text, prefix)
        except ValueError as error:
            refused = _refused(str(error))
            html, undefined = _engine("commonmark", self.flavour).convert(text, prefix)
        html = kept_html.show(explained(unshift_math(unmarked(html)), meanings))
        if flavour.marks_languages:
            html = code_blocks.named_by_first_line(html)
        return html, undefined, refused

    def _expanded(self, article: Article) -> shortcodes.Expanded:
        is_read = article.is_html or self.flavour.has_indented_code
        expanded = shortcodes.expand(
            article.body if is_read else as_paragraphs(article.body),
            self._site_url,
            self.flavour,
            lambda kind, typed, language: self._find_page(kind, typed, article, language),
            is_html=article.is_html,
        )
        if article.is_html:
            return expanded
        return replace(expanded, text=readable(expanded.text, article.title))

    def render(self, article: Article) -> Rendered:
        """Render an article's body. Raises ArticleError, whatever goes wrong."""
        with attempt(article.source, "converted"):
            return self._rendered(article)

    def _rendered(self, article: Article) -> Rendered:
        expanded = self._expanded(article)
        prefix = footnotes.id_prefix(article.slug)
        html, undefined, refused = self._converted(article, expanded.text, prefix)
        html, bombs = without_bombs(for_readers(end_links(html, self.flavour.www_scheme)))
        html = self._sanitiser.sanitise(html, lambda url: self._resolve(url, article))
        html = _WITHOUT_ADDRESS.sub("", html)
        html = html.replace("<p></p>", "")  # Around a block that stood in a paragraph.
        problems = [
            *((_problem(article, "", refused),) if refused else ()),
            *((_problem(article, "", _unbalanced(bombs)),) if bombs else ()),
            *(_problem(article, f"[^{name}]", _undefined(name)) for name in undefined),
            *(_problem(article, name, _unknown(name, n)) for name, n in expanded.unknown.items()),
        ]
        return Rendered(xml_text(html).strip(), tuple(problems))

    def summary(self, article: Article) -> str:
        """Return an article's summary as plain text on one line.

        It is the front matter's; else what stands before `<!--more-->`; else the first paragraph,
        cut at a sentence's or word's end. The body is not rendered for it. Raises ArticleError,
        whatever goes wrong.
        """
        with attempt(article.source, "summarised"):
            return self._summary(article)

    def _summary(self, article: Article) -> str:
        if article.summary:
            return summaries.inline_text(article.summary)
        body = self._expanded(article).text
        choose = summaries.html_excerpt if article.is_html else summaries.excerpt
        excerpt, whole = choose(body)
        html, _, _ = self._converted(article, excerpt, "")
        text = summaries.plain_text(without_bombs(for_readers(html))[0])
        return text if whole else summaries.cut(text)


def _problem(article: Article, needle: str, message: str) -> Problem:
    position = article.body.find(needle)
    line = article.body_line + (article.body.count("\n", 0, position) if position >= 0 else 0)
    return Problem(article.source, line, "", message, Severity.WARNING)


def _refused(reason: str) -> str:
    return (
        f'the article was converted by the engine "commonmark", since {reason}; '
        'write shorter paragraphs, or engine = "commonmark" in the table [markdown] of publish.toml'
    )


def _unbalanced(count: int) -> str:
    return (
        f"the HTML leaves so many of {count} elements open (<b>, <a>, <font> …) that no program could "
        "read it, so they are left out; write the closing tags"
    )


def _undefined(name: str) -> str:
    return f"footnote [^{name}] is not defined; write [^{name}]: and its text, or remove the mark"


def _unknown(name: str, count: int) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"shortcode {name} is unknown and left out {times}; write plain Markdown instead"
