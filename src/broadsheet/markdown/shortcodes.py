"""Shortcodes and template tags of site engines: they never reach a reader raw.

Known ones become plain HTML or Markdown; unknown ones are dropped, their content kept, and counted.
Code is left alone. `known_shortcodes.py` says what each becomes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from broadsheet.markdown import literals
from broadsheet.markdown.inner import outdent
from broadsheet.markdown.known_shortcodes import CLOSING, KNOWN, arguments, figure


@dataclass(frozen=True, slots=True)
class Expanded:
    """Text without shortcodes, and how often each unknown one stood in it."""

    text: str
    unknown: Mapping[str, int]


_CODE_OR_TAG = re.compile(
    r"(?P<code>(?m:^)(?P<fence> {0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:\n(?P=fence)[`~]*[ ]*(?=\n|\Z)|\Z)"
    r"|(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`))"
    # None begins within another: looking for the end of each of many that have none would take too long.
    r"|\{\{[<%]/\*(?P<literal>(?:(?!\{\{).)*?)\*/[>%]\}\}"
    r"|\{\{(?P<kind>[<%])(?P<hugo>(?:(?!\{\{).)*?)/?[>%]\}\}"
    r"|\{%-?(?P<liquid>(?:(?!\{%).)*?)-?%\}"
    r"|\{\{-?\s*(?:site|config)\.(?P<site>baseurl|base_url|url)\s*-?\}\}"
    r"|\{\{-?\s*+(?P<output>\w+\([^{}]*\)|[^{}\n]*[^{}\s-]|)\s*-?\}\}",
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


def expand(text: str, site_url: str, *, templates: bool = False, calls: bool = False) -> Expanded:
    """Replace the shortcodes of Hugo and Zola and the tags of Liquid and Nunjucks; code stays as it is.

    `site_url` is where articles live. With `templates`, `{{ x }}` is the output of a program, as in
    Jekyll, and left out; with `calls`, `{{ x(…) }}` is a shortcode, as in Zola; else it is text.
    """
    if "{{" not in text and "{%" not in text:
        return Expanded(text, {})
    unknown: Counter[str] = Counter()
    text = literals.hide(_SITE_OF_LINK.sub("", outdent(text)))

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

    shown = literals.show(_CODE_OR_TAG.sub(replace, text))
    return Expanded(shown, dict(sorted(unknown.items())))


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
    if not name or name.startswith(("/", "end")):
        return CLOSING.get(name.removeprefix("/").removeprefix("end"), "") if name else ""
    if name == "include":
        name, _, rest = rest.partition(" ")
        name = name.rpartition("/")[2].partition(".")[0]
    return _known_or_counted(name, rest, unknown)


def _known_or_counted(name: str, rest: str, unknown: Counter[str]) -> str:
    """Return what a shortcode becomes; one that is not known counts, unless it shows a picture."""
    given = arguments(rest.removeprefix("(").removesuffix(")"))
    if name in KNOWN:
        return KNOWN[name](given)
    source = next((v for k, v in given.items() if k.endswith(("src", "url", "path", "image"))), "")
    if source and _PICTURE.search(name):
        return figure({**given, "src": source})
    unknown[name] += 1
    return ""
