"""Links that are made of bare URLs: where the URL ends."""

from __future__ import annotations

import re

_FULL_WIDTH = "，。；：！？、（）《》「」『』【】“”‘’…"
_LINK = re.compile(
    r'<a href="(?P<href>[^"<>]*)">(?P<text>(?:https?://|www\.)[^<]*)</a>'
    rf"(?P<rest>\)(?:[^\s<>(){_FULL_WIDTH}]*[\w/#=&%+-])?)?"
)
_SELF = re.compile(r'<a href="([^"<>]*)">\1</a>')
_WWW = re.compile(r'(<a href=")http:(//([^"<>]*)">\3</a>)')
_HOST = re.compile(r"\bhttps?://[a-z0-9-]+(?::[0-9]+)?(?![\w.:])(?:/[!-;=?-_a-~]*[\w/])?", re.ASCII)
_PIECE = re.compile(r"(<[^<>]*>)")
_NO_TEXT = re.compile(r"<(/?)(?:a|code|pre)\b")
_END = re.compile(rf"[{_FULL_WIDTH}]")


def end_links(html: str, www_scheme: str = "http") -> str:
    """Correct the end of links that show their own URL; `www_scheme` is the scheme of `www.example.org`.

    A URL ends where full-width punctuation begins, since Chinese and Japanese have no spaces (GFM,
    section 6.9, knows ASCII punctuation only), and not before the parenthesis that closes one of
    its own, as in `https://en.wikipedia.org/wiki/Atom_(web_standard)`. `&amp;` in it is a `&`.
    """
    if 'href="http' not in html:
        return html
    if "&amp;amp;" in html:  # `?a=1&amp;b=2` was typed.
        html = _SELF.sub(lambda link: link[0].replace("&amp;amp;", "&amp;"), html)
    html = _LINK.sub(_ended, html)
    return _WWW.sub(rf"\1{www_scheme}:\2", html) if www_scheme != "http" else html


def with_hosts(html: str) -> str:
    """Make links of bare URLs whose host has no dot, as `http://localhost:8080`."""
    if not _HOST.search(html):
        return html
    pieces = _PIECE.split(html)
    within = 0
    for number, piece in enumerate(pieces):
        if number % 2 and (tag := _NO_TEXT.match(piece)):
            within = max(within + (-1 if tag[1] else 1), 0)
        elif not number % 2 and not within:
            pieces[number] = _HOST.sub(r'<a href="\g<0>">\g<0></a>', piece)
    return "".join(pieces)


def _ended(match: re.Match[str]) -> str:
    href, url, rest = match["href"], match["text"], match["rest"] or ""
    end = _END.search(url)
    stop = min(end.start() if end else len(url), _closed_before(url))
    if stop < len(url):
        target = url[:stop] if url.startswith("http") else f"http://{url[:stop]}"
        return f'<a href="{target}">{url[:stop]}</a>{url[stop:]}{rest}'
    if rest and url.count("(") > url.count(")"):
        return f'<a href="{href}{rest}">{url}{rest}</a>'
    return match[0]


def _closed_before(url: str) -> int:
    """Return the position of a parenthesis that closes one from before the URL and ends the URL."""
    depth = 0
    for position, character in enumerate(url):
        depth += (character == "(") - (character == ")")
        if depth < 0 and not url[position + 1 : position + 2].isascii():
            return position
    return len(url)
