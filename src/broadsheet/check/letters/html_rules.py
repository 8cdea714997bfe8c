"""Rules for a letter's HTML: what mail programs show, and to whom.

Which program knows what is from caniemail.com.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from broadsheet.check.letters.letter import LETTER, Letter
from broadsheet.check.rule import Fault, Place
from broadsheet.colours import READABLE, contrast

CLIPPED = 102_000
"""Bytes of HTML after which Gmail hides the rest behind a link."""
LARGE = 90_000
WIDEST = 640
"""Pixels; on a telephone anything wider is cut, or the whole letter made small."""
SMALLEST = 12
TEXT_PER_IMAGE, MANY_IMAGES = 100, 5
"""Letters of text that a letter should have for each image, up to so many."""
LARGE_TEXT, LARGE_BOLD_TEXT = 24.0, 18.66
"""Pixels from which WCAG calls text large."""

READABLE_LARGE = 3.0
"""Least contrast of large text (WCAG 2.2, success criterion 1.4.3)."""

_ACTIVE = frozenset("applet audio embed form frame iframe input link object script video".split())
_IMAGE_TYPES = {".svg": "SVG", ".webp": "WebP", ".avif": "AVIF"}
_UNKNOWN_CSS = re.compile(
    r"position\s*:\s*(?:absolute|fixed|sticky)|display\s*:\s*(?:inline-)?(?:flex|grid)|var\(--[^)]*\)|@import"
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}")
_VAGUE = frozenset(
    [
        "click here",
        "here",
        "link",
        "more",
        "read more",
        "this",
        "点击",
        "点击这里",
        "点这里",
        "这里",
        "更多",
        "こちら",
    ]
)
_PLACEHOLDER = re.compile(r"%%[\w.-]+%%")


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
    "letter-image-alt",
    why="Most people read letters with pictures off: they see nothing, or the name of a file.",
    bad='<img src="https://example.org/a.png" width="100" height="100">',
    good='<img src="https://example.org/a.png" alt="A chart" width="100" height="100">',
)
def letter_image_alt(letter: Letter) -> Iterator[Fault]:
    """Find images without alt; `alt=""` says that one is decoration."""
    for image in letter.markup.named("img"):
        if "alt" not in image.attributes:
            message = 'the image has no alt; write alt="what it shows", or alt=""'
            yield Fault(message, letter.in_html(image.place))


@LETTER.warning(
    "letter-image-size",
    why="Outlook shows it in the size of its file, and text jumps while it loads.",
    bad='<img src="https://example.org/a.png" alt="">',
    good='<img src="https://example.org/a.png" alt="" width="100" height="100">',
)
def letter_image_size(letter: Letter) -> Iterator[Fault]:
    """Find images without width."""
    for image in letter.markup.named("img"):
        if not image.attributes.get("width"):
            message = 'the image has no width; write width="…" and height="…"'
            yield Fault(message, letter.in_html(image.place))


@LETTER.error(
    "letter-image-source",
    why="Mail programs load pictures from the web only; Gmail removes data: ones.",
    bad='<img src="images/a.png" alt="" width="100" height="100">',
    good='<img src="https://example.org/images/a.png" alt="" width="100" height="100">',
)
def letter_image_source(letter: Letter) -> Iterator[Fault]:
    """Find images whose address is not a web address."""
    for image in letter.markup.named("img"):
        source = image.attributes.get("src", "")
        if not source.startswith(("https://", "http://", "cid:")):
            message = f'the image is at "{source[:40]}"; write its https URL'
            yield Fault(message, letter.in_html(image.place))


@LETTER.warning(
    "letter-image-type",
    why="Outlook on Windows shows an empty frame.",
    bad='<img src="https://example.org/a.webp" alt="" width="100" height="100">',
    good='<img src="https://example.org/a.png" alt="" width="100" height="100">',
)
def letter_image_type(letter: Letter) -> Iterator[Fault]:
    """Find images of types that not all mail programs know."""
    for image in letter.markup.named("img"):
        path = urlsplit(image.attributes.get("src", "")).path.lower()
        kind = next((name for end, name in _IMAGE_TYPES.items() if path.endswith(end)), "")
        if kind:
            message = f"the image is {kind}; save it as PNG or JPEG"
            yield Fault(message, letter.in_html(image.place))


@LETTER.error(
    "letter-link",
    why="In a letter there is no page that a relative link could start from.",
    bad='<a href="/essays/one/">One</a>',
    good='<a href="https://example.org/essays/one/">One</a>',
)
def letter_link(letter: Letter) -> Iterator[Fault]:
    """Find links that are not absolute."""
    for link in letter.markup.named("a"):
        href = link.attributes.get("href")
        if href is None or _PLACEHOLDER.match(href):
            continue
        if not href.startswith(("https://", "http://", "mailto:", "tel:")):
            message = f'the link leads to "{href[:40]}"; write its https URL'
            yield Fault(message, letter.in_html(link.place))


@LETTER.warning(
    "letter-link-text",
    why="Screen readers list the links of a letter by their texts: ten times “here” is no list.",
    bad='<a href="https://example.org/one/">here</a>',
    good='<a href="https://example.org/one/">What feeds are for</a>',
)
def letter_link_text(letter: Letter) -> Iterator[Fault]:
    """Find links that say nothing of where they lead."""
    for link in letter.markup.named("a"):
        if "href" in link.attributes:
            text = link.text.strip(" .…>»→").casefold()
            if not text or text in _VAGUE:
                message = f"the link says “{link.text}”; say where it leads"
                yield Fault(message, letter.in_html(link.place))


@LETTER.error(
    "letter-link-false",
    why="A text that is another address than the link's is how frauds look: filters drop the letter.",
    bad='<a href="https://example.org/one/">https://bank.example/</a>',
    good='<a href="https://example.org/one/">https://example.org/one/</a>',
)
def letter_link_false(letter: Letter) -> Iterator[Fault]:
    """Find links whose text is an address on another host."""
    for link in letter.markup.named("a"):
        shown = re.fullmatch(
            r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", link.text.lower()
        )
        host = (urlsplit(link.attributes.get("href", "")).hostname or "").removeprefix("www.")
        if shown and host and shown[1].removeprefix("www.") != host and "//" in link.text:
            message = f"the link says {link.text} but leads to {host}; write one address"
            yield Fault(message, letter.in_html(link.place))


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
    "letter-contrast",
    why="People with weak eyes, and everybody in the sun, cannot read it.",
    bad='<p style="color:#aaaaaa; background-color:#ffffff">Pale</p>',
    good='<p style="color:#444444; background-color:#ffffff">Dark</p>',
)
def letter_contrast(letter: Letter) -> Iterator[Fault]:
    """Find text too like what is behind it (WCAG 2.2, 1.4.3), once for each pair of colours."""
    seen: set[tuple[str, str]] = set()
    for text in letter.markup.texts:
        look = text.look
        large = look.size >= (LARGE_BOLD_TEXT if look.bold else LARGE_TEXT)
        ratio = contrast(look.colour, look.background)
        pair = (look.colour, look.background)
        if not look.hidden and ratio < (READABLE_LARGE if large else READABLE) and pair not in seen:
            seen.add(pair)
            message = (
                f"{look.colour} on {look.background} has a contrast of {ratio:.1f}; "
                f"make it {READABLE} or more"
            )
            yield Fault(message, letter.in_html(text.place))


@LETTER.warning(
    "letter-small",
    why="On a telephone nobody can read it, and some enlarge it and break the layout.",
    bad='<p style="font-size:9px">Small print</p>',
    good='<p style="font-size:14px">Small print</p>',
)
def letter_small(letter: Letter) -> Iterator[Fault]:
    """Find text smaller than 12 pixels, once for each size."""
    seen: set[float] = set()
    for text in letter.markup.texts:
        size = text.look.size
        if size < SMALLEST and not text.look.hidden and size not in seen:
            seen.add(size)
            message = f"the text is {size:g} pixels high; write 14 or more"
            yield Fault(message, letter.in_html(text.place))


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
    """Find what a template engine left behind; `%%token%%` is for the sending program."""
    for text in letter.markup.texts:
        if match := _TEMPLATE.search(text.text):
            message = f"{match[0]} was not filled in; mend the template"
            yield Fault(message, letter.in_html(text.place))


@LETTER.warning(
    "letter-images-only",
    why="Filters take a letter of pictures for spam, and with pictures off it is empty.",
    bad="no text",
    good="<p>Text</p>",
)
def letter_images_only(letter: Letter) -> Iterator[Fault]:
    """Find letters with pictures and hardly any text."""
    shown = sum(len(text.text) for text in letter.markup.texts if not text.look.hidden)
    images = letter.markup.named("img")
    if images and shown < TEXT_PER_IMAGE * min(len(images), MANY_IMAGES):
        message = f"{len(images)} images and {shown} letters of text; write more text"
        yield Fault(message, letter.in_html(images[0].place))
