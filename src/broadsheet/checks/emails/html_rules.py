"""Rules for the HTML of newsletter issues: what mail programs show.

What the programs support is from caniemail.com.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.checks.emails.issue import EMAIL_RULES, CheckedIssue
from broadsheet.checks.registry import Place
from broadsheet.errors import Problem
from broadsheet.text import without_c1

CLIPPED = 102_000
"""Bytes of HTML after which Gmail hides the rest behind a link."""
LARGE = 90_000
WIDEST = 640
"""Pixels; a phone cuts off anything wider, or shrinks the whole issue."""

_ACTIVE = frozenset("applet audio embed form frame iframe input link object script video".split())
_UNKNOWN_CSS = re.compile(
    r"position\s*:\s*(?:absolute|fixed|sticky)|display\s*:\s*(?:inline-)?(?:flex|grid)|var\(--[^)]{0,100}|@import"
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}")


@EMAIL_RULES.error(
    "letter-clipped",
    why="Gmail shows the first 102 KB and hides the rest, with the unsubscribe link.",
    bad="<p>" + "x" * 103_000 + "</p>",
    good="<p>Read all of it on the web.</p>",
)
def email_clipped(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues that Gmail clips."""
    size = len(issue.html.encode())
    if size > CLIPPED:
        message = f"the HTML has {size // 1000} KB, and Gmail clips at 102; include fewer articles"
        yield issue.in_html(Place(1)).problem(message)


@EMAIL_RULES.warning(
    "letter-large",
    why="Sending programs add to it, and Gmail clips at 102 KB.",
    bad="<p>" + "x" * 91_000 + "</p>",
    good="<p>Read all of it on the web.</p>",
)
def email_large(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues that are nearly too large for Gmail."""
    size = len(issue.html.encode())
    if LARGE < size <= CLIPPED:
        message = f"the HTML has {size // 1000} KB of 102 that Gmail shows; include fewer articles"
        yield issue.in_html(Place(1)).problem(message)


@EMAIL_RULES.warning(
    "letter-language",
    why="Screen readers choose their voice by it, and mail programs the fonts and direction.",
    bad="no <html",
    good='<p lang="zh-CN" dir="ltr">周报</p>',
)
def email_language(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues whose <html> has no lang or dir."""
    root = next(iter(issue.parsed.named("html")), None)
    missing = [name for name in ("lang", "dir") if not (root and root.attributes.get(name))]
    if missing:
        message = f'<html> has no {" and no ".join(missing)}; write <html lang="en" dir="ltr">'
        yield issue.in_html(root.place if root else Place(1)).problem(message)


@EMAIL_RULES.warning(
    "letter-head",
    why="Without these, phones shrink the issue, and dark mode changes its colours unpredictably.",
    bad="no <meta",
    good='<meta name="color-scheme" content="light dark">',
)
def email_head(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues without title, charset, viewport or color schemes."""
    metas = issue.parsed.named("meta")
    names = {meta.attributes.get("name", "").lower() for meta in metas}
    missing = [f"<meta name={n}>" for n in ("viewport", "color-scheme") if n not in names]
    if not any("charset" in meta.attributes or "http-equiv" in meta.attributes for meta in metas):
        missing.append("<meta charset>")
    titles = issue.parsed.named("title")
    if not any(title.text for title in titles):
        missing.append("<title>")
    if missing:
        message = f"the head has no {', '.join(missing)}; add what is missing"
        yield issue.in_html(Place(1)).problem(message)


@EMAIL_RULES.warning(
    "letter-table",
    why="Screen readers announce each box of the layout as a data table, with rows and columns.",
    bad="<table><tr><td>Text</td></tr></table>",
    good='<table role="presentation"><tr><td>Text</td></tr></table>',
)
def email_table(issue: CheckedIssue) -> Iterator[Problem]:
    """Find tables that are not marked as layout and have no column headings."""
    headed = bool(issue.parsed.named("th"))
    for table in issue.parsed.named("table"):
        if "role" not in table.attributes and not headed:
            message = 'the table is not marked as layout; write <table role="presentation">'
            yield issue.in_html(table.place).problem(message)


@EMAIL_RULES.warning(
    "letter-wide",
    why="A phone cuts it off, or shrinks the whole issue.",
    bad='<table role="presentation" width="800"><tr><td>Text</td></tr></table>',
    good='<table role="presentation" width="600"><tr><td>Text</td></tr></table>',
)
def email_wide(issue: CheckedIssue) -> Iterator[Problem]:
    """Find tables and images with a fixed width that is wider than a phone."""
    for tag in issue.parsed.named("table", "td", "img"):
        width = tag.attributes.get("width", "")
        if width.isdigit() and int(width) > WIDEST:
            message = f"<{tag.name}> is {width} pixels wide; make it 600 or less"
            yield issue.in_html(tag.place).problem(message)


@EMAIL_RULES.error(
    "letter-active",
    why="Mail programs remove it, and spam filters drop e-mails that contain it.",
    bad="<script>track()</script>",
    good="<p>Text</p>",
)
def email_active(issue: CheckedIssue) -> Iterator[Problem]:
    """Find scripts, forms, frames, videos and external style sheets."""
    for tag in issue.parsed.tags:
        if tag.name in _ACTIVE or any(name.startswith("on") for name in tag.attributes):
            message = f"<{tag.name}> does nothing in an e-mail; link to a page instead"
            yield issue.in_html(tag.place).problem(message)


@EMAIL_RULES.warning(
    "letter-support",
    why="Outlook and Gmail do not support it: the layout breaks.",
    bad='<p style="display:flex">Text</p>',
    good='<p style="text-align:center">Text</p>',
)
def email_support(issue: CheckedIssue) -> Iterator[Problem]:
    """Find CSS in style attributes that major mail programs do not support."""
    for tag in issue.parsed.tags:
        if match := _UNKNOWN_CSS.search(tag.attributes.get("style", "")):
            name = match[0] + ")" * match[0].startswith("var(")
            message = f"{name} is not supported by Outlook or Gmail; use a table"
            yield issue.in_html(tag.place).problem(message)


@EMAIL_RULES.warning(
    "letter-preheader",
    why="Inboxes show the first words of an e-mail beside the subject: “View in browser”.",
    bad="no <div",
    good='<div style="display:none">What this week was about.</div>',
)
def email_preheader(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues that do not begin with a hidden line for the inbox."""
    if issue.parsed.texts and not issue.parsed.texts[0].style.hidden:
        message = 'the issue has no preheader; begin it with <div style="display:none">'
        yield issue.in_html(issue.parsed.texts[0].place).problem(message)


@EMAIL_RULES.error(
    "letter-template",
    why="Readers see the source of the template.",
    bad="<p>Hello {{ name }}</p>",
    good="<p>Hello</p>",
)
def email_template(issue: CheckedIssue) -> Iterator[Problem]:
    """Find template expressions that were not filled in; `%%token%%` is for the sending program.

    An expression that the text part contains too comes from an article about templates.
    """
    plain = set(_TEMPLATE.findall("".join(issue.plain.split())))
    for text in issue.parsed.texts:
        match = _TEMPLATE.search(text.text)
        if match and "".join(match[0].split()) not in plain:
            message = f"{match[0]} was not filled in; correct the template"
            yield issue.in_html(text.place).problem(message)


@EMAIL_RULES.warning(
    "letter-address",
    why="The law in many countries requires a postal address in each e-mail, and filters look "
    "for it.",
    bad="address: 2 Other Street",
    good="address: 1 Example Street",
)
def email_address(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues whose footer lacks the postal address of publish.toml."""
    shown = " ".join(text.text for text in issue.parsed.texts)
    address = " ".join(without_c1(issue.address).split())  # As issues are written.
    is_missing = address not in " ".join(shown.split())
    if is_missing and issue.is_parsed_whole:
        message = f"the issue lacks the address {address}; run publish digest again"
        yield issue.in_html(Place(1)).problem(message)
