"""Reads the facts of image files: size in bytes, width and height, media type."""

from __future__ import annotations

import mimetypes
import posixpath
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from broadsheet.model import Image

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

_ORIENTATION = 0x0112
"""The EXIF tag for the orientation of the pixels."""

_UPRIGHT, _ON_ITS_SIDE, _ANY_SIDE = 1, 5, 8
"""Values of that tag: the first, the first that swaps width and height, and the last."""

_TYPES = {".webp": "image/webp", ".avif": "image/avif", ".jfif": "image/jpeg"}
"""Types that Python 3.11 does not know, or that depend on the machine's table."""


_FORMATS = frozenset(
    {"AVIF", "BMP", "GIF", "ICO", "JPEG", "JPEG2000", "MPO", "PNG", "TIFF", "WEBP"}
)
"""Pillow's names of the formats that browsers or cameras know."""

_ERRORS = (OSError, ValueError, ArithmeticError, LookupError, EOFError, SyntaxError, TypeError)
"""What Pillow raises for damaged files, besides its own warnings and errors."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The facts of an image: bytes, pixels as shown (None for SVG), media type.

    It is `turned` if its pixels must be rotated or mirrored to be shown.
    """

    length: int
    width: int | None
    height: int | None
    media_type: str
    turned: bool = False


def media_type(path: str) -> str | None:
    """Guess the media type of an image from its name; None if the name is no image's."""
    suffix = posixpath.splitext(path)[1].lower()
    guess = _TYPES.get(suffix) or mimetypes.types_map.get(suffix)
    return guess if guess and guess.startswith("image/") else None


class UnreadableImageError(Exception):
    """A file is no image, or one of too many pixels."""


@contextmanager
def opened(file: Path | IO[bytes]) -> Iterator[PillowImage]:
    """Open an image, from its file or its content.

    Raises UnreadableImageError if the image is damaged, also for errors inside the `with` block.
    """
    from PIL import Image as Pillow  # noqa: PLC0415 - costs 50 ms, and many sites have no local images

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # E.g. about damaged EXIF.
            # A decompression bomb only warns by default.
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            # Opening a pipe would wait until somebody writes into it.
            if isinstance(file, Path) and not file.is_file():
                raise UnreadableImageError("it is not a file")
            with Pillow.open(file) as image:
                if image.format not in _FORMATS:  # Pillow has Ghostscript draw EPS.
                    raise UnreadableImageError(f"it is in the format {image.format}")
                yield image
    except (*_ERRORS, MemoryError, Warning, Pillow.DecompressionBombError) as error:
        raise UnreadableImageError(str(error)) from error


def image_facts(file: Path) -> ImageFacts | None:
    """Measure an image; only its header is read. None if the file is not an image."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        length = status.st_size
        if file.suffix.lower() == ".svg":
            return ImageFacts(length, None, None, "image/svg+xml") if length else None
        from PIL import Image as Pillow  # noqa: PLC0415 - as above

        with opened(file) as image:
            kind = Pillow.MIME.get(image.format or "") or media_type(file.name)
            orientation = _orientation(image)
            width, height = image.size if orientation < _ON_ITS_SIDE else image.size[::-1]
            turned = orientation > _UPRIGHT
            return ImageFacts(length, width, height, kind, turned) if kind else None
    except (OSError, UnreadableImageError):
        return None


def image_of(facts: ImageFacts, url: str, file: str, alt: str = "") -> Image:
    """Make the record of an image whose file, relative to the site's folder, was measured."""
    size = (facts.length, facts.width, facts.height)
    return Image(url, alt, facts.media_type, *size, file, facts.turned)


def _orientation(image: PillowImage) -> int:
    """Return the orientation by EXIF. Only the part of the file before the pixels is read."""
    if "exif" not in image.info:
        return _UPRIGHT
    try:
        found = int(image.getexif().get(_ORIENTATION, _UPRIGHT))
    except Exception:  # noqa: BLE001 - cameras write whatever they like, and Pillow raises any error of it
        return _UPRIGHT
    return found if _UPRIGHT <= found <= _ANY_SIDE else _UPRIGHT
