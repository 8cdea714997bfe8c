"""Shortcodes and template tags of site engines: they never reach a reader raw.

Known ones become plain HTML or Markdown. Unknown ones are dropped, their content is kept, and they are
counted. Code stays as it is. `known.py` has what each becomes.

Which syntaxes a site's engine runs is in its `Flavour`; `{{< x >}}` is a shortcode on every site, since
no article means anything else by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.scanning.scanner import Scan, scan, scan_html
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.shortcodes import kept_html, literals
from broadsheet.markdown.shortcodes.arguments import arguments, words
from broadsheet.markdown.shortcodes.code import (
    CODE_SHORTCODES,
    code_block,
    code_block_html,
    code_span,
)
from broadsheet.markdown.shortcodes.inner import outdent
from broadsheet.markdown.shortcodes.known import (
    ENDS,
    FOUND,
    FOUND_TITLE,
    KNOWN,
    LINKS,
    TITLED,
    figure,
)
from broadsheet.markdown.shortcodes.placing import placed
from broadsheet.markdown.shortcodes.site import NO_SITE, ShortcodeCall, SiteShortcodes
from broadsheet.markdown.shortcodes.syntax import CALL, TAG, ended_by, named, with_literals
from broadsheet.markdown.shortcodes.tags import Tags
from broadsheet.markdown.shortcodes.theme_tags import FOLDED, TAGS, with_titles_of_tabs


@dataclass(frozen=True, slots=True)
class Expanded:
    """Text without shortcodes, and how often each unknown one stood in it."""

    text: str
    unknown: Mapping[str, int]

    @staticmethod
    def advice(name: str) -> str:
        """Return what to write in place of an unknown shortcode, or of an output such as `{{ x }}`."""
        own = "" if name.startswith("{{") else f", or a template, templates/shortcodes/{name}.html"
        return f"write plain Markdown instead{own}"


_PICTURE = re.compile(r"image|img|figure|picture|photo", re.IGNORECASE)
_SOURCE = ("src", "url", "path", "image", "file", "img")
# A text with one of the filters that make addresses of paths.
_ADDRESS = re.compile(
    r"""["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|url|url_for|absURL"""
    r"""|prepend:\s*(?:site|config)\.(?:base_?url|url))\b.*"""
)


_FIGURE = re.compile(r"\s*<figure>(<img [^<>]*>)</figure>\s*")
_MAX_DEPTH = 20


def expand(
    text: str,
    site_url: str,
    flavour: Flavour | None = None,
    site: SiteShortcodes = NO_SITE,
    *,
    is_html: bool = False,
) -> Expanded:
    """Replace shortcodes and the tags of template languages; code stays as it is.

    `site_url` is the address of the site, and `flavour` says which tags its engine runs. With `is_html`,
    the text is HTML, and shortcodes become HTML only.
    """
    if not has(text, "{{", "{%", "{#"):
        return Expanded(text, {})
    flavour = flavour or Flavour()
    look = scan_html if is_html else scan
    if "comment" in text:
        runs_in_code = flavour.runs_in_code and not flavour.has_tags
        text = literals.without_comments(look(text), in_code=runs_in_code)
    text = text if is_html else outdent(text)
    text = literals.hide(with_titles_of_tabs(text)) if flavour.has_tags else text
    if "/*" in text:
        text = with_literals(look(text))
    expansion = _Expansion(look(text), site_url, flavour, site, is_html=is_html)
    return Expanded(literals.show(expansion.expanded()), dict(sorted(expansion.unknown.items())))


class _Expansion:
    """The expansion of one text; `unknown` counts the shortcodes that are left out."""

    def __init__(
        self, scanned: Scan, site_url: str, flavour: Flavour, site: SiteShortcodes, *, is_html: bool
    ) -> None:
        self._scanned = scanned
        self._text = scanned.text
        self._site_url = site_url
        self._flavour = flavour
        self._is_html = is_html
        self._site = site
        self._tags = Tags(scanned, flavour, site.names)
        self._depth = 0
        self._outer: ShortcodeCall | None = None
        self.unknown: Counter[str] = Counter()

    def expanded(self) -> str:
        """Return the text with its shortcodes replaced."""
        return self._between(list(self._tags.found()), 0, len(self._text))

    def _between(self, tags: list[re.Match[str]], start: int, stop: int) -> str:
        """Return a part of the text, with the tags in it, without shortcodes."""
        closing = self._tags.ends_of_code(tags)
        own_ends = self._tags.own_ends(tags)
        parts, done = [], start
        for number, tag in enumerate(tags):
            if tag.start() < done:
                continue
            last = own_ends.get(number, number)
            own = self._own_pair(tags, number, last) if number in own_ends else None
            if own is not None:
                parts += [self._text[done : tag.start()], own]
                done = tags[last].end()
                continue
            name, rest = self._tags.call(tag)
            ends = closing.get(name, []) if name in CODE_SHORTCODES else []
            while ends and ends[-1].start() < tag.end():
                ends.pop()
            end = ends.pop() if ends else tag
            shown = self._pair(tag, end, name, rest) if end is not tag else self._one(tag)
            if shown is None:
                continue
            if not self._is_html:
                place = tag.start(), end.end()
                shown = self._in_link(shown, place)
                is_angle = tag["angle"] is not None
                shown = placed(shown, self._text, place, self._flavour, is_angle=is_angle)
            if self._text.startswith("\n", end.end()):
                shown = shown.removesuffix("\n")
            parts += [self._text[done : tag.start()], shown]
            done = end.end()
        return "".join([*parts, self._text[done:stop]])

    def _own_pair(self, tags: list[re.Match[str]], number: int, last: int) -> str | None:
        """Return the result of the site's own template for a shortcode and its content, None if unknown."""
        name, rest = self._tags.own_call(tags[number])
        before = self.unknown.copy()
        tag = tags[number]
        call = ShortcodeCall(name, rest, "", tag["kind"] or "", tag.start(), self._outer)
        if last > number:
            call = replace(call, body=self._body(tags, number, last, call))
        shown = self._site.make(call)
        if shown is None:
            self.unknown = before
        return shown

    def _body(self, tags: list[re.Match[str]], number: int, last: int, call: ShortcodeCall) -> str:
        """Return what a shortcode of the site's own encloses, with the shortcodes in it."""
        start, stop = tags[number].end(), tags[last].start()
        if self._depth >= _MAX_DEPTH:
            return self._text[start:stop]
        outer, self._outer = self._outer, call
        self._depth += 1
        body = self._between(tags[number + 1 : last], start, stop)
        self._depth -= 1
        self._outer = outer
        return body

    def _pair(self, tag: re.Match[str], end: re.Match[str], name: str, rest: str) -> str:
        """Return the replacement of a shortcode that holds code, and its content."""
        code = self._text[tag.end() : end.start()]
        if self._is_html:
            return code_block_html(name, arguments(rest), code)
        line = self._line(tag)
        given = arguments(rest)
        if tag["angle"] is not None and not line.strip():
            # The engine gives the content without the tag's own indentation.
            lines = code.rstrip().split("\n")
            code = "\n".join(each.removeprefix(line) for each in lines)
        if line.strip() and tag["angle"] is not None:
            return code_span(given, code) or code_block_html(name, given, code).strip("\n")
        indent = "" if line.strip() else line
        if self._flavour.is_kramdown:  # In raw HTML, a fence would be text to kramdown.
            html = kept_html.hide(code_block_html(name, given, code).strip())
            return f"\n\n{indent}{html}\n\n"
        return code_block(name, given, code, indent, has_captions=self._flavour.has_captions)

    def _in_link(self, shown: str, place: tuple[int, int]) -> str:
        """Return a picture that is all that a link shows (`[{% image … %}](…)`) without its block."""
        found = _FIGURE.fullmatch(shown)
        is_link = self._text.startswith("](", place[1]) and self._text[: place[0]][-1:] == "["
        return found[1] if found and is_link else shown

    def _line(self, tag: re.Match[str]) -> str:
        """Return what stands before a tag on its line."""
        return self._text[self._text.rfind("\n", 0, tag.start()) + 1 : tag.start()]

    def _one(self, tag: re.Match[str]) -> str | None:
        """Return the replacement of a single shortcode or tag, None if it is plain text."""
        if tag["site"] is not None:
            return "" if self._is_link(tag.end()) else _site_address(tag["site"], self._site_url)
        if tag["comment"] is not None:
            return "" if self._flavour.has_comments else None
        if tag["output"] is not None:
            return self._output(self._text[tag.start("output") : tag.end("output")])
        if tag["liquid"] is not None and self._flavour.has_calls:
            call = self._text[tag.start("liquid") : tag.end("liquid")].strip()
            is_call = CALL.fullmatch(call) or call == "end"
            return self._shortcode(*named(call)) if is_call else None
        name, rest = self._tags.call(tag)
        if tag["liquid"] is not None and not (name or self._flavour.has_tags):
            return None
        return self._shortcode(name, rest)

    def _is_link(self, position: int) -> bool:
        """Return whether a tag that becomes a whole URL stands at a position, perhaps behind an address.

        Where links have no host, authors write the site's URL before them.
        """
        tag = TAG.match(self._scanned.masked, position)
        if tag and tag["site"]:
            tag = TAG.match(self._scanned.masked, tag.end())
        return tag is not None and self._tags.call(tag)[0] in {"post_url", "link"}

    def _output(self, expression: str) -> str | None:
        """Replace a `{{ x }}`; an unknown one is left out and counted, or stays as it is."""
        call = CALL.fullmatch(expression)
        counts = self._flavour.has_templates or (self._flavour.has_calls and call is not None)
        if call and (call[1] in KNOWN or counts):
            return self._known_or_counted(call[1], call[2])
        if address := _ADDRESS.fullmatch(expression):
            return self._site_url.rstrip("/") + "/" + address[1].lstrip("/")
        if not counts:
            return None
        self.unknown[f"{{{{ {expression.partition('|')[0].strip()} }}}}"] += 1
        return ""

    def _shortcode(self, name: str, rest: str) -> str:
        if not name or name.startswith(("/", "end", "#")):  # `{% # x %}` is a comment of Liquid's.
            ended = ended_by(name, rest)
            is_folded = ended in FOLDED and self._flavour.has_tags
            return ENDS.get("details" if is_folded else ended, "")
        if name == "include":
            name, _, rest = rest.partition(" ")
            name = name.rpartition("/")[2].partition(".")[0]
        return self._known_or_counted(name, rest)

    def _known_or_counted(self, name: str, rest: str) -> str:
        """Return the replacement of a shortcode; an unknown one is counted, unless it shows a picture."""
        is_titled = name == TITLED and self._flavour.has_tags
        given = words(rest) if is_titled else arguments(rest.removeprefix("(").removesuffix(")"))
        if name in LINKS and (typed := given.get("path") or given.get("0", "")):
            language = given.get("lang", "")
            found = self._site.find_page(name, typed, language)
            title = self._site.title_of(found) if name == TITLED else ""
            given = {**given, FOUND: found, FOUND_TITLE: title}
        shown = KNOWN[name](given) if name in KNOWN else ""
        has_names = any(not key.isdecimal() for key in given)
        if self._flavour.has_tags and name in TAGS and not has_names:
            shown = TAGS[name](rest)
        if not shown and _PICTURE.search(name):
            named = (v for k, v in given.items() if v and k.endswith(_SOURCE))
            source = next(named, given.get("0", "") if "." in given.get("0", "") else "")
            shown = figure({**given, "src": source}) if source else ""
        if not shown and name not in CODE_SHORTCODES:
            self.unknown[name] += 1
        return shown


def _site_address(name: str, site_url: str) -> str:
    """Return the value of `site.url` (the host's address) or `site.baseurl` (the site's path there)."""
    whole = site_url.rstrip("/")
    parts = urlsplit(whole)
    return {"baseurl": parts.path, "url": f"{parts.scheme}://{parts.netloc}"}.get(name, whole)
