"""Rules for a letter's images; which mail programs show what is from caniemail.com."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from broadsheet.checks.letters.letter import LETTER, Letter
from broadsheet.checks.rule import Fault

TEXT_PER_IMAGE, MANY_IMAGES = 100, 5
"""Letters of text that a letter should have for each image, up to so many."""

_IMAGE_TYPES = {".svg": "SVG", ".webp": "WebP", ".avif": "AVIF"}


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
