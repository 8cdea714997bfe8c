"""Functions of texts, by the names that Go templates of sites give them.

Source: tpl/strings, tpl/transform and tpl/urls of the engine whose themes use them (0.168).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from hashlib import md5, sha1, sha256
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urlsplit

from broadsheet.markdown.go_templates.values import GoTable, SafeHtml, text_of
from broadsheet.scripts import UnknownResultError, measured

_MOST = 200_000
_TAG = re.compile(r"<[^<>]*>")
_UNSAFE_ANCHOR = re.compile(r"[^\w\- ]")


def _text(value: Any) -> str:
    return text_of(value)


def _replace(text: Any, old: Any, new: Any, count: int = -1) -> str:
    whole, before, after = _text(text), _text(old), _text(new)
    if not before or len(whole) + whole.count(before) * len(after) > _MOST:
        raise UnknownResultError
    return whole.replace(before, after, count)


def _repeated(count: int, text: Any) -> str:
    if count * len(_text(text)) > _MOST:
        raise UnknownResultError
    return _text(text) * count


def _substring(text: Any, start: int, length: int | None = None) -> str:
    whole = _text(text)
    first = start if start >= 0 else max(len(whole) + start, 0)
    if length is None:
        return whole[first:]
    return whole[first : first + length] if length >= 0 else whole[first:length]


def _slice_string(text: Any, start: int = 0, end: int | None = None) -> str:
    return _text(text)[start:end]


def _trim_left(cutset: Any, text: Any) -> str:
    return _text(text).lstrip(_text(cutset))


def _trim_right(cutset: Any, text: Any) -> str:
    return _text(text).rstrip(_text(cutset))


def _truncated(length: int, *given: Any) -> str:
    *more, text = given
    end = _text(more[0]) if more else " …"
    whole = _text(text)
    if len(whole) <= length:
        return whole
    cut = whole[:length]
    return (cut.rpartition(" ")[0] or cut) + end


def _humanized(text: Any) -> str:
    words = _text(text).replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _titled(text: Any) -> str:
    return re.sub(r"(?<![\w'])\w", lambda first: first[0].upper(), _text(text))


def _anchored(text: Any) -> str:
    return _UNSAFE_ANCHOR.sub("", _text(text).strip().lower()).replace(" ", "-")


def _printed(pattern: Any, *given: Any) -> str:
    """`printf`, with the verbs that texts need."""
    values = list(given)

    def verb(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if not values:
            raise UnknownResultError
        return _verb(found[1], found[2], values.pop(0))

    shown = re.sub(r"%%|%([-+ 0]?\d{0,3}(?:\.\d{1,2})?)([a-zA-Z])", verb, _text(pattern))
    if values or len(shown) > _MOST:
        raise UnknownResultError
    return shown


def _verb(flags: str, kind: str, value: Any) -> str:
    if kind in "vs":
        return f"{_text(value):{_aligned(flags)}}" if flags else _text(value)
    if kind == "q":
        return json.dumps(_text(value), ensure_ascii=False)
    if kind == "d" and isinstance(value, int):
        return f"{value:{flags}d}"
    if kind in "fgxX" and isinstance(value, int | float):
        return f"{value:{flags}{kind}}"
    if kind == "t":
        return _text(value)
    raise UnknownResultError(kind)


def _aligned(flags: str) -> str:
    return f"<{flags[1:]}" if flags.startswith("-") else f">{flags}"


def _joined_url(url: Any) -> GoTable:
    parts = urlsplit(_text(url))
    return GoTable(
        {
            "Fragment": parts.fragment,
            "Host": parts.netloc,
            "Hostname": parts.hostname or "",
            "IsAbs": bool(parts.scheme),
            "Path": parts.path,
            "RawQuery": parts.query,
            "Scheme": parts.scheme,
            "String": _text(url),
        }
    )


def _words(text: Any) -> list[str]:
    return _text(text).split()


def _split(text: Any, by: Any) -> list[Any]:
    return list(_text(text)) if not by else list(_text(text).split(_text(by)))


def _safe(value: Any) -> SafeHtml:
    return SafeHtml(_text(value))


def _plain(value: Any) -> SafeHtml:
    return SafeHtml(" ".join(_TAG.sub("", _text(value)).split("\n")).strip())


def _code(code: Any, language: Any = "", *_: Any) -> SafeHtml:
    name = re.sub(r"[^\w+#-]", "", _text(language))
    kind = f' class="language-{name}"' if name else ""
    return SafeHtml(f"<pre><code{kind}>{escape(_text(code), quote=False)}</code></pre>")


_TEXTS: Mapping[str, Callable[..., Any]] = {
    "Contains": lambda text, part: _text(part) in _text(text),
    "ContainsAny": lambda text, signs: any(sign in _text(text) for sign in _text(signs)),
    "Count": lambda part, text: _text(text).count(_text(part)),
    "CountRunes": lambda text: len("".join(_words(text))),
    "CountWords": lambda text: len(_words(text)),
    "FirstUpper": lambda text: _text(text)[:1].upper() + _text(text)[1:],
    "HasPrefix": lambda text, start: _text(text).startswith(_text(start)),
    "HasSuffix": lambda text, end: _text(text).endswith(_text(end)),
    "Repeat": _repeated,
    "Replace": _replace,
    "RuneCount": lambda text: len(_text(text)),
    "SliceString": _slice_string,
    "Split": _split,
    "Substr": _substring,
    "Title": _titled,
    "ToLower": lambda text: _text(text).lower(),
    "ToUpper": lambda text: _text(text).upper(),
    "Trim": lambda text, cutset: _text(text).strip(_text(cutset)),
    "TrimLeft": _trim_left,
    "TrimPrefix": lambda start, text: _text(text).removeprefix(_text(start)),
    "TrimRight": _trim_right,
    "TrimSpace": lambda text: _text(text).strip(),
    "TrimSuffix": lambda end, text: _text(text).removesuffix(_text(end)),
    "Truncate": _truncated,
    "Chomp": lambda text: type(text)(_text(text).rstrip("\r\n")) if isinstance(text, str) else text,
}

_SHORT: Mapping[str, str] = {
    "chomp": "Chomp",
    "countrunes": "CountRunes",
    "countwords": "CountWords",
    "hasPrefix": "HasPrefix",
    "hasSuffix": "HasSuffix",
    "lower": "ToLower",
    "replace": "Replace",
    "slicestr": "SliceString",
    "split": "Split",
    "substr": "Substr",
    "title": "Title",
    "trim": "Trim",
    "truncate": "Truncate",
    "upper": "ToUpper",
}

TEXT_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{f"strings.{name}": make for name, make in _TEXTS.items()},
    **{short: _TEXTS[name] for short, name in _SHORT.items()},
    "anchorize": _anchored,
    "highlight": _code,
    "htmlEscape": lambda text: escape(_text(text)),
    "htmlUnescape": lambda text: unescape(_text(text)),
    "humanize": _humanized,
    "jsonify": lambda *given: SafeHtml(json.dumps(measured(given[-1]), ensure_ascii=False)),
    "md5": lambda text: md5(_text(text).encode(), usedforsecurity=False).hexdigest(),
    "plainify": _plain,
    "print": lambda *given: "".join(map(_text, given)),
    "printf": _printed,
    "println": lambda *given: " ".join(map(_text, given)) + "\n",
    "querify": lambda *given: _query(given),
    "safe.HTML": _safe,
    "safe.URL": _safe,
    "safeCSS": _safe,
    "safeHTML": _safe,
    "safeHTMLAttr": _safe,
    "safeJS": _safe,
    "safeURL": _safe,
    "sha1": lambda text: sha1(_text(text).encode(), usedforsecurity=False).hexdigest(),
    "sha256": lambda text: sha256(_text(text).encode()).hexdigest(),
    "string": _text,
    "transform.HTMLEscape": lambda text: escape(_text(text)),
    "transform.Highlight": _code,
    "transform.Plainify": _plain,
    "urlize": lambda text: quote(_text(text).strip().lower().replace(" ", "-"), safe="/-_.~"),
    "urlquery": lambda text: quote(_text(text), safe=""),
    "urls.Anchorize": _anchored,
    "urls.Parse": _joined_url,
    "urls.URLize": lambda text: quote(_text(text).strip().lower().replace(" ", "-"), safe="/-_.~"),
}


def _query(given: tuple[Any, ...]) -> str:
    pairs = zip(given[::2], given[1::2], strict=True)
    return "&".join(f"{quote(_text(key))}={quote(_text(value))}" for key, value in pairs)
