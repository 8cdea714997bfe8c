"""HTML that every reader can take: sanitised and made absolute in one pass of html5ever (nh3).

What is allowed is what the W3C feed validator calls safe (its `htmlDict` and `SecurityRisk`), less
what only works on the page itself: forms, scripts, styles, wrappers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

TAGS = frozenset(
    "a abbr acronym address audio b bdi big blockquote br caption center cite code col colgroup "
    "dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark "
    "ol p picture pre q rp rt ruby s samp small source span strike strong sub summary sup table "
    "tbody td tfoot th thead time tr track tt u ul var video wbr".split()
)

REMOVED_WITH_CONTENT = frozenset(
    "applet canvas head iframe math noembed noframes object script select style svg template "
    "textarea title".split()
)

ATTRIBUTES = {
    "*": {"dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "abbr": {"title"},
    "audio": {"controls", "src"},
    "blockquote": {"cite"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "img": {"alt", "height", "src", "srcset", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "type"},
    "q": {"cite"},
    "source": {"media", "src", "srcset", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"controls", "height", "poster", "src", "width"},
}

SCHEMES = frozenset(
    {"data", "ftp", "geo", "http", "https", "magnet", "mailto", "sms", "tel", "xmpp"}
)

_URL_ATTRIBUTES = frozenset({"cite", "href", "poster", "src"})
_NUMBER = re.compile(r"\d{1,5}")
_SRCSET = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(\s+[\d.]+[wxh])?\s*(?:,|$)")
_LANGUAGE_CLASS = re.compile(r"(?:^|\s)(language-[\w+#.-]+)")


class Sanitiser:
    """Sanitises fragments, one at a time; what is allowed is prepared once."""

    def __init__(self) -> None:
        self._absolute: Callable[[str], str] = str
        self._cleaner = nh3.Cleaner(
            tags=set(TAGS),
            clean_content_tags=set(REMOVED_WITH_CONTENT),
            attributes=ATTRIBUTES,
            attribute_filter=self._attribute,
            url_schemes=set(SCHEMES),
            link_rel=None,
        )

    def sanitise(self, html: str, absolute: Callable[[str], str]) -> str:
        """Return a fragment that is valid HTML5 and safe, all of whose URLs `absolute` has made so.

        Attributes whose URL cannot be made absolute (`absolute` raises ValueError) are left out.
        """
        self._absolute = absolute
        return self._cleaner.clean(html)

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value
        if name in _URL_ATTRIBUTES:
            return _url(tag, value, self._absolute)
        if name == "srcset":
            return _srcset(value, self._absolute)
        if name == "class":
            language = _LANGUAGE_CLASS.search(value)
            return language[1] if language else None
        if name in {"width", "height"}:
            number = _NUMBER.match(value)
            return number[0] if number else None
        return value


def _url(tag: str, value: str, absolute: Callable[[str], str]) -> str | None:
    if value[:5].lower() == "data:":
        return value if tag == "img" and value[5:11].lower() == "image/" else None
    try:
        url = absolute(value)
    except ValueError:
        return None
    return url if url.partition(":")[0].lower() in SCHEMES else None


def _srcset(value: str, absolute: Callable[[str], str]) -> str | None:
    candidates = []
    for match in _SRCSET.finditer(value):
        url = _url("source", match[1], absolute)
        if url:
            candidates.append(url.replace(",", "%2C") + (match[2] or ""))
    return ", ".join(candidates) or None


_TO_TURN = re.compile(r"<(?:iframe|embed|object|img\b[^>]*\bdata-|input\b)", re.IGNORECASE)
_EMBED = re.compile(
    r"<(iframe|embed|object)\b([^>]*)>(?:(?:(?!<\1\b).)*?</\1\s*>)?", re.IGNORECASE | re.DOTALL
)
_EMBED_ATTRIBUTE = re.compile(
    r"\b(src|data|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE
)
_LAZY = re.compile(
    r"(<img\b(?![^>]*\ssrc\s*=)[^>]*?\s)data-(?:original-)?src(?=\s*=)", re.IGNORECASE
)
_TASK = re.compile(r"<input type=\"checkbox\"[^>]*?( checked(?:=\"checked\")?)?\s*/?>")
_YOUTUBE = re.compile(r"(?:https?:)?//www\.youtube(?:-nocookie)?\.com/embed/([\w-]+).*")


def embeds_to_links(html: str) -> str:
    """Turn what feeds cannot embed into what they can: videos into links, check boxes into ☑ and ☐."""
    if not _TO_TURN.search(html):
        return html
    html = _LAZY.sub(r"\1src", _EMBED.sub(_link, html))
    return _TASK.sub(lambda match: "☑" if "checked" in match[0][22:] else "☐", html)


def _link(match: re.Match[str]) -> str:
    found = _EMBED_ATTRIBUTE.findall(match[2])
    attributes = {name.lower(): unescape("".join(values)) for name, *values in found}
    url = attributes.get("src") or attributes.get("data") or ""
    url = _YOUTUBE.sub(r"https://www.youtube.com/watch?v=\1", url)
    if not url or url.startswith("about:"):
        return ""
    text = attributes.get("title") or url.removeprefix("//")
    return f'<p><a href="{escape(url)}">{escape(text)}</a></p>'
