"""Rules for how an issue looks: images, contrast (WCAG 2.2) and size of text.

What mail programs support is from caniemail.com.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.checks.emails.issue import EMAIL_RULES, CheckedIssue
from broadsheet.checks.registry import Place
from broadsheet.colours import READABLE, contrast
from broadsheet.errors import Problem

TEXT_PER_IMAGE, MANY_IMAGES = 100, 5
"""Characters of text that an issue should have for each image, and the most images that count."""

_IMAGE_TYPES = {".svg": "SVG", ".webp": "WebP", ".avif": "AVIF"}


@EMAIL_RULES.error(
    "letter-image-alt",
    why="Most people read mail with pictures off: they see nothing, or the name of a file.",
    bad='<img src="https://example.org/a.png" width="100" height="100">',
    good='<img src="https://example.org/a.png" alt="A chart" width="100" height="100">',
)
def email_image_alt(issue: CheckedIssue) -> Iterator[Problem]:
    """Find images without alt; `alt=""` marks one as decoration."""
    for image in issue.parsed.named("img"):
        if "alt" not in image.attributes:
            message = 'the image has no alt; write alt="what it shows", or alt=""'
            yield issue.in_html(image.place).problem(message)


@EMAIL_RULES.warning(
    "letter-image-size",
    why="Outlook shows the image in its original size, and text jumps while it loads.",
    bad='<img src="https://example.org/a.png" alt="">',
    good='<img src="https://example.org/a.png" alt="" width="100" height="100">',
)
def email_image_size(issue: CheckedIssue) -> Iterator[Problem]:
    """Find images without a width."""
    for image in issue.parsed.named("img"):
        if not image.attributes.get("width"):
            message = 'the image has no width; write width="…" and height="…"'
            yield issue.in_html(image.place).problem(message)


@EMAIL_RULES.error(
    "letter-image-source",
    why="Mail programs load pictures from the web only; Gmail removes data: URLs.",
    bad='<img src="images/a.png" alt="" width="100" height="100">',
    good='<img src="https://example.org/images/a.png" alt="" width="100" height="100">',
)
def email_image_source(issue: CheckedIssue) -> Iterator[Problem]:
    """Find images whose address is not on the web."""
    for image in issue.parsed.named("img"):
        source = image.attributes.get("src", "")
        if not source.startswith(("https://", "http://", "cid:")):
            message = f'the image has the address "{source[:40]}"; write its https URL'
            yield issue.in_html(image.place).problem(message)


@EMAIL_RULES.warning(
    "letter-image-type",
    why="Outlook on Windows shows an empty frame.",
    bad='<img src="https://example.org/a.webp" alt="" width="100" height="100">',
    good='<img src="https://example.org/a.png" alt="" width="100" height="100">',
)
def email_image_type(issue: CheckedIssue) -> Iterator[Problem]:
    """Find images of types that not all mail programs support."""
    for image in issue.parsed.named("img"):
        path = image.url("src").path.lower()
        kind = next((name for end, name in _IMAGE_TYPES.items() if path.endswith(end)), "")
        if kind:
            message = f"the image is {kind}; save it as PNG or JPEG"
            yield issue.in_html(image.place).problem(message)


HEAVY, HEAVY_TOGETHER = 1_000_000, 2_000_000
"""Bytes of one picture, and of all pictures of an issue, that take seconds to load on the road."""


@EMAIL_RULES.warning(
    "letter-image-heavy",
    why="Mail programs load every picture; on a phone a megabyte takes seconds and costs money.",
    bad='<img src="https://example.org/3000000.gif" alt="" width="100" height="100">',
    good='<img src="https://example.org/300000.gif" alt="" width="100" height="100">',
)
def email_image_heavy(issue: CheckedIssue) -> Iterator[Problem]:
    """Find pictures of more than 1 MB, and issues whose pictures have more than 2 MB together.

    Only files on this disk are measured; animations and pictures of notes go as they are.
    """
    images = {each.attributes.get("src", ""): each for each in issue.parsed.named("img")}
    sizes = {source: issue.size_of(source) or 0 for source in images}
    for source, size in sizes.items():
        if size > HEAVY:
            message = f"the picture has {size / 1_000_000:.1f} MB; make it smaller than {HEAVY // 1000} KB"
            yield issue.in_html(images[source].place).problem(message)
    together = sum(size for size in sizes.values() if size <= HEAVY)
    if together > HEAVY_TOGETHER:
        message = f"the pictures have {together / 1_000_000:.1f} MB together; make them smaller"
        yield issue.in_html(Place(1)).problem(message)


@EMAIL_RULES.warning(
    "letter-images-only",
    why="Filters take an e-mail of pictures for spam, and with pictures off it is empty.",
    bad="no text",
    good="<p>Text</p>",
)
def email_images_only(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues with pictures and hardly any text."""
    shown = sum(len(text.text) for text in issue.parsed.texts if not text.style.hidden)
    images = issue.parsed.named("img")
    if images and shown < TEXT_PER_IMAGE * min(len(images), MANY_IMAGES):
        message = f"{len(images)} images and {shown} characters of text; write more text"
        yield issue.in_html(images[0].place).problem(message)


SMALLEST = 12
LARGE_TEXT, LARGE_BOLD_TEXT = 24.0, 18.66
"""Pixels from which WCAG calls text large."""

READABLE_LARGE = 3.0
"""Least contrast of large text (WCAG 2.2, success criterion 1.4.3)."""


@EMAIL_RULES.warning(
    "letter-contrast",
    why="People with poor eyesight cannot read it, and nobody can in sunlight.",
    bad='<p style="color:#aaaaaa; background-color:#ffffff">Pale</p>',
    good='<p style="color:#444444; background-color:#ffffff">Dark</p>',
)
def email_contrast(issue: CheckedIssue) -> Iterator[Problem]:
    """Find text with too little contrast to its background (WCAG 2.2, 1.4.3), once per pair of colours."""
    seen: set[tuple[str, str]] = set()
    for text in issue.parsed.texts:
        style = text.style
        large = style.size >= (LARGE_BOLD_TEXT if style.bold else LARGE_TEXT)
        ratio = contrast(style.colour, style.background)
        pair = (style.colour, style.background)
        if (
            not style.hidden
            and ratio < (READABLE_LARGE if large else READABLE)
            and pair not in seen
        ):
            seen.add(pair)
            message = (
                f"{style.colour} on {style.background} has a contrast of {ratio:.1f}; "
                f"make it {READABLE} or more"
            )
            yield issue.in_html(text.place).problem(message)


@EMAIL_RULES.warning(
    "letter-small",
    why="Nobody can read it on a phone, and some mail programs enlarge it and break the layout.",
    bad='<p style="font-size:9px">Small print</p>',
    good='<p style="font-size:14px">Small print</p>',
)
def email_small(issue: CheckedIssue) -> Iterator[Problem]:
    """Find text smaller than 12 pixels, once per size."""
    seen: set[float] = set()
    for text in issue.parsed.texts:
        size = text.style.size
        if size < SMALLEST and not text.style.hidden and size not in seen:
            seen.add(size)
            message = f"the text is {size:g} pixels high; make it 14 or more"
            yield issue.in_html(text.place).problem(message)
