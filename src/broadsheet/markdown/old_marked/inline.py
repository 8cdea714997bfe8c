"""The text of a block → HTML (`InlineLexer.prototype.output`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.markdown.old_marked import emphasis, links
from broadsheet.markdown.old_marked.closers import Closers
from broadsheet.markdown.old_marked.grammar import Grammar

_MOST_DEPTH = 30
_AMPERSAND = re.compile(r"&(?!#?[A-Za-z0-9_]+;)")
_OLD_ESCAPES = frozenset(r"\`*{}[]()#+-.!_>~|")
_ESCAPES = frozenset("!\"#$%&'()*+,-./:;<=>?@[]\\^_`{|}~")
_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]"
_SPECIAL = r"[\\<!\[`*~]|(?<![A-Za-z0-9_])_|https?://|ftp://|www\.|(?<! ) *+\n"
_SPECIALS = re.compile(_SPECIAL)
_SPECIALS_AND_MAIL = re.compile(rf"{_SPECIAL}|(?<!{_LOCAL}){_LOCAL}++@")
_BREAK = re.compile(r" *+\n")
_PLAIN_BREAK = re.compile(r" {2,}+\n")
_NEW_BREAK = re.compile(r"\\\n")
_OLD_TAG = re.compile(r"</?[a-zA-Z0-9-]+(?:\"[^\"]*\"|'[^']*'|\s[^<'\">/\s]*)*?/?>")
_ATTRIBUTE = r"\s+[a-zA-Z:_][A-Za-z0-9_.:-]*+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?"
_TAG = re.compile(
    rf"</[a-zA-Z][A-Za-z0-9_:-]*\s*>|<[a-zA-Z][A-Za-z0-9_-]*(?:{_ATTRIBUTE})*\s*/?>"
    r"|<\?[\s\S]*?\?>|<![a-zA-Z]+\s[\s\S]*?>|<!\[CDATA\[[\s\S]*?\]\]>"
)
_COMMENT_END = re.compile("-->")
_ANGLE = re.compile(">")
_RAW_START = re.compile(r"<(?:pre|code|kbd|script)[\s>]", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:pre|code|kbd|script)[\s>]", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return a text as HTML; references to characters stay."""
    text = _AMPERSAND.sub("&amp;", text) if "&" in text else text
    return (
        text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;")
    )


def escaped_code(text: str) -> str:
    """Return code as HTML."""
    return escaped(text.replace("&", "&amp;"))


@dataclass(frozen=True, slots=True)
class InlineRules:
    """What the inline text of an article depends on."""

    grammar: Grammar
    links: Mapping[str, tuple[str, str]]
    has_breaks: bool
    has_urls: bool
    smart: Callable[[str], str]
    """Makes typographic signs of those that are typed."""


class Inline:
    """Converts the inline text of an article."""

    def __init__(self, rules: InlineRules) -> None:
        self._rules = rules
        self._is_oldest = rules.grammar.is_oldest
        self._is_in_link = False
        self._is_raw = False
        self._depth = 0

    def html(self, text: str) -> str:
        """Return a text as HTML."""
        if not self._depth:
            self._is_in_link = self._is_raw = False
        if self._depth >= _MOST_DEPTH:
            return escaped(text)
        self._depth += 1
        shown = self._text(text).html()
        self._depth -= 1
        return shown

    def _text(self, text: str) -> Text:
        return Text(self, text)

    @property
    def rules(self) -> InlineRules:
        """Return what the conversion depends on."""
        return self._rules

    def words(self, text: str) -> str:
        """Return words as HTML."""
        return text if self._is_raw else escaped(self._rules.smart(text))

    def tag(self, tag: str) -> str:
        """Return a tag as typed, and notice what it begins or ends."""
        low = tag[:4].lower()
        self._is_in_link = low.startswith("<a ") or (self._is_in_link and low != "</a>")
        if not self._is_oldest:
            self._is_raw = bool(_RAW_START.match(tag)) or (self._is_raw and not _RAW_END.match(tag))
        return tag

    @property
    def is_in_link(self) -> bool:
        """Return whether the text is that of a link."""
        return self._is_in_link

    def link(self, text: str, href: str, title: str, *, is_picture: bool) -> str:
        """Return a link, or a picture."""
        shown = f' title="{escaped(title)}"' if title else ""
        address = escaped(href)
        if is_picture:
            return f'<img src="{address}" alt="{escaped(text)}"{shown} />'
        return f'<a href="{address}"{shown}>{self.linked(text)}</a>'

    def linked(self, text: str) -> str:
        """Return the text of a link as HTML."""
        self._is_in_link = True
        words = self.html(text)
        self._is_in_link = False
        return words


class Text:
    """Converts one text."""

    _specials, _specials_and_mail = _SPECIALS, _SPECIALS_AND_MAIL
    _old_escapes = _OLD_ESCAPES

    def __init__(self, inline: Inline, text: str) -> None:
        self._inline = inline
        self._rules = inline.rules
        self._is_oldest = inline.rules.grammar.is_oldest
        self._text = text
        self._last = len(text.rstrip())
        self._closers = Closers(text)
        self._ticks = emphasis.Ticks(text)
        self._special = self._specials_and_mail if "@" in text else self._specials
        self._at = 0
        self._makers = self._makers_by_sign()

    def _makers_by_sign(self) -> Mapping[str, Sequence[Callable[[], str | None]]]:
        return {
            "\\": (self._escape, self._break),
            "<": (self._comment, self._tag, self._auto),
            "!": (self._link, self._named_link),
            "[": (self._link, self._named_link),
            "*": (self._emphasis,),
            "_": (self._emphasis,),
            "`": (self._code,),
            "~": (self._deleted,),
            " ": (self._break,),
            "\n": (self._break,),
        }

    def html(self) -> str:
        """Return the text as HTML."""
        parts: list[str] = []
        while self._at < len(self._text):
            part = self._marked()
            parts.append(self._plain() if part is None else part)
        return "".join(parts)

    def _marked(self) -> str | None:
        """Return what a mark makes, None if none begins here."""
        for make in self._makers.get(self._text[self._at], ()):
            if (made := make()) is not None:
                return made
        return self._url()

    def _escape(self) -> str | None:
        following = self._text[self._at + 1 : self._at + 2]
        if following not in (self._old_escapes if self._is_oldest else _ESCAPES) or not following:
            return None
        self._at += 2
        return escaped(following)

    def _break(self) -> str | None:
        pattern = _BREAK if self._rules.has_breaks else _PLAIN_BREAK
        found = pattern.match(self._text, self._at)
        if found is None and not self._is_oldest:
            found = _NEW_BREAK.match(self._text, self._at)
        if found is None or found.end() >= self._last:
            return None
        self._at = found.end()
        return "<br />"

    def _comment(self) -> str | None:
        if not self._text.startswith("<!--", self._at):
            return None
        end = self._closers.next(_COMMENT_END, self._at + 4)
        return self._typed(self._text[self._at : end.end()]) if end else None

    def _tag(self) -> str | None:
        pattern = _OLD_TAG if self._is_oldest else _TAG
        if not self._closers.has(_ANGLE, self._at):
            return None
        if self._is_oldest and links.auto_at(self._text, self._at):
            return None
        found = pattern.match(self._text, self._at)
        return self._typed(found[0]) if found else None

    def _typed(self, tag: str) -> str:
        self._at += len(tag)
        return self._inline.tag(tag)

    def _auto(self) -> str | None:
        found = links.auto_at(self._text, self._at)
        return None if found is None else self._address(*found)

    def _url(self) -> str | None:
        if self._inline.is_in_link or not self._rules.has_urls:
            return None
        found = links.url_at(self._text, self._at, is_oldest=self._is_oldest)
        return None if found is None or not found[0] else self._address(*found)

    def _address(self, address: str, end: int) -> str:
        self._at = end
        shown = escaped(address)
        scheme = ""
        if "@" in address and ":" not in address:
            scheme = "mailto:"
        elif address.lower().startswith("www."):
            scheme = "http://"
        return f'<a href="{scheme}{shown}">{shown}</a>'

    def _link(self) -> str | None:
        opening = self._opening()
        if opening is None:
            return None
        link = links.link_at(self._text, opening, self._closers, is_oldest=self._is_oldest)
        if link is None:
            return None
        is_picture = opening > self._at
        self._at = link.end
        return self._inline.link(link.text, link.href, link.title, is_picture=is_picture)

    def _opening(self) -> int | None:
        """Return where the bracket of a link or a picture opens, None if none does."""
        opening = self._at + (self._text[self._at] == "!")
        return opening if self._text.startswith("[", opening) else None

    def _named_link(self) -> str | None:
        opening = self._opening() if self._rules.links else None
        if opening is None:
            return None
        found = links.reference_at(self._text, opening, self._closers, is_oldest=self._is_oldest)
        if found is None:
            return None
        words, name, end = found
        target = self._rules.links.get(" ".join(name.split()).lower())
        if target is None:
            return None
        is_picture = opening > self._at
        self._at = end
        return self._inline.link(words, *target, is_picture=is_picture)

    def _emphasis(self) -> str | None:
        text, at, closers = self._text, self._at, self._closers
        if found := emphasis.strong(text, at, closers, is_oldest=self._is_oldest):
            return self._element("strong", *found)
        if found := self._emphasised():
            return self._element("em", *found)
        return None

    def _emphasised(self) -> emphasis.Found | None:
        return emphasis.emphasised(self._text, self._at, self._closers, is_oldest=self._is_oldest)

    def _deleted(self) -> str | None:
        found = emphasis.deleted(self._text, self._at, self._closers)
        return self._element("del", *found) if found else None

    def _element(self, name: str, text: str, end: int) -> str:
        self._at = end
        return f"<{name}>{self._inline.html(text)}</{name}>"

    def _code(self) -> str | None:
        is_exact = not self._is_oldest or self._rules.grammar.is_kramed
        found = self._ticks.code(self._at, is_oldest=self._is_oldest, is_exact=is_exact)
        if found is None:
            return None
        code, self._at = found
        return f"<code>{escaped_code(code)}</code>"

    def _plain(self) -> str:
        """Return what stands before the next mark, at least one character."""
        start = self._at
        first = start + 1
        if self._text[start] == "`" and not self._is_oldest:
            while self._text.startswith("`", first):
                first += 1
        found = self._special.search(self._text, first)
        self._at = found.start() if found else len(self._text)
        return self._inline.words(self._text[start : self._at])
