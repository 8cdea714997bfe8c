"""A body that is ready to be converted, and the HTML of own shortcodes, which stands aside meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.markdown.bodies.parts import BodyParts
from broadsheet.markdown.commonmark import comrak_adapter
from broadsheet.markdown.liquid.expressions import UnknownValueError
from broadsheet.markdown.liquid.language import OwnShortcodes
from broadsheet.markdown.render_hooks import NO_HOOKS, RenderHooks
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.shortcodes import kept_html
from broadsheet.markdown.shortcodes.arguments import arguments
from broadsheet.markdown.shortcodes.known import KNOWN
from broadsheet.markdown.shortcodes.site import ShortcodeCall
from broadsheet.model import Article

_OWN = re.compile("\ue0f0([0-9]{1,6})\ue0f1")
_OWN_PARAGRAPH = re.compile(f"<p>{_OWN.pattern}</p>")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is ready to be converted.

    `own` is the HTML of the site's own templates, which marks in the text stand for; `warnings` are
    pairs of a text from the source, which shows the place, and a message. `hooks` show parts of the
    Markdown.
    """

    text: str
    is_html: bool = False
    is_mdx: bool = False
    own: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    hooks: RenderHooks = NO_HOOKS

    @property
    def has_html(self) -> bool:
        """Return whether it may have tags or attributes that no converter wrote.

        Passes over HTML as people write it are left out for the others.
        """
        made = bool(self.own) or self.is_html or self.is_mdx
        return made or has(self.text, "<", "{") or kept_html.TAG in self.text

    def with_own(self, html: str) -> str:
        """Replace the marks by the HTML of the site's own templates."""
        for _ in range(_MAX_DEPTH if self.own else 0):
            changed = _OWN_PARAGRAPH.sub(self._own_of, html)
            changed = _OWN.sub(self._own_of, changed)
            if changed == html:
                break
            html = changed
        return html

    def _own_of(self, mark: re.Match[str]) -> str:
        number = int(mark[1])
        return self.own[number] if number < len(self.own) else ""


_MAX_DEPTH = 10
_HIDDEN_TAG = re.compile(r"<(?!a\s|audio|img|picture|video)[^<>]*>", re.IGNORECASE)


def without_own(text: str) -> str:
    """Return a text without the marks of the site's own templates."""
    return _OWN.sub("", text)


@dataclass(slots=True)
class OwnHtml:
    """Renders the site's own shortcodes in one article, and keeps the results."""

    article: Article
    parts: BodyParts
    made: list[str] = field(default_factory=list)

    def mark(self, name: str, given: Mapping[str, str], body: str, *, is_html: bool) -> str | None:
        """Return a mark for the HTML of a shortcode's template, None if there is no template."""
        if name not in self.parts.own_names:
            return None
        inner = body if is_html or not body.strip() else comrak_adapter.to_html(body.strip())
        return self._kept(self.parts.own_shortcode(name, given, inner, self.article))

    def shown(self, call: ShortcodeCall, engines: OwnShortcodes, *, is_html: bool) -> str | None:
        """Return what stands for a shortcode: a mark, or Markdown; None if it is not known."""
        if call.name in self.parts.own_names:
            given = arguments(call.typed.removeprefix("(").removesuffix(")"))
            return self.mark(call.name, given, call.body, is_html=is_html)
        try:
            text, is_markdown = engines.show(call)
        except UnknownValueError:
            return None
        if not _HIDDEN_TAG.sub("", text).strip() and self._is_known(call):
            return None  # A link with words says more than a frame or a script.
        return text if is_markdown else self._kept(text)

    @staticmethod
    def _is_known(call: ShortcodeCall) -> bool:
        make = KNOWN.get(call.name)
        typed = call.typed.removeprefix("(").removesuffix(")")
        return make is not None and bool(make(arguments(typed)))

    def _kept(self, html: str) -> str:
        # What stood within may be the HTML of a common shortcode.
        self.made.append(kept_html.show(html))
        return f"\ue0f0{len(self.made) - 1}\ue0f1"
