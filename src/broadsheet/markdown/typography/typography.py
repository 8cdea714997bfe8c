"""Quotes, dashes and dots as the site's converter shows them, where comrak differs.

comrak finds them (its option `smart`): it knows what is code, raw HTML, an address or escaped.
Those that the author typed are replaced by stand-ins meanwhile, so that each one in comrak's HTML
is one it made. Which quote it becomes is decided here, by the rules of the site's converter
(`quotes.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from urllib.parse import quote, unquote

from broadsheet.markdown.commonmark.autolinks import www_link
from broadsheet.markdown.html.in_text import in_text
from broadsheet.markdown.typography.pairs import paired
from broadsheet.markdown.typography.quotes import APOSTROPHE, RULES, Pairs, QuotePlace
from broadsheet.markdown.typography.retext import RETEXT, RETEXT_2, with_signs_of_retext
from broadsheet.markdown.typography.surroundings import BLOCK, shown_after, shown_before

_TYPED = "“”‘’–—…«»"
_STAND_INS = f"⸂⸃⸄{APOSTROPHE}⸺⸻⸞⸉⸊"
"""Punctuation that nobody types, of the same Unicode categories, so that emphasis is unaffected."""

_NAMES = ("ldquo", "rdquo", "lsquo", "rsquo", "ndash", "mdash", "hellip", "laquo", "raquo")
_NUMBERS = tuple(str(ord(typed)) for typed in _TYPED)
_REFERENCE = re.compile(rf"&(?:({'|'.join(_NAMES)})|#({'|'.join(_NUMBERS)}));")
_SET_ASIDE = re.compile(rf"#(00)?({'|'.join(str(ord(stand_in)) for stand_in in _STAND_INS)});")
_ENCODED = re.compile("%E2%B8%(?:8[2-59A]|BA|BB|9E)")

_SIGNS = re.compile(
    r"[?!](?:…|\.{2})[….]*|…[….]+|\.{2,}|\((?:c|r|tm)\)|\+-|,{2,}|([?!])\1{3,}", re.IGNORECASE
)
_SIGNS_WANTED = ("..", ",,", "????", "!!!!", "(c)", "(C)", "(r)", "(R)", "(tm)", "(TM)", "+-")
_SHOWN_SIGNS = {"(c)": "©", "(r)": "®", "(tm)": "™", "+-": "±"}

_WANTED = ('"', "'", "--", "...", "<<", ">>")
# An apostrophe between letters, a single dash and three dots are the same to all.
_WITHIN_WORD = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")
_FOUND = re.compile("(?:[“”‘]|(?<![A-Za-z])’|’(?![A-Za-z]))[“”‘’]*|[–—]{2,}|« ?| ?»")
_FOUND_BY_MARKDOWN_IT = re.compile(_FOUND.pattern.replace("[–—]{2,}", "[–—]+"))
_AUTOLINK = re.compile(r'<a href="(?:mailto:|https?://)?([^"]*)">\1</a>')
# Goldmark makes links of bare addresses behind quotes too.
_WWW = re.compile(r"www\.[-\w]+(?:\.[-\w]+)+(?:/(?:[-\w@:%+.~#?=/]*[-\w/])?)?", re.ASCII)
_EDGE = re.compile("[<>]")
_TAG = re.compile(r"<(/?)([a-z]++[1-6]?)[^<>]*>")
_ENTITY = re.compile(r"&[a-z0-9#]{1,8};$")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_TYPED_IN_TAG = str.maketrans({"“": "&quot;", "”": "&quot;", "‘": "'", "’": "'"})
"""markdown-it leaves the quotes in alternative texts as typed."""
_SOURCE = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "...", "'": "\\'"}

_MARKS = {
    "a": "[)",
    "code": "``",
    "del": "~~",
    "em": "**",
    "img": "!)",
    "strong": "**",
    "sup": "[]",
}
"""How Markdown writes elements: the character that begins one, and the one that ends it."""

_ENOUGH = 7
"""Characters of a line, from a quote on, that decide which quote it becomes."""


def is_wanted(text: str, name: str) -> bool:
    """Return whether a text contains anything that the rules of `name` may show differently."""
    marks = (*_WANTED, *_SIGNS_WANTED) if name == "markdown-it" else _WANTED
    return any(mark in text for mark in marks) and not any(mark in text for mark in _STAND_INS)


def set_aside(text: str) -> str:
    """Replace the quotes, dashes and dots that the author typed by their stand-ins."""
    if "&" in text:
        text = _REFERENCE.sub(_numbered, text)
    return text if text.isascii() else _exchanged(text, _TYPED, _STAND_INS)


def composed(
    html: str, name: str, symbols: Iterable[tuple[str, str]] = (), *, has_breaks: bool = False
) -> str:
    """Show what comrak found by the rules of `name`, and restore what was set aside.

    `symbols` are pairs: a result of those rules, and what the site shows instead. `has_breaks` says that
    line ends are breaks.
    """
    html = _with_signs(html) if name == "markdown-it" else html
    if name in {RETEXT, RETEXT_2}:
        html = with_signs_of_retext(html, name, has_breaks=has_breaks)
    else:
        html = paired("".join(_pieces(html, name)))
    if symbols and name == "markdown-it":  # An apostrophe within a word is none of its quotes.
        html = _WITHIN_WORD.sub(APOSTROPHE, html)
    if symbols:
        html = html.translate({ord(old): escape(new) for old, new in symbols})
    if not html.isascii():
        html = _exchanged(html, _STAND_INS, _TYPED)
    if "%E2%B8" in html:
        html = _ENCODED.sub(_encoded, html)
    return _SET_ASIDE.sub(_named, html) if "&" in html else html


def _with_signs(html: str) -> str:
    """Show the dots, commas and signs that only markdown-it replaces (rules_core/replacements.mjs).

    The dots that the author typed as one character are set aside.
    """
    return in_text(html, lambda text: _SIGNS.sub(_sign, text))


def _sign(typed: re.Match[str]) -> str:
    if typed[0][0] in ".…":
        return "…"
    if typed[0][0] == "," or typed[1]:
        return typed[0][: 3 if typed[1] else 1]
    return _SHOWN_SIGNS.get(typed[0].lower(), typed[0][:1] + "..")


def _exchanged(text: str, old: str, new: str) -> str:
    for one, other in zip(old, new, strict=True):
        text = text.replace(one, other)
    return text


def _numbered(reference: re.Match[str]) -> str:
    name, number = reference.groups()
    index = _NAMES.index(name) if name else _NUMBERS.index(number)
    return f"&#{'' if name else '00'}{ord(_STAND_INS[index])};"


def _named(reference: re.Match[str]) -> str:
    index = _STAND_INS.index(chr(int(reference[2])))
    return f"#{_NUMBERS[index]};" if reference[1] else f"{_NAMES[index]};"


def _encoded(address: re.Match[str]) -> str:
    return quote(_exchanged(unquote(address[0]), _STAND_INS, _TYPED))


def _angle(found: str, name: str) -> str:
    """Return the quotation marks for `<<` and `>>`; only kramdown makes the spaces inside non-breaking."""
    if name in {"markdown-it", "marked", "pulldown"}:
        return found.replace("«", "&lt;&lt;").replace("»", "&gt;&gt;")
    return found.replace(" ", "\xa0") if name == "kramdown" else found


_MOST_QUOTES = 100
"""Of a run, that a rule looks at: to look at all for each of thousands takes quadratic time."""


def _pieces(html: str, name: str) -> Iterator[str]:
    rule, around, done = RULES[name](), _AROUND.get(name, _around_typed), 0
    is_in_tag = False
    for found in (_FOUND_BY_MARKDOWN_IT if name == "markdown-it" else _FOUND).finditer(html):
        start, end = found.span()
        between = html[done:start]
        is_in_tag = between.rfind("<") > between.rfind(">") if _EDGE.search(between) else is_in_tag
        yield between
        if found[0][0] in "–—" and name == "markdown-it":
            yield _dashes_of_markdown_it(found[0], _before(html, start)[0], _after(html, end)[:1])
        elif found[0][0] in "–—":
            # pulldown-cmark shows four hyphens as comrak does: two dashes.
            yield found[0] if name == "pulldown" else _dashes(found[0])
        elif found[0][0] in "« »":
            yield _angle(found[0], name)
        elif is_in_tag:  # The alternative text of a picture.
            yield found[0].translate(_TYPED_IN_TAG) if name == "markdown-it" else found[0]
        else:
            if isinstance(rule, Pairs) and BLOCK.search(between):
                rule.ends_block()
            run, shown = found[0].translate(_STRAIGHT), ""
            while len(shown) < len(run):
                before, after = around(html, start, end)
                before = (shown[-1], False, False) if shown else before
                line = run[len(shown) : len(shown) + _MOST_QUOTES] + after
                shown += rule(QuotePlace(*before, line))
            yield shown
        done = end
        if name == "goldmark" and (bare := _WWW.match(html, end)) and not _is_in_link(html, start):
            yield www_link(bare[0])
            done = bare.end()
    yield html[done:]


def _around_typed(html: str, start: int, end: int) -> tuple[tuple[str, bool, bool], str]:
    """Return what the source has before quotes, as `_before` does, and after them."""
    return _before(html, start), _after(html, end)


def _around_tokens(html: str, start: int, end: int) -> tuple[tuple[str, bool, bool], str]:
    """Return what markdown-it has before and after quotes: what the page shows, and tags of raw HTML."""
    after = shown_after(html, end).translate(_STRAIGHT)
    return (shown_before(html, start), True, False), after


_AROUND = {"markdown-it": _around_tokens}
"""A converter → what it looks at, where that is not the source."""


def _is_in_link(html: str, position: int) -> bool:
    return html.rfind("<a ", 0, position) > html.rfind("</a>", 0, position)


def _dashes(run: str) -> str:
    """Return dashes for a run of hyphens: as many long ones as there can be."""
    long, rest = divmod(3 * run.count("—") + 2 * run.count("–"), 3)
    return "—" * long + ("", "-", "–")[rest]


def _dashes_of_markdown_it(run: str, before: str, after: str) -> str:
    """Return a dash for two or three hyphens; two have white space at both sides, or at none."""
    hyphens = 3 * run.count("—") + 2 * run.count("–")
    if hyphens == len("---"):
        return "—"
    is_dash = hyphens == len("--") and before.isspace() == (not after.strip())
    return "–" if is_dash else "-" * hyphens


def _before(html: str, position: int) -> tuple[str, bool, bool]:
    """Return the source's character before a position, if that is text, and if it ends an element."""
    before = html[position - 1] if position else "\n"
    if before == ">":
        start = html.rfind("<", 0, position)
        tag = _TAG.match(html, start)
        name = tag[2] if tag else ""
        if tag and tag[1] and name == "a":
            start = html.rfind("<a ", 0, start)
            bare = _AUTOLINK.match(html, start)
            return (bare[1][-1:] if bare else ")"), False, True
        if name in _MARKS:
            return _MARKS[name][bool(tag and tag[1]) or name == "img"], False, True
        return ("\n" if BLOCK.match(html, start) else ">"), False, True
    entity = _ENTITY.search(html[max(position - 10, 0) : position]) if before == ";" else None
    if entity:
        before = unescape(entity[0])
    if before in "\"'":  # Escaped, since comrak found the others.
        return before, False, True
    return (
        _exchanged(before, _STAND_INS, _TYPED),
        position > 0 and before not in "–—…",
        not position,
    )


def _after(html: str, position: int) -> str:
    """Return the characters of the source that follow a position in its line."""
    line = ""
    while len(line) < _ENOUGH and position < len(html):
        character = html[position]
        position += 1
        if character == "\n":
            return line + "\n"
        if character == "<":
            found = _AUTOLINK.match(html, position - 1) or _TAG.match(html, position - 1)
            if not found or BLOCK.match(html, position - 1):
                return line
            position = found.end()
            if found.re is _AUTOLINK:
                line += found[1][:1]
            elif found[2] == "br":
                return line + "\n"
            else:
                line += _MARKS.get(found[2], "<<")[bool(found[1])]
        elif character == "&":
            end = html.find(";", position)
            entity = html[position - 1 : end + 1]
            line += "\\" * (entity == "&quot;") + unescape(entity)
            position = end + 1
        else:
            line += _SOURCE.get(character, character)
    return line
