"""Sanitises HTML for every reader and makes URLs absolute, in one pass of html5ever (nh3).

It allows what the W3C feed validator calls safe (its `htmlDict` and `SecurityRisk`), except what
only works on the page itself: forms, scripts, styles, wrappers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
    {
        "data",
        "ftp",
        "geo",
        "gopher",
        "http",
        "https",
        "magnet",
        "mailto",
        "news",
        "nntp",
        "sms",
        "tel",
        "telnet",
        "xmpp",
    }
)

_URL_ATTRIBUTES = frozenset({"cite", "href", "poster", "src"})
_NUMBER = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px\s*)?")
_DESCRIPTOR = re.compile(r"[\d.]+[wxh]")
_COMMAS = re.compile(r",\s+|,$")
_LANGUAGE_CLASS = re.compile(r"(?:^|\s)language-\{?\.?([\w+#-][\w+#.-]*)(?!=)(?![\w+#.-])")


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
            return _url(tag, name, value, self._absolute)
        if name == "srcset":
            return _srcset(value, self._absolute)
        if name == "class":
            language = _LANGUAGE_CLASS.search(value)
            return f"language-{language[1]}" if language else None
        if name in {"width", "height"}:
            number = _NUMBER.fullmatch(value)
            return number[1] if number else None
        return value


def _url(tag: str, name: str, value: str, absolute: Callable[[str], str]) -> str | None:
    if value[:5].lower() == "data:":
        return value if tag == "img" and value[5:11].lower() == "image/" else None
    if name == "src" and value.strip()[:1] in {"", "#"}:  # It would be the page itself.
        return None
    try:
        url = absolute(value)
    except ValueError:
        return None
    return url if url.startswith("https:") or url.partition(":")[0].lower() in SCHEMES else None


def _srcset(value: str, absolute: Callable[[str], str]) -> str | None:
    """Return the candidates of a srcset whose addresses can be made absolute."""
    candidates = []
    for candidate in _COMMAS.split(value.replace(", ", ",\n")):
        words = candidate.split()
        if len(words) > 2 and not _DESCRIPTOR.fullmatch(words[-1]):  # noqa: PLR2004 - no candidate
            continue
        described = len(words) > 1 and _DESCRIPTOR.fullmatch(words[-1])
        reference = "".join(words[-2:-1]) if described else "".join(words[-1:])
        if reference and (url := _url("source", "src", reference.strip(","), absolute)):
            suffix = f" {words[-1]}" if described else ""
            candidates.append(url.replace(",", "%2C") + suffix)
    return ", ".join(candidates) or None
