"""Rules for front matter keys and shortcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from broadsheet.checks.content.book import ARTICLE
from broadsheet.checks.content.page import Page
from broadsheet.checks.rule import Fault
from broadsheet.checks.switches import FIELD
from broadsheet.engines.registry import DIALECTS
from broadsheet.markdown import expand

UNDERSTOOD = frozenset(
    [
        FIELD,
        *"slug draft feed categories lead featured weight image_alt featured_image_alt".split(),
    ]
)
"""The fields that Broadsheet reads, beside those of a dialect's `keys`."""

FLAGS = frozenset({"draft", "featured", "feed", "lead"})
"""Those of them that say yes or no: `feature: cover.png` is no slip of the pen."""

_YES_OR_NO = re.compile(
    r"[:=]\s*[\"']?(?:true|false|yes|no|on|off|[01])[\"']?\s*,?\s*(?:#.*)?", re.IGNORECASE
)

_CALL = r"\{(?:%-?|\{[<%]?-?)\s*(?:include\s+(?:[^\s}]*/)?)?"

FOREIGN = frozenset(
    "data dates dead desc draft_of guide height imaged images images_dir lat layout link links mood page "
    "path published publishdate pubdate state status subtitle tabs template title_en uid updates urls uuid "
    "weights".split()
)
"""Fields of other programs that are one letter from one of these."""

MIN_LENGTH = 3


@ARTICLE.warning(
    "key-misspelt",
    why="A field whose name is misspelt is not read: the article lacks what it says.",
    bad="sumary: What the article says.\ntag: [RSS]\ntags:",
    good="summary: What the article says.\ntags: [RSS]",
)
def key_misspelt(page: Page) -> Iterator[Fault]:
    """Find keys one letter away from a field that is read."""
    taxonomies = page.site.config.taxonomies.values()
    keys = DIALECTS[page.site.config.content.dialect].keys.names
    wanted = UNDERSTOOD.union(keys, (taxonomy.field.lower() for taxonomy in taxonomies))
    for key, number in page.keys.items():
        if key in wanted or key in FOREIGN or not (meant := _meant(key, wanted)):
            continue
        value = page.lines[number - 1].partition(key)[2]
        if meant not in FLAGS or _YES_OR_NO.fullmatch(value.lstrip("\"' ")):
            message = f"{key} is no field that is read; did you mean {meant}?"
            yield Fault(message, page.place(number, 1, len(key)))


@lru_cache(maxsize=4096)
def _meant(key: str, wanted: frozenset[str]) -> str:
    if len(key) < MIN_LENGTH:
        return ""
    return next((name for name in sorted(wanted) if _one_slip(key, name)), "")


def _one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter was left out, added, changed or swapped with the next."""
    short, long = sorted((typed, meant), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(long) - len(short) == 1:
        return long[start + 1 :] == short[start:]
    if len(long) != len(short):
        return False
    swapped = typed[start : start + 2] == meant[start : start + 2][::-1]
    return typed[start + 1 :] == meant[start + 1 :] or (
        swapped and typed[start + 2 :] == meant[start + 2 :]
    )


@ARTICLE.warning(
    "shortcode-unknown",
    why="Readers never see it: a shortcode that Broadsheet does not know is left out.",
    bad="---\nBefore {{< sparkle >}} after.",
    good='---\nBefore {{< youtube "w7Ft2ymGmfc" >}} after.',
)
def shortcode_unknown(page: Page) -> Iterator[Fault]:
    """Find shortcodes and template tags that are left out of feeds."""
    body = page.body
    for name, count in expand(body, "").unknown.items():
        times = "" if count == 1 else f" ({count} times)"
        message = f"shortcode {name} is unknown and left out{times}; write plain Markdown instead"
        yield Fault(message, page.at(_position(page, name), len(name)))


def _position(page: Page, name: str) -> int:
    """Return where the first call of a shortcode has its name, or where what stands in braces begins."""
    expression = name.removeprefix("{{ ").removesuffix(" }}")
    call = re.compile(rf"{_CALL}(?P<name>{re.escape(expression)})(?![\w-])")
    found = call.search(page.prose) or call.search(page.body)
    if not found:
        return 0
    return found.start() if expression != name else found.start("name")
