"""An article's Markdown or HTML → a sanitised HTML fragment with absolute URLs, and its summary.

article ──bodies (components, snippets, shortcodes, directives)──▶ Markdown, or HTML
Markdown ──passes.prepared──▶ Markdown that the converter reads ──convert──▶ HTML
HTML ──passes.finished──▶ HTML as the site's engine has it ──fragments, nesting, sanitise──▶ fragment
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from broadsheet.attempt import attempt
from broadsheet.config import Config
from broadsheet.errors import Problem, Severity
from broadsheet.markdown import footnotes, summaries
from broadsheet.markdown.bodies.bodies import body_of
from broadsheet.markdown.bodies.body import Body, without_own
from broadsheet.markdown.bodies.parts import NO_PARTS, BodyParts
from broadsheet.markdown.bodies.readable import without_title
from broadsheet.markdown.commonmark.autolinks import end_links
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.footnotes import MOST_MARKS, has_too_many_notes
from broadsheet.markdown.formulas import unshift_math, with_mathml
from broadsheet.markdown.formulas.typed_math import with_typed_math, without_typed_math
from broadsheet.markdown.html.foreign_tags import without_foreign_tags
from broadsheet.markdown.html.fragments import for_readers
from broadsheet.markdown.html.inner_links import without_inner_links
from broadsheet.markdown.html.nesting import without_bombs
from broadsheet.markdown.html.sanitise import Sanitiser
from broadsheet.markdown.html.self_closed import closed
from broadsheet.markdown.passes import Meanings, finished, prepared
from broadsheet.markdown.render_hooks import hooked
from broadsheet.markdown.scanning.cells import MOST_CELLS, has_too_many_cells
from broadsheet.markdown.vaults.embeds import Embeds
from broadsheet.markdown.vaults.note_parts import without_names
from broadsheet.model import Article
from broadsheet.text import printable_line, xml_body

UrlResolver = Callable[[str, Article], str]
"""Makes a reference in an article absolute; raises ValueError if it cannot be a URL."""

_BARE_LINK = re.compile(r"<a>((?:[^<]|<(?!/?a>))*)</a>")
"""A link whose address was left out."""

_WITHOUT_ADDRESS = re.compile(r'<img(?: (?:alt|height|title|width)="[^"]*")*>')


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """An article's HTML fragment, and warnings about its body."""

    html: str
    problems: tuple[Problem, ...]


class MarkdownEngine(Protocol):
    """A converter of Markdown; one module each, and a line in `_engine`."""

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:
        """Return a document's HTML, not yet safe, and the footnotes it lacks.

        Raises ValueError, with the reason, if the text is too much for the converter.
        """
        ...


def _engine(name: str, flavour: Flavour) -> MarkdownEngine:
    """Make the engine that `[markdown] engine` names; the others are not even imported."""
    if name == "commonmark" and flavour.is_old_marked:
        from broadsheet.markdown.old_marked.convert import OldMarked  # noqa: PLC0415

        return OldMarked(flavour)
    if name == "commonmark":
        from broadsheet.markdown.commonmark.converter import CommonMark  # noqa: PLC0415

        return CommonMark(flavour)
    from broadsheet.markdown.python_markdown.converter import PythonMarkdown  # noqa: PLC0415

    return PythonMarkdown(flavour)


class _Unchanged:
    """The engine of bodies that are HTML already."""

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the text as it is, and no missing footnote."""
        return text, ()


class Renderer:
    """Renders articles, each by itself: no result depends on another or on their order."""

    def __init__(
        self,
        config: Config,
        resolve: UrlResolver,
        flavour: Flavour,
        parts: BodyParts = NO_PARTS,
    ) -> None:
        self._site_url = config.articles_url
        self.flavour = flavour
        self._resolve = resolve
        self._parts = parts
        self._engine_name = config.markdown.engine
        self._has_mathml = config.markdown.math == "mathml"
        self._sanitiser = Sanitiser()
        self._last: tuple[Article, Body] | None = None

    @cached_property
    def _engine(self) -> MarkdownEngine:
        """The converter, made on first use: newsletters of typed summaries never need it."""
        return _engine(self._engine_name, self.flavour)

    @property
    def key(self) -> str:
        """Return a text that changes with everything besides the articles that rendering depends on."""
        return f"{self.flavour.key}\0{self._parts.signature}"

    def _engine_of(self, body: Body) -> MarkdownEngine:
        if body.is_html:
            return _Unchanged()
        # MDX is CommonMark, whatever converter the site has configured.
        return _engine("commonmark", self.flavour) if body.is_mdx else self._engine

    def _converted(self, body: Body, text: str, prefix: str) -> tuple[str, tuple[str, ...], str]:
        """Convert a body; what is too much for the site's converter goes to the other, with a warning."""
        refused = ""
        meanings: Meanings = {}
        if not body.is_html:
            is_commonmark = body.is_mdx or self._engine_name == "commonmark"
            text, meanings = prepared(text, self.flavour, is_commonmark=is_commonmark)
        try:
            html, undefined = self._engine_of(body).convert(text, prefix)
        except ValueError as error:
            refused = _refused(str(error))
            html, undefined = _engine("commonmark", self.flavour).convert(text, prefix)
        html = hooked(html, text, body.hooks)
        return finished(html, self.flavour, meanings), undefined, refused

    def _body(self, article: Article) -> Body:
        """Return an article's body, which is cached for the content and the summary of an entry."""
        if self._last is None or self._last[0] is not article:
            self._last = article, body_of(article, self.flavour, self._site_url, self._parts)
        return self._last[1]

    def render(self, article: Article, *, for_email: bool = False) -> RenderedBody:
        """Render an article's body; an e-mail gets no MathML. Raises ArticleError, whatever goes wrong."""
        with attempt(article.source, "converted"):
            return self._rendered(article, has_mathml=self._has_mathml and not for_email)

    def _rendered(self, article: Article, *, has_mathml: bool) -> RenderedBody:
        """Render an article with the notes that it embeds."""

        def whole(note: Article, embeds: Embeds) -> str:
            return self._whole(note, embeds, has_mathml=has_mathml).html

        embeds = Embeds(self._parts.find_note, whole, self.flavour.embeds)
        found = self._whole(article, embeds, has_mathml=has_mathml)
        html = found.html
        html = without_names(embeds.put_back(html)) if self.flavour.embeds else html
        return RenderedBody(_BARE_LINK.sub(r"\1", html) if "<a>" in html else html, found.problems)

    def _whole(self, article: Article, embeds: Embeds, *, has_mathml: bool) -> RenderedBody:
        """Render an article with marks for embedded notes, and with the names of its blocks."""
        body = self._body(article)
        prefix = footnotes.id_prefix(article.slug)
        html, undefined, refused = self._converted(body, body.text, prefix)
        is_typed = body.has_html
        html, typed_math = without_typed_math(closed(body.with_own(html)) if is_typed else html)
        html = without_inner_links(without_foreign_tags(html)) if is_typed else html
        html = end_links(html, self.flavour.urls_end_at)
        html = embeds.taken(html, article) if self.flavour.embeds else html
        html, bombs = without_bombs(for_readers(html, is_typed=is_typed))
        html = self._sanitiser.sanitise(html, lambda url: self._resolve(url, article))
        html = without_title(html, article.title)
        html = _WITHOUT_ADDRESS.sub("", html) if "<img" in html else html
        html, formulas = with_mathml(html) if has_mathml else (html, ())
        html = with_typed_math(html, typed_math, in_words=not has_mathml)
        flavour = self.flavour
        html = unshift_math(
            html, ends_paragraphs=flavour.ends_at_math, is_done=flavour.is_remark_math
        )
        html = html.replace("<p></p>", "")  # Left over around a block that stood in a paragraph.
        text = "" if body.is_html else body.text
        problems = [
            *((("|", _TOO_MANY_CELLS),) if has_too_many_cells(text) else ()),
            *((("[^", _TOO_MANY_NOTES),) if has_too_many_notes(text) else ()),
            *((("", refused),) if refused else ()),
            *((("", _unbalanced(bombs)),) if bombs else ()),
            *((f"[^{name}]", _undefined(name)) for name in undefined),
            *((tex, _unconverted(tex)) for tex in formulas),
            *body.warnings,
        ]
        return RenderedBody(xml_body(html).strip(), _warnings(article, problems))

    def summary(self, article: Article) -> str:
        """Return an article's summary as plain text on one line.

        It is the front matter's; else what stands before `<!--more-->`; else the first paragraph,
        cut at a sentence's or word's end. The body is not rendered for it. Raises ArticleError,
        whatever goes wrong.
        """
        with attempt(article.source, "summarised"):
            return self._summary(article)

    def _summary(self, article: Article) -> str:
        if summary := summaries.inline_text(article.summary):
            return summary
        body = self._body(article)
        choose = summaries.html_excerpt if body.is_html else summaries.excerpt
        excerpt, whole = choose(without_own(body.text))
        html, _, _ = self._converted(body, excerpt, "")
        html = unshift_math(closed(html) if body.has_html else html)
        html = without_names(html) if self.flavour.embeds else html
        text = summaries.plain_text(for_readers(html, is_typed=body.has_html))
        return text if whole else summaries.cut(text)


def _warnings(article: Article, found: Sequence[tuple[str, str]]) -> tuple[Problem, ...]:
    """Return warnings; `found` are pairs of a text from the body, which shows the place, and a message."""
    body = article.body if found else ""
    return tuple(_warning(article, body, needle, message) for needle, message in found)


def _warning(article: Article, body: str, needle: str, message: str) -> Problem:
    position = body.find(needle)
    line = article.body_line + (body.count("\n", 0, position) if position >= 0 else 0)
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


_TOO_MANY_CELLS = (
    f"has tables of more than {MOST_CELLS} cells, which are shown as text; write shorter ones, and "
    "no wide row above many others"
)
_TOO_MANY_NOTES = (
    f"has more than {MOST_MARKS} marks of footnotes, which are shown as typed; split the article"
)


def _undefined(name: str) -> str:
    return f"footnote [^{name}] is not defined; write [^{name}]: and its text, or remove the mark"


def _unconverted(tex: str) -> str:
    shown = printable_line(tex, 60)
    return f"the formula {shown} cannot be written as MathML and stays TeX; correct or simplify it"
