"""Links that are made of bare URLs: where the URL ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from urllib.parse import unquote

from broadsheet.late import late_pattern
from broadsheet.markdown.scanning.link_texts import text_of_link
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has, signs
from broadsheet.markdown.scanning.spans import Span
from broadsheet.markdown.scanning.splices import Splice, spliced

_FULL_WIDTH = "，。；：！？、（）《》「」『』【】“”‘’…،؛؟"
_LINK = late_pattern(
    r'<a href="(?P<href>[^"<>]*)">(?P<text>(?:https?://|www\.)[^<]*)</a>'
    rf"(?P<rest>\)(?:[^\s<>(){_FULL_WIDTH}]*[\w/#=&%+-])?)?"
)
_SHOWN = ('">http', '">www.')
"""How the words of links that show a URL begin."""

_SELF = re.compile(r'<a href="([^"<>]*)">\1</a>')
_MARK, _ENCODED_MARK = "\ue079", "%EE%81%B9"
"""Stands at the end of an address that was typed without a scheme."""

_MARKED = re.compile(rf'(<a href=")http(:[^"<>]*){_ENCODED_MARK}(">[^<]*){_MARK}</a>')
_TYPED, _ENCODED_TYPED = "\ue076", "%EE%81%B6"
"""Stands at the end of an address that was typed between `<` and `>`, or as the words of a link."""

_MARKED_TYPED = re.compile(
    f'<a href="([^"<>]*?)(?:{_TYPED}|{_ENCODED_TYPED})?"( title="[^"<>]*")?>([^<]*){_TYPED}</a>'
)
_EMPHASISED = re.compile(r"(?:https?://|www\.)[^\s<>*]+(?=(?P<mark>\*+)\S)")
_MAY_BE_EMPHASISED = re.compile(r"(?<![^*\n])[^*\n/.]*[/.][^*\n]*\*")
"""Matches the signs of a line in which `_EMPHASISED` matches; that takes 50 µs an article."""

_URL = re.compile(r"(?:h(?<!\]\(h)(?<!<h)ttps?://|w(?<!\]\(w)ww\.)[^\s<>]*")
"""What may be a bare URL; Chinese texts have marks behind many a link, each of which would cost a parse."""

_BEHIND_SIGN = re.compile(r"[^\x00-\x7f](?=https?://|www\.)")
"""Stands before a URL that begins within what comrak takes for another one."""

_MARKS_BEHIND = frozenset("[*_`\\")
"""What may begin something else behind a URL."""

_NUMBERED = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})(?![0-9a-zA-Z])")
"""A letter by its number. GFM, section 6.9, knows letters by name only."""


_STARTS = ("http://", "https://", "www.")
_PATH = re.compile(r"[/?#]")
_END = late_pattern(rf"[\s{_FULL_WIDTH}]")
_SPACE = re.compile(r"\s")
_NOT_IN_GOLDMARK = re.compile(r"(?<![?!.,:_~])[?!.,:_~]*+(?:[^\x00-\x7f]|[*|\\])")
_GOLDMARK = re.compile(r"(?:https?://|www\.)[\w@:%.+~#=-]*\.[a-z]", re.ASCII)
"""The beginning of what goldmark takes for a URL (extension/linkify.go)."""


def www_link(address: str) -> str:
    """Return a link to an address without a scheme, for `with_scheme`."""
    return f'<a href="http://{address}{_ENCODED_MARK}">{address}{_MARK}</a>'


def marked_www(text: str) -> str:
    """Mark the addresses that begin with `www.` and will be links, for `with_scheme`."""
    if not has(text, "www."):
        return text
    scanned = Scan(text, frozenset({"autolink"}))
    links = (link for link in scanned.elements("a") if text.startswith("www.", link.start))
    return spliced(text, ((link.end, link.end, _MARK) for link in links))


def with_scheme(html: str, scheme: str) -> str:
    """Give the links of marked addresses a scheme; others with the same words keep theirs."""
    if _MARK not in html:
        return html
    return _MARKED.sub(rf"\1{scheme}\2\3</a>", html).replace(_MARK, "")


def with_typed_marked(text: str) -> str:
    """Mark URLs with letters outside ASCII between `<` and `>`, and those that are the words of a link.

    They end there and nowhere before; see `with_typed_whole`.
    """
    if text.isascii() or not has(text, *_TYPED_STARTS):
        return text
    scanned = scan(text)
    typed = (link for link in scanned.elements("a") if text.startswith(_TYPED_STARTS, link.start))
    ends = (_end_of_typed(text, link) for link in typed)
    return spliced(text, ((end, end, _TYPED) for end in ends if end))


def _end_of_typed(text: str, link: Span) -> int:
    """Return where the URL that a link shows ends, 0 if all of it is ASCII."""
    end = link.end - 1
    if text[link.start] == "[":
        _, end, is_closed = text_of_link(text, link.start + 1)
        end = end - 1 if is_closed else link.start
    return 0 if text[link.start : end].isascii() else end


_TYPED_STARTS = ("<http", "[http", "[www.")


def with_typed_whole(html: str) -> str:
    """Show the links that `with_typed_marked` marked so that `end_links` leaves them as they are."""
    return (
        _MARKED_TYPED.sub(r'<a href="\1"\2 class="typed">\3</a>', html).replace(_TYPED, "")
        if _TYPED in html
        else html
    )


def end_links(html: str, at: str = "") -> str:
    """Correct the end of links that show their own URL.

    A URL ends where full-width punctuation begins, since Chinese and Japanese have no spaces (GFM,
    section 6.9, knows ASCII punctuation only), and not before the parenthesis that closes one of
    its own, as in `https://en.wikipedia.org/wiki/Atom_(web_standard)`. `&amp;` in it is a `&`.
    With `at`, it ends where the site's converter has it: at `spaces` alone behind the host; at the first
    character that is not `ascii`, or `*`, `|` or a backslash (goldmark's extension/linkify.go); or
    "nowhere" else, if that was seen to before.
    """
    if at == "nowhere":
        return html
    if 'href="http' in html and "&amp;amp;" in html:  # `?a=1&amp;b=2` was typed.
        html = _SELF.sub(lambda link: link[0].replace("&amp;amp;", "&amp;"), html)
    is_shown = any(mark in html for mark in _SHOWN)
    return _LINK.sub(partial(_ended, at=at), html) if is_shown else html


def apart_from_emphasis(text: str, scheme: str) -> str:
    """End bare URLs where the emphasis around them ends: `**https://example.org/a**的`.

    comrak takes what follows for a part of the URL; other converters look for emphasis first, or let no
    `*` be in a URL. Those that begin with `www.` get a scheme.
    """
    if not _MAY_BE_EMPHASISED.search(signs(text)) or not _EMPHASISED.search(text):
        return text
    scanned = Scan(text, frozenset({"autolink"}))
    return spliced(text, _emphasised(scanned, scheme))


def apart_from_marks(text: str, scheme: str, at: str) -> str:
    """End bare URLs before marks of Markdown that do not belong to them: `https://example.org/a。[b](/c)`.

    So does a letter by its number, as in `&#8220;https://example.org/a&#8221;`, unless `at` says otherwise.

    comrak takes all up to a space for the URL, so that what `end_links` leaves of it would be text. `at` is
    that of `end_links`; URLs that begin with `www.` get a scheme.
    """
    if not any(_ends_before_marks(url[0], at) for url in _URL.finditer(text)):
        return text
    scanned = Scan(text, frozenset({"autolink"}))
    return spliced(text, _ended_before_marks(scanned, scheme, at))


def _ends_before_marks(url: str, at: str) -> int:
    """Return where a URL ends if marks follow that comrak takes for a part of it, else 0."""
    has_numbered = "&#" in url and not at
    if url.isascii() and not has_numbered and at != "ascii":
        return 0
    stop = _stop(url, at)
    behind = url[stop:]
    return 0 if _MARKS_BEHIND.isdisjoint(behind) and not (has_numbered and "&#" in behind) else stop


def _ended_before_marks(scanned: Scan, scheme: str, at: str) -> Iterator[Splice]:
    for link in scanned.elements("a"):
        if scanned.text.startswith(_STARTS, link.start):
            yield from _ended_urls(scanned.text, link.start, link.end, scheme, at)


def _ended_urls(text: str, start: int, end: int, scheme: str, at: str) -> Iterator[Splice]:
    """End the URLs that comrak takes for one, up to the last mark behind them."""
    marks = _MARKS_BEHIND if at else _MARKS_BEHIND | {"&#"}
    last = max(text.rfind(mark, start, end) for mark in marks)
    while start < last:
        following = _BEHIND_SIGN.search(text, start + 1, end)
        limit = following.end() if following else end
        stop = start + _stop(text[start:limit], at)
        if stop < min(limit, last + 1):
            yield start, stop, _bracketed(text[start:stop], scheme)
        start = limit


def _bracketed(url: str, scheme: str) -> str:
    return f"[{url}]({scheme}://{url})" if url.startswith("www.") else f"<{url}>"


def _emphasised(scanned: Scan, scheme: str) -> Iterator[Splice]:
    """Shorten the URLs behind which emphasis ends once letters stand in their place."""
    text = scanned.text
    links = (link for link in scanned.elements("a") if text.startswith(_STARTS, link.start))
    urls = [url for each in links for url in _EMPHASISED.finditer(text, each.start, each.end)]
    words = spliced(text, ((*url.span(), len(url[0]) * "x") for url in urls))
    without = Scan(words, frozenset({"cjk_friendly_emphasis"}))
    ends = {span.end for name in ("em", "strong") for span in without.elements(name)}
    for url in urls:
        if not ends.isdisjoint(range(url.end() + 1, url.end("mark") + 1)):
            yield *url.span(), _bracketed(url[0], scheme)


def _ended(match: re.Match[str], at: str) -> str:
    href, url, rest = match["href"], match["text"], match["rest"] or ""
    if not _is_bare(href, url):
        return match[0]
    stop = _stop(url, at)
    if at == "ascii" and stop < len(url) and not _GOLDMARK.match(url, 0, stop):
        return url + rest
    if stop < len(url):
        scheme = "" if url.startswith("http") else f"{href.partition(':')[0]}://"
        target = f"{scheme}{url[:stop]}"
        return f'<a href="{target}">{url[:stop]}</a>{url[stop:]}{rest}'
    if rest and url.count("(") > url.count(")"):
        return f'<a href="{href}{rest}">{url}{rest}</a>'
    return match[0]


def _is_bare(href: str, shown: str) -> bool:
    """Return whether a link leads to what it shows: others say in their words where they lead."""
    return unquote(unescape(href)).endswith(unquote(unescape(shown)))


def _stop(url: str, at: str) -> int:
    """Return where a URL ends, which may be behind it."""
    if at == "ascii":
        return _balanced(url, _start(_NOT_IN_GOLDMARK, url))
    stop = _start(_END, _host(url) if at else url)  # No host has full-width punctuation.
    stop = len(url) if at and stop == len(_host(url)) else stop
    return min(
        stop, _start(_SPACE, url) if at else min(_closed_before(url), _start(_NUMBERED, url))
    )


def _balanced(url: str, stop: int) -> int:
    """Return where a URL ends without the closing parentheses that it does not open, if these end it."""
    closing = url.count(")", 0, stop) - url.count("(", 0, stop)
    return stop - closing if closing > 0 and url[stop - 1] == ")" else stop


def _start(end: re.Pattern[str], text: str) -> int:
    """Return where an expression is found, else where the text ends."""
    found = end.search(text)
    return found.start() if found else len(text)


def _host(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    return scheme + mark + _PATH.split(rest, maxsplit=1)[0]


def _closed_before(url: str) -> int:
    """Return the position of a parenthesis that closes one from before the URL and ends the URL."""
    depth = 0
    for position, character in enumerate(url):
        depth += (character == "(") - (character == ")")
        if depth < 0 and not url[position + 1 : position + 2].isascii():
            return position
    return len(url)
