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
from urllib.parse import urlsplit

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
    r"|\{\{-?\s*(?:site|config)\.(?P<site>baseurl|base_url|url)\s*-?\}\}"
    r"|\{\{-?\s*(?P<output>\w+\([^{}]*\)|[^{}\n]*?)\s*-?\}\}",
    re.DOTALL,
)
# Jekyll 3 wants the site before a link to an article, which is a whole address here.
_SITE_OF_LINK = re.compile(
    r"(?:\{\{-?\s*site\.(?:url|baseurl)\s*-?\}\})+(?=\{%-?\s*(?:post_url|link)\b)"
)
# Zola's `{{ youtube(id="x") }}`, and a text with one of the filters that make addresses of paths.
_CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_NAME = re.compile(r"([^\s(]+)\s*(.*)", re.DOTALL)
_PICTURE = re.compile(r"image|img|figure|picture|photo", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|url|url_for|absURL)\b.*"""
)
_ARGUMENT = re.compile(
    r"(?:([\w-]+)\s*[=:]\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s=]+))"
)


def expand(text: str, site_url: str, *, templates: bool = False, calls: bool = False) -> Expanded:
    """Replace the shortcodes of Hugo and Zola and the tags of Liquid and Nunjucks; code stays as it is.

    `site_url` is where articles live. With `templates`, `{{ x }}` is the output of a program, as in
    Jekyll, and left out; with `calls`, `{{ x(…) }}` is a shortcode, as in Zola; else it is text.
    """
    if "{{" not in text and "{%" not in text:
        return Expanded(text, {})
    unknown: Counter[str] = Counter()
    text = _SITE_OF_LINK.sub("", text)

    def replace(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        if match["literal"] is not None:
            return "&#123;&#123;" + escape(f"< {match['literal'].strip()} >") + "}}"
        if match["site"] is not None:
            return _site_address(match["site"], site_url)
        if match["output"] is not None:
            counts = templates or (calls and _CALL.fullmatch(match["output"]) is not None)
            return _output(match, site_url, unknown if counts else None)
        call = match["hugo"] if match["hugo"] is not None else match["liquid"]
        shown = _expand_one(call, unknown)
        return shown.removesuffix("\n") if text.startswith("\n", match.end()) else shown

    return Expanded(_CODE_OR_TAG.sub(replace, text), dict(sorted(unknown.items())))


def _site_address(name: str, site_url: str) -> str:
    """Jekyll's `site.url` is the host's address, and `site.baseurl` the path of the site there."""
    whole = site_url.rstrip("/")
    parts = urlsplit(whole)
    return {"baseurl": parts.path, "url": f"{parts.scheme}://{parts.netloc}"}.get(name, whole)


def _output(match: re.Match[str], site_url: str, unknown: Counter[str] | None) -> str:
    """Replace a `{{ x }}`; what is not known is left out and counted, or stays where `unknown` is None."""
    expression = match["output"]
    call = _CALL.fullmatch(expression)
    if call and (call[1] in KNOWN or unknown is not None):
        return _known_or_counted(call[1], call[2], unknown if unknown is not None else Counter())
    if address := _ADDRESS.fullmatch(expression):
        return site_url.rstrip("/") + "/" + address[1].lstrip("/")
    if unknown is None:
        return match[0]
    unknown[f"{{{{ {expression.partition('|')[0].strip()} }}}}"] += 1
    return ""


def _expand_one(call: str, unknown: Counter[str]) -> str:
    match = _NAME.match(call.strip())
    name, rest = match.groups() if match else ("", "")
    if not name or name.startswith(("/", "end")) or name in {"raw", "comment"}:
        return _CLOSING.get(name.removeprefix("/").removeprefix("end"), "") if name else ""
    if name == "include":
        name, _, rest = rest.partition(" ")
        name = name.rpartition("/")[2].partition(".")[0]
    return _known_or_counted(name, rest, unknown)


def _known_or_counted(name: str, rest: str, unknown: Counter[str]) -> str:
    """Return what a shortcode becomes; one that is not known counts, unless it shows a picture."""
    given = _arguments(rest.removeprefix("(").removesuffix(")"))
    if name in KNOWN:
        return KNOWN[name](given)
    source = next((v for k, v in given.items() if k.endswith(("src", "url", "path", "image"))), "")
    if source and _PICTURE.search(name):
        return _figure({**given, "src": source})
    unknown[name] += 1
    return ""


def _arguments(text: str) -> Arguments:
    found: dict[str, str] = {}
    for name, double, single, raw, bare in _ARGUMENT.findall(text):
        value = double.replace('\\"', '"') or single or raw or bare.rstrip(",")
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
    """Return the file of an article, which is where the article is published when it is resolved."""
    path, hash_, fragment = (given.get("path") or given.get("0", "")).partition("#")
    if path and not re.search(r"\.\w{2,8}$", path):
        path = f"{path.rstrip('/')}.md"
    return path + hash_ + fragment


def _post_link(given: Arguments) -> str:
    """Hexo's: the file's name, then the title."""
    title = " ".join(v for k, v in given.items() if k.isdigit() and k != "0")
    return f"[{title or given.get('0', '')}](<{_path(given)}>)"


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
    "post_link": _post_link,
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
