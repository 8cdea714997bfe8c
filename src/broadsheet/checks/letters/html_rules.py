"""Rules for a letter's HTML: what mail programs show, and to whom.

Which program knows what is from caniemail.com.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.checks.letters.letter import LETTER, Letter
from broadsheet.checks.rule import Fault, Place

CLIPPED = 102_000
"""Bytes of HTML after which Gmail hides the rest behind a link."""
LARGE = 90_000
WIDEST = 640
"""Pixels; on a telephone anything wider is cut, or the whole letter made small."""

_ACTIVE = frozenset("applet audio embed form frame iframe input link object script video".split())
_UNKNOWN_CSS = re.compile(
    r"position\s*:\s*(?:absolute|fixed|sticky)|display\s*:\s*(?:inline-)?(?:flex|grid)|var\(--[^)]*\)|@import"
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}")


@LETTER.error(
    "letter-clipped",
    why="Gmail shows the first 102 KB and hides the rest, with the way to leave the list.",
    bad="<p>" + "x" * 103_000 + "</p>",
    good="<p>Read all of it on the web.</p>",
)
def letter_clipped(letter: Letter) -> Iterator[Fault]:
    """Find letters that Gmail clips."""
    size = len(letter.html.encode())
    if size > CLIPPED:
        message = f"the HTML has {size // 1000} KB, and Gmail clips at 102; carry fewer articles"
        yield Fault(message, letter.in_html(Place(1)))


@LETTER.warning(
    "letter-large",
    why="Sending programs add to it, and Gmail clips at 102 KB.",
    bad="<p>" + "x" * 91_000 + "</p>",
    good="<p>Read all of it on the web.</p>",
)
def letter_large(letter: Letter) -> Iterator[Fault]:
    """Find letters that are nearly too large for Gmail."""
    size = len(letter.html.encode())
    if LARGE < size <= CLIPPED:
        message = f"the HTML has {size // 1000} KB of 102 that Gmail shows; carry fewer articles"
        yield Fault(message, letter.in_html(Place(1)))


@LETTER.warning(
    "letter-language",
    why="Screen readers choose their voice by it, and mail programs fonts and direction.",
    bad="no <html",
    good='<p lang="zh-CN" dir="ltr">周报</p>',
)
def letter_language(letter: Letter) -> Iterator[Fault]:
    """Find letters whose <html> has no lang or dir."""
    root = next(iter(letter.markup.named("html")), None)
    missing = [name for name in ("lang", "dir") if not (root and root.attributes.get(name))]
    if missing:
        message = f'<html> has no {" and no ".join(missing)}; write <html lang="en" dir="ltr">'
        yield Fault(message, letter.in_html(root.place if root else Place(1)))


@LETTER.warning(
    "letter-head",
    why="Without these, phones make the letter small, and dark mode turns its colours at random.",
    bad="no <meta",
    good='<meta name="color-scheme" content="light dark">',
)
def letter_head(letter: Letter) -> Iterator[Fault]:
    """Find letters without title, charset, viewport or color schemes."""
    metas = letter.markup.named("meta")
    names = {meta.attributes.get("name", "").lower() for meta in metas}
    missing = [f"<meta name={n}>" for n in ("viewport", "color-scheme") if n not in names]
    if not any("charset" in meta.attributes or "http-equiv" in meta.attributes for meta in metas):
        missing.append("<meta charset>")
    titles = letter.markup.named("title")
    if not any(title.text for title in titles):
        missing.append("<title>")
    if missing:
        message = f"the head has no {', '.join(missing)}; add what is missing"
        yield Fault(message, letter.in_html(Place(1)))


@LETTER.warning(
    "letter-table",
    why="Screen readers announce a table of data, with rows and columns, for each box of the layout.",
    bad="<table><tr><td>Text</td></tr></table>",
    good='<table role="presentation"><tr><td>Text</td></tr></table>',
)
def letter_table(letter: Letter) -> Iterator[Fault]:
    """Find tables that do not say that they are layout, and have no headings of columns."""
    headed = bool(letter.markup.named("th"))
    for table in letter.markup.named("table"):
        if "role" not in table.attributes and not headed:
            message = 'a table for layout; write <table role="presentation">'
            yield Fault(message, letter.in_html(table.place))


@LETTER.warning(
    "letter-wide",
    why="On a telephone it is cut, or the whole letter made small.",
    bad='<table role="presentation" width="800"><tr><td>Text</td></tr></table>',
    good='<table role="presentation" width="600"><tr><td>Text</td></tr></table>',
)
def letter_wide(letter: Letter) -> Iterator[Fault]:
    """Find tables and images of a fixed width that no telephone has."""
    for tag in letter.markup.named("table", "td", "img"):
        width = tag.attributes.get("width", "")
        if width.isdigit() and int(width) > WIDEST:
            message = f"<{tag.name}> is {width} pixels wide; write 600 or less"
            yield Fault(message, letter.in_html(tag.place))


@LETTER.error(
    "letter-active",
    why="Mail programs remove it, and filters drop letters that try.",
    bad="<script>track()</script>",
    good="<p>Text</p>",
)
def letter_active(letter: Letter) -> Iterator[Fault]:
    """Find scripts, forms, frames, films and style sheets elsewhere."""
    for tag in letter.markup.tags:
        if tag.name in _ACTIVE or any(name.startswith("on") for name in tag.attributes):
            message = f"<{tag.name}> does nothing in a letter; link to a page instead"
            yield Fault(message, letter.in_html(tag.place))


@LETTER.warning(
    "letter-support",
    why="Outlook and Gmail do not know it: boxes fall out of place.",
    bad='<p style="display:flex">Text</p>',
    good='<p style="text-align:center">Text</p>',
)
def letter_support(letter: Letter) -> Iterator[Fault]:
    """Find CSS that large mail programs do not know, in style attributes."""
    for tag in letter.markup.tags:
        if match := _UNKNOWN_CSS.search(tag.attributes.get("style", "")):
            message = f"{match[0]} is unknown to Outlook or Gmail; use a table"
            yield Fault(message, letter.in_html(tag.place))


@LETTER.warning(
    "letter-preheader",
    why="Beside the subject, inboxes show the first words of a letter: “View in browser”.",
    bad="no <div",
    good='<div style="display:none">What this week was about.</div>',
)
def letter_preheader(letter: Letter) -> Iterator[Fault]:
    """Find letters that do not begin with a hidden line for the inbox."""
    if letter.markup.texts and not letter.markup.texts[0].look.hidden:
        message = 'the letter has no preheader; begin it with <div style="display:none">'
        yield Fault(message, letter.in_html(letter.markup.texts[0].place))


@LETTER.error(
    "letter-template",
    why="Readers see the template's own language.",
    bad="<p>Hello {{ name }}</p>",
    good="<p>Hello</p>",
)
def letter_template(letter: Letter) -> Iterator[Fault]:
    """Find what a template engine left behind; `%%token%%` is for the sending program.

    What the text part says too comes from an article that is about templates.
    """
    plain = "".join(letter.plain.split())
    for text in letter.markup.texts:
        match = _TEMPLATE.search(text.text)
        if match and "".join(match[0].split()) not in plain:
            message = f"{match[0]} was not filled in; mend the template"
            yield Fault(message, letter.in_html(text.place))


@LETTER.warning(
    "letter-address",
    why="Laws of many countries ask for a postal address in each letter, and filters look for it.",
    bad="address:",
    good="address: 1 Example Street",
)
def letter_address(letter: Letter) -> Iterator[Fault]:
    """Find letters whose footer has no postal address, or another than publish.toml says."""
    if letter.address is None:
        return
    shown = " ".join(text.text for text in letter.markup.texts)
    if not letter.address:
        message = "the letter has no postal address; set address below its [digest.…]"
        yield Fault(message, letter.in_html(Place(1)))
    elif letter.address not in " ".join(shown.split()):
        message = f"the letter lacks the address {letter.address}; run publish digest again"
        yield Fault(message, letter.in_html(Place(1)))
