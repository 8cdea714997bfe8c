"""An article's body → Markdown or HTML without anything that only its engine understands.

MDX, components ──mdx──▶ Markdown ──snippets, shortcodes, directives, readable──▶ Body
the engine's page (`[content] bodies`) ────────────────────────────────────────▶ Body, HTML
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from broadsheet.markdown.bodies.body import Body, OwnHtml
from broadsheet.markdown.bodies.critic_marks import with_changes
from broadsheet.markdown.bodies.directives import SNIPPETS, as_quotations
from broadsheet.markdown.bodies.divided import divided
from broadsheet.markdown.bodies.excerpts import without_mark
from broadsheet.markdown.bodies.fences import with_names
from broadsheet.markdown.bodies.inclusions import INCLUDES, included, placed, without_header
from broadsheet.markdown.bodies.indented import as_paragraphs
from broadsheet.markdown.bodies.leaves import without_leaves
from broadsheet.markdown.bodies.parts import BodyParts
from broadsheet.markdown.bodies.readable import readable
from broadsheet.markdown.bodies.snippets import include
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.liquid.language import NO_SHORTCODES
from broadsheet.markdown.render_hooks import NO_HOOKS
from broadsheet.markdown.scanning.scanner import scan, scan_html
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.shortcodes import expansion as shortcodes
from broadsheet.markdown.shortcodes import literals
from broadsheet.markdown.shortcodes.known import known_component
from broadsheet.markdown.shortcodes.site import ShortcodeCall, SiteShortcodes
from broadsheet.markdown.vaults.callouts import titled
from broadsheet.model import Article
from broadsheet.urls import has_scheme

_MAX_DEPTH = 10
"""Of components in components."""


def body_of(article: Article, flavour: Flavour, site_url: str, parts: BodyParts) -> Body:
    """Return an article's body without what only its engine understands."""
    if parts.wants_rendered:
        html = parts.rendered(article)
        if html is not None:
            return Body(html, is_html=True)
    if article.is_rst:
        from broadsheet.markdown.bodies.restructured import to_html  # noqa: PLC0415 - an extra

        html, unknown = to_html(
            article.body, is_html4=flavour.is_docutils_html4, settings=dict(flavour.docutils)
        )
        return Body(html, is_html=True, warnings=tuple(_unknowns(unknown)))
    return _Maker(article, flavour, site_url, parts).body()


class _Maker:
    def __init__(self, article: Article, flavour: Flavour, site_url: str, parts: BodyParts) -> None:
        self._article = article
        self._flavour = flavour
        self._site_url = site_url
        self._parts = parts
        self._own = OwnHtml(article, parts)
        self._unknown: Counter[str] = Counter()
        self._warnings: list[tuple[str, str]] = []
        self._depth = 0

    def body(self) -> Body:
        text, is_html = self._article.body, self._article.is_html
        text = (
            without_mark(text, self._flavour.excerpt_mark) if self._flavour.excerpt_mark else text
        )
        is_mdx = not is_html and (self._flavour.is_mdx or self._article.is_mdx)
        text = self._up_to_unclosed(text, is_html=is_html)
        text = self._with_templates(text) if self._flavour.include_folders else text
        if not is_html:
            text = self._with_files(text)
            text = divided(text) if self._flavour.divides_at_more else text
            text = with_names(text) if self._flavour.names_code else text
            text = self._with_markdoc(text)
            text = self._without_components(text, is_mdx=is_mdx)
            has_code = self._flavour.has_indented_code and not is_mdx
            text = text if has_code else as_paragraphs(text)
        text = self._expanded(text, is_html=is_html)
        hooks = NO_HOOKS
        if not is_html:
            hooks = self._parts.templates.hooks(self._article, self._converted)
            text = titled(text, self._flavour.callouts) if self._flavour.callouts else text
            text = without_leaves(text, self._flavour.directives)
            text = with_changes(text) if self._flavour.has_critic_marks else text
            directives = self._flavour.directives - ({"alerts"} if hooks.quote else set())
            text = readable(as_quotations(text, directives), self._article.title)
        if self._parts.wants_rendered:
            self._warnings.append(("", _NO_PAGE))
        found = [*self._warnings, *_unknowns(self._unknown)]
        return Body(text, is_html, is_mdx, tuple(self._own.made), tuple(found), hooks)

    def _up_to_unclosed(self, text: str, *, is_html: bool) -> str:
        """Return a text up to a comment of the author's that has no end: nobody is to read on."""
        start = -1
        if self._flavour.has_percent_comments and (shown := text.rstrip("\n")).endswith("%%"):
            start = len(shown) - len("%%")
        elif "comment" in text and "comment" not in self._parts.own_names:
            flavour = self._flavour
            has_shortcodes = flavour.runs_in_code and not flavour.has_tags
            start = literals.unclosed_comment(
                scan_html(text) if is_html else scan(text),
                in_tags=flavour.has_tags,
                in_shortcodes=has_shortcodes,
            )
        if start < 0:
            return text
        # The whole rest stands nowhere but at its own place.
        self._warnings.append((text[start:], _NO_END))
        return text[:start]

    def _with_markdoc(self, text: str) -> str:
        """Return a text in which Markdoc's tags are components."""
        if not self._article.is_markdoc:
            return text
        from broadsheet.markdown.bodies.markdoc import as_components  # noqa: PLC0415 - of few sites

        return as_components(text)

    def _without_components(self, text: str, *, is_mdx: bool) -> str:
        if not (is_mdx or self._flavour.has_components or self._article.is_markdoc):
            return text
        from broadsheet.markdown.mdx.mdx import without_components  # noqa: PLC0415 - of few sites

        plain = without_components(text, self._component, is_mdx=is_mdx, part=self._part)
        self._unknown.update(plain.unknown)
        self._warnings += [(each, _UNCLOSED.format(each)) for each in plain.unclosed]
        return plain.text

    def _component(self, name: str, attributes: Mapping[str, str], children: str) -> str | None:
        own = self._own.mark(name, attributes, children, is_html=False)
        return own if own is not None else known_component(name, attributes)

    def _part(self, path: str) -> str | None:
        """Return the Markdown of a file that a component is imported from."""
        name = placed(path.replace("@site/", "@/", 1), posixpath.dirname(self._article.source))
        text = self._parts.snippet(name, self._article) if self._depth < _MAX_DEPTH else None
        if text is None:
            return None
        self._depth += 1
        shown = self._without_components(without_header(text), is_mdx=True)
        self._depth -= 1
        return shown

    def _with_files(self, text: str) -> str:
        """Return a text with the files that it includes, in the way of its engine."""
        missing: list[str] = []
        if INCLUDES in self._flavour.directives:
            text, missing = included(text, posixpath.dirname(self._article.source), self._snippet)
        if SNIPPETS in self._flavour.directives:
            found = include(text, self._snippet)
            text, missing = found.text, [*missing, *found.missing]
        self._warnings += [(posixpath.basename(name), _NO_SNIPPET.format(name)) for name in missing]
        return text

    def _snippet(self, name: str) -> str | None:
        folders = (f"{folder}/{name}" for folder in self._flavour.snippet_folders)
        texts = (self._parts.snippet(path, self._article) for path in (name, *folders))
        return next((text for text in texts if text is not None), None)

    def _expanded(self, text: str, *, is_html: bool) -> str:
        def find_page(kind: str, typed: str, language: str) -> str:
            return self._parts.find_page(kind, typed, self._article, language)

        engines = NO_SHORTCODES
        if has(text, "{{", "{%"):
            engines = self._parts.templates.shortcodes(self._article, self._converted)

        def own(call: ShortcodeCall) -> str | None:
            return self._own.shown(call, engines, is_html=is_html)

        names = self._parts.own_names | engines.names
        site = SiteShortcodes(names, own, find_page, self._parts.title_of)
        expanded = shortcodes.expand(text, self._site_url, self._flavour, site, is_html=is_html)
        self._unknown.update(expanded.unknown)
        return literals.show(expanded.text)

    def _with_templates(self, text: str) -> str:
        """Return a text in which the templates that the site's files tell the results of are run."""
        if not has(text, "{{", "{%"):
            return text
        from broadsheet.markdown.liquid import Liquid, Nunjucks  # noqa: PLC0415 - of few articles

        def read(tag: str, name: str) -> str | None:
            folders = self._flavour.include_folders
            if tag == "include_relative":
                folders = (posixpath.dirname(self._article.source),)
            paths = (f"{folder}/{name}" for folder in folders)
            texts = (self._parts.snippet(path, self._article) for path in paths)
            return next((text for text in texts if text is not None), None)

        def address(path: str) -> str:
            base = self._site_url.rstrip("/")
            return path if has_scheme(path) else f"{base}/{path.lstrip('/')}"

        templates = self._parts.templates
        languages = templates.languages(self._article)
        if languages is not None and not languages & {"njk", "liquid"}:
            self._flavour = replace(
                self._flavour, has_tags=False, has_templates=False, has_comments=False
            )
            return text
        values = templates.values(self._article)
        own = templates.own(self._article, self._converted)
        is_nunjucks = self._flavour.is_nunjucks if languages is None else "njk" in languages
        language = Nunjucks if is_nunjucks else Liquid
        return language(values, read, address, own).rendered(text)

    def _converted(self, text: str) -> str:
        """Return the HTML of Markdown within the article."""
        from broadsheet.markdown.commonmark.converter import CommonMark  # noqa: PLC0415 - of few sites

        if not self._flavour.has_indented_code:
            text = as_paragraphs(text)
        return CommonMark(self._flavour).convert(text, "")[0]


_NO_PAGE = (
    "the engine has no page of this article, or none that its place can be told in, so its Markdown was "
    "taken; build the site with its engine, or write selector below [content]"
)
_UNCLOSED = "{} is not closed, so that it is shown as text or encloses nothing; close it"
_NO_END = (
    "a comment begins here that has no end, so that the rest of the article is left out; close it"
)
_NO_SNIPPET = "the file {} is not in the site, or too large, and left out; correct its path"


def _unknowns(unknown: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name, count in sorted(unknown.items()):
        times = "once" if count == 1 else f"{count} times"
        if name.startswith("<"):
            kind, advice = "component", f"write templates/shortcodes/{name.strip('<>')}.html for it"
        elif name.startswith("{") and not name.startswith("{{"):
            kind, advice = "expression", "write its value"
        else:
            kind, advice = "shortcode", shortcodes.Expanded.advice(name)
        yield name.rstrip(">"), f"{kind} {name} is unknown and left out {times}; {advice}"
