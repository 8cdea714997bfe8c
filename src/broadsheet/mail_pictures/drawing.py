"""Converts pictures for mail, in a process of its own that is killed if a picture takes too much.

    python -P drawing.py KIND FILE WIDTH HEIGHT [KIND FILE WIDTH HEIGHT …]

KIND is `convert`, or `draw` for an SVG; WIDTH and HEIGHT are 0 for a picture that is not cropped. Nobody
knows what a picture costs before it is made: an SVG filter may compute for years, and a file of a few
kilobytes may unpack to gigabytes. For each picture the process writes a line, its suffix, width, height
and how many bytes follow, and then these: the picture, or with the suffix REFUSED why there is none. It
imports nothing of Broadsheet, so that it starts quickly.
"""

from __future__ import annotations

import io
import re
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree
    from PIL.Image import Image

REFUSED = "refused"

SECONDS = 10
MEGABYTES = 700
"""What one picture may take: time of the processor, and memory beside programs."""

MAX_WIDTH = 1200
"""Pixels: an e-mail is 600 wide, and screens have two for one."""

MAX_RATIO = 4
MAX_SVG_BYTES = 2_000_000
MAX_PIXELS = 50_000_000
"""More than cameras have, except some phones; a JPEG of more can be read at a smaller scale."""

_ORIENTATION = 0x0112
_ON_ITS_SIDE = 5
"""EXIF's tag of how the pixels lie, and its first value that exchanges width and height."""

_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]")


def main() -> int:
    """Make the pictures that the command line names. Returns the exit code."""
    arguments = iter(sys.argv[1:])
    for kind, file, width, height in zip(*[arguments] * 4, strict=True):
        _limit()
        try:
            content, *about = _made(kind, Path(file), int(width), int(height))
        except MemoryError:
            return 1
        except Exception as error:  # noqa: BLE001 - libraries of images raise anything
            verb = "read" if kind == "convert" else "drawn"
            content = f"it cannot be {verb} ({error})".encode(errors="replace")
            about = [REFUSED, 0, 0]
        head = " ".join(map(str, (*about, len(content))))
        sys.stdout.buffer.write(head.encode() + b"\n" + content)
        sys.stdout.buffer.flush()  # It stays if the next one ends the process.
    return 0


def _made(kind: str, file: Path, width: int, height: int) -> tuple[bytes, str, int, int]:
    if kind == "draw":
        return draw(file)
    return convert(file, width, height) if width else convert(file)


def _limit() -> None:
    """Bound what the next picture takes: the time of those before it does not count."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds, hard = (
        int(used.ru_utime + used.ru_stime) + SECONDS,
        resource.getrlimit(resource.RLIMIT_CPU)[1],
    )
    if hard == resource.RLIM_INFINITY or seconds < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 1_000_000, MEGABYTES * 1_000_000))


def convert(file: Path, *size: int) -> tuple[bytes, str, int, int]:
    """Make a raster image into a JPEG, or a PNG if it is transparent. Raises any exception.

    With `size`, a width and a height, it is cropped to their proportions, and no larger.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - not for SVG

    warnings.simplefilter("ignore")  # Of damaged EXIF, say.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(file) as image:
        _shrink(image)
        upright = ImageOps.exif_transpose(image)
    if size:
        scale = min(1, upright.width / size[0], upright.height / size[1])
        box = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        # What matters is mostly above the middle, such as faces.
        upright = ImageOps.fit(upright, box, centering=(0.5, 0.3))
    opaque = not upright.has_transparency_data
    made = upright.convert("RGB" if opaque else "RGBA")
    stream = io.BytesIO()
    if opaque:
        made.save(stream, "JPEG", quality=85, optimize=True)
    else:
        made.save(stream, "PNG", optimize=True)
    return stream.getvalue(), ".jpg" if opaque else ".png", made.width, made.height


def _shrink(image: Image) -> None:
    """Scale down in place, before anything copies the pixels; a JPEG is read at that scale."""
    if image.format not in {"JPEG", "MPO"} and image.width * image.height > MAX_PIXELS:
        message = f"it has {image.width * image.height // 1_000_000} million pixels"
        raise ValueError(message)
    box = (MAX_WIDTH, MAX_WIDTH * MAX_RATIO)
    is_on_its_side = image.getexif().get(_ORIENTATION, 1) >= _ON_ITS_SIDE
    image.thumbnail(box[::-1] if is_on_its_side else box)


def draw(file: Path) -> tuple[bytes, str, int, int]:
    """Draw an SVG. Nothing outside its file is looked at, whatever it refers to. Raises any exception."""
    import resvg_py  # noqa: PLC0415 - not for raster images
    from lxml import etree  # noqa: PLC0415 - as above

    root = _svg_root(file)
    width, height = _svg_size(root)
    _cut_references(root)
    text = etree.tostring(root, encoding="unicode")
    content = bytes(resvg_py.svg_to_bytes(svg_string=text, width=width, height=height))
    return content, ".png", width, height


def _svg_root(file: Path) -> etree._Element:
    from lxml import etree  # noqa: PLC0415 - not for raster images

    if file.stat().st_size > MAX_SVG_BYTES:
        message = f"it is larger than {MAX_SVG_BYTES} bytes"
        raise ValueError(message)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(file.read_bytes(), parser)


def _svg_size(root: etree._Element) -> tuple[int, int]:
    """Return the size to draw at, from width and height or else the view box. Raises ValueError."""
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
    for element in root.iter("*"):
        for name in _HREFS:
            target = (element.get(name) or "").strip()
            if target and not target.startswith("#") and not _RASTER.match(target):
                del element.attrib[name]


if __name__ == "__main__":
    sys.exit(main())
