"""Pictures for letters: what mail programs cannot show is made into PNG or JPEG.

Outlook on Windows shows no WebP, AVIF or SVG, Gmail no SVG (caniemail.com, "image formats").
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from broadsheet import urls
from broadsheet.config.records import Config
from broadsheet.model import Image
from broadsheet.read.assets import Assets, Page
from broadsheet.source.image_facts import UnreadableImageError, image_of, media_type, opened

SHOWN_EVERYWHERE = frozenset({"image/png", "image/jpeg", "image/gif"})
NOT_IN_OUTLOOK = frozenset({"image/webp", "image/avif"})
SVG = "image/svg+xml"
MAX_WIDTH = 1200
"""Pixels: a letter is 600 wide, and screens have two for one."""

MAX_RATIO = 4
MAX_SVG_BYTES = 2_000_000

_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]")


class NoPictureError(Exception):
    """A picture cannot be in a letter; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A picture made for a letter: `suffix` is its file's, `width` and `height` are in pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


class Pictures:
    """Makes pictures fit for letters; each file is read once."""

    def __init__(self, config: Config) -> None:
        self._root = config.root
        self._base = config.articles_url
        self._assets = Assets(config)
        self._made: dict[str, Made] = {}

    def for_mail(self, image: Image) -> Made | None:
        """Make a picture for letters; None where the image can stay as it is.

        Raises NoPictureError where its file is missing, too large, no picture, or an SVG elsewhere.
        """
        if self.is_missing(image):
            message = "its file is missing; put it there, or mend the path"
            raise NoPictureError(message)
        if not image.file and image.media_type == SVG:
            message = "Gmail shows no SVG, and its file is not here to be drawn; name a PNG or JPEG"
            raise NoPictureError(message)
        if not image.file or (image.media_type in SHOWN_EVERYWHERE and not image.turned):
            return None
        if image.file not in self._made:
            file = self._root / image.file
            self._made[image.file] = _drawn(file) if image.media_type == SVG else _converted(file)
        return self._made[image.file]

    def find(self, reference: str) -> Image:
        """Find a picture that publish.toml names: a path below the site's URL, or a URL."""
        if reference.startswith(self._base):
            reference = f"/{reference.removeprefix(self._base)}"
        found = self._assets.find(reference, Page("", self._base))
        if found is None:
            return Image(urls.absolute(reference, self._base), "", media_type(reference))
        url, file = found
        facts = self._assets.facts(file)
        if facts is None:
            message = f'"{reference}" is no image, or one of too many pixels; replace the file or the name'
            raise NoPictureError(message)
        path = file.relative_to(self._root).as_posix()
        return image_of(facts, url, path)

    def is_missing(self, image: Image) -> bool:
        """Tell whether an image has no file where it should have one on this machine."""
        path = image.url.removeprefix(self._base)
        if image.file or path == image.url:
            return False
        return self._assets.should_be_here(f"/{path}", Page("", self._base))


def _converted(file: Path) -> Made:
    """Convert a raster image: JPEG, or PNG where it is transparent."""
    from PIL import ImageOps  # noqa: PLC0415 - costs 50 ms, and few letters need it

    try:
        with opened(file) as typed:
            image = ImageOps.exif_transpose(typed)
            image.thumbnail((MAX_WIDTH, MAX_WIDTH * MAX_RATIO))
            opaque = not image.has_transparency_data
            image = image.convert("RGB" if opaque else "RGBA")
    except UnreadableImageError as error:
        message = f"it cannot be read ({error}); replace the file"
        raise NoPictureError(message) from error
    stream = io.BytesIO()
    if opaque:
        image.save(stream, "JPEG", quality=85, optimize=True)
    else:
        image.save(stream, "PNG", optimize=True)
    return Made(stream.getvalue(), ".jpg" if opaque else ".png", image.width, image.height)


def _drawn(file: Path) -> Made:
    """Draw an SVG. Nothing outside its file is looked at, whatever it refers to."""
    import resvg_py  # noqa: PLC0415 - few letters need it

    try:
        root = _svg_root(file)
        width, height = _svg_size(root)
        _cut_references(root)
        text = etree.tostring(root, encoding="unicode")
        content = bytes(resvg_py.svg_to_bytes(svg_string=text, width=width, height=height))
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        message = f"it cannot be drawn ({error}); replace it by a PNG or JPEG"
        raise NoPictureError(message) from error
    return Made(content, ".png", width, height)


def _svg_root(file: Path) -> etree._Element:
    if file.stat().st_size > MAX_SVG_BYTES:
        message = f"it is larger than {MAX_SVG_BYTES} bytes"
        raise ValueError(message)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(file.read_bytes(), parser)


def _svg_size(root: etree._Element) -> tuple[int, int]:
    """Return the size to draw at, from width and height or else the view box."""
    box = [float(number) for number in re.findall(r"-?[\d.]+", root.get("viewBox") or "")]
    sides = [
        re.fullmatch(r"\s*([\d.]+)(?:px)?\s*", root.get(name) or "") for name in ("width", "height")
    ]
    if all(sides):
        width, height = (float(side[1]) for side in sides if side)
    elif len(box) == 4:  # noqa: PLR2004 - x, y, width, height
        width, height = box[2:]
    else:
        message = "it has neither width and height nor a viewBox"
        raise ValueError(message)
    if not (width > 0 and height > 0 and height / width <= MAX_RATIO):
        message = f"{width:g} × {height:g} is no size for a picture"
        raise ValueError(message)
    return MAX_WIDTH, max(1, round(MAX_WIDTH * height / width))


def _cut_references(root: etree._Element) -> None:
    """Cut references that lead out of the file: the renderer would open local paths."""
    for element in root.iter(etree.Element):
        for name in _HREFS:
            target = (element.get(name) or "").strip()
            if target and not target.startswith("#") and not _RASTER.match(target):
                del element.attrib[name]
