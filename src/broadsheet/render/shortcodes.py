"""Shortcodes and template tags of site engines: they never reach a reader raw.

Known ones become plain HTML or Markdown; unknown ones are dropped, their content kept, and counted.
Code is left alone. To know another one, write a function and put it into KNOWN.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

Arguments = Mapping[str, str]
"""Named arguments, and positional ones under "0", "1" …"""


@dataclass(frozen=True, slots=True)
class Expanded:
    """Text without shortcodes, and how often each unknown one stood in it."""

    text: str
    unknown: Mapping[str, int]


_CODE_OR_TAG = re.compile(
    r"(?P<code>(?m:^)(?P<fence> {0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:\n(?P=fence)[`~]*[ ]*(?=\n|\Z)|\Z)"
    r"|(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`))"
    r"|\{\{[<%]/\*(?P<literal>.*?)\*/[>%]\}\}"
    r"|\{\{(?P<kind>[<%])\s*(?P<hugo>.*?)\s*/?[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>.*?)\s*-?%\}"
    r"|\{\{-?\s*(?:site|config)\.(?P<site>baseurl|base_url|url)\s*-?\}\}",
    re.DOTALL,
)
_ARGUMENT = re.compile(
    r"(?:([\w-]+)\s*[=:]\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s=]+))"
)


def expand(text: str, site_url: str) -> Expanded:
    """Replace the shortcodes of Hugo and the tags of Liquid and Nunjucks; code stays as it is."""
    if "{{" not in text and "{%" not in text:
        return Expanded(text, {})
    unknown: Counter[str] = Counter()

    def replace(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        if match["literal"] is not None:
            return "&#123;&#123;" + escape(f"< {match['literal'].strip()} >") + "}}"
        if match["site"] is not None:
            return site_url.rstrip("/") if match["site"] != "baseurl" else ""
        call = match["hugo"] if match["hugo"] is not None else match["liquid"]
        shown = _expand_one(call, unknown)
        return shown.removesuffix("\n") if text.startswith("\n", match.end()) else shown

    return Expanded(_CODE_OR_TAG.sub(replace, text), dict(sorted(unknown.items())))


def _expand_one(call: str, unknown: Counter[str]) -> str:
    name, _, rest = call.strip().partition(" ")
    if not name or name.startswith(("/", "end")) or name in {"raw", "comment"}:
        return _CLOSING.get(name.removeprefix("/").removeprefix("end"), "") if name else ""
    if name == "include":
        name, _, rest = rest.strip().partition(" ")
        name = name.rpartition("/")[2].partition(".")[0]
    if name not in KNOWN:
        unknown[name] += 1
        return ""
    return KNOWN[name](_arguments(rest))


def _arguments(text: str) -> Arguments:
    found: dict[str, str] = {}
    for name, double, single, raw, bare in _ARGUMENT.findall(text):
        value = double.replace('\\"', '"') or single or raw or bare
        found[name or str(sum(key.isdigit() for key in found))] = value
    return found


def _figure(given: Arguments) -> str:
    source = given.get("src") or given.get("url") or given.get("image_path") or given.get("0", "")
    alt = given.get("alt") or given.get("title") or given.get("caption", "")
    image = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    if given.get("link"):
        image = f'<a href="{escape(given["link"])}">{image}</a>'
    words = " ".join(filter(None, (given.get("title", ""), given.get("caption", ""))))
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    return f"\n\n<figure>{image}{caption}</figure>\n\n"


def _image(given: Arguments) -> str:
    """Hexo's img and asset_img: optional class names, the source, optional sizes, a title."""
    source = next((v for k, v in given.items() if k.isdigit() and re.search(r"[./]", v)), "")
    return f'<img src="{escape(source)}" alt="">' if source else ""


def _link_to(prefix: str, label: str) -> Callable[[Arguments], str]:
    def link(given: Arguments) -> str:
        target = given.get("id") or "/".join(v for k, v in given.items() if k.isdigit())
        return f'<a href="{escape(prefix + target)}">{label}</a>' if target else ""

    return link


def _path(given: Arguments) -> str:
    return given.get("path") or given.get("0", "")


def _tweet(given: Arguments) -> str:
    user, number = given.get("user", "i/web"), given.get("id") or given.get("0", "")
    return f'<a href="https://x.com/{escape(user)}/status/{escape(number)}">X</a>'


def _code_open(given: Arguments) -> str:
    language = re.sub(r"[^\w+#-]", "", given.get("0", ""))
    return f"\n\n```{language}\n"


def _summary_open(given: Arguments) -> str:
    title = given.get("summary") or given.get("title") or given.get("0", "")
    return f"\n\n**{title}**\n\n" if title else ""


KNOWN: Mapping[str, Callable[[Arguments], str]] = {
    "asset_img": _image,
    "codeblock": _code_open,
    "details": _summary_open,
    "figure": _figure,
    "gist": _link_to("https://gist.github.com/", "Gist"),
    "highlight": _code_open,
    "image": _figure,
    "img": _figure,
    "link": _path,
    "post_link": _path,
    "post_url": _path,
    "ref": _path,
    "relref": _path,
    "tweet": _tweet,
    "twitter": _tweet,
    "vimeo": _link_to("https://vimeo.com/", "Vimeo"),
    "x": _tweet,
    "youtube": _link_to("https://www.youtube.com/watch?v=", "YouTube"),
}

_CLOSING = {"highlight": "\n```\n\n", "codeblock": "\n```\n\n"}
