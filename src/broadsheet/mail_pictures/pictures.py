"""Pictures for e-mails: formats that mail programs cannot show are converted to PNG or JPEG.

Outlook on Windows shows no WebP, AVIF or SVG, Gmail no SVG (caniemail.com, "image formats").
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.images import UnreadableImageError, image_of, media_type, opened
from broadsheet.mail_pictures import drawing
from broadsheet.mail_pictures.drawing import MAX_PIXELS
from broadsheet.model import Image
from broadsheet.read import Assets, Page
from broadsheet.walk import read_file

SHOWN_EVERYWHERE = frozenset({"image/png", "image/jpeg", "image/gif"})
NOT_IN_OUTLOOK = frozenset({"image/webp", "image/avif"})
SVG = "image/svg+xml"

LARGE = 1_000_000
"""Bytes from which a photograph is made smaller: readers pay for each of them, on the road too."""


MAX_BYTES = 10_000_000
"""Bytes of a picture that is part of an e-mail as it is, such as an animation."""


_Job = tuple[str, Path, int, int]
"""What to do with a file, and the size to crop it to, 0 for no cropping."""


class NoPictureError(Exception):
    """A picture cannot be in an e-mail; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A picture made for an e-mail: `suffix` is its file's, `width` and `height` are in pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


class Pictures:
    """Makes pictures for e-mails; each file is read once."""

    def __init__(self, config: Config) -> None:
        self._root = config.root
        self._base = config.articles_url
        self._assets = Assets(config)
        self._made: dict[tuple[str, tuple[int, int] | None], MadePicture | None] = {}

    def for_mail(self, image: Image, min_ratio: float = 0) -> MadePicture | None:
        """Make a picture for e-mails; None if the image can stay as it is.

        One whose width to height is below `min_ratio` is cropped to it.

        Raises NoPictureError if its file is missing, damaged, too large to be read or not a picture,
        and for an SVG elsewhere.
        """
        if self.is_missing(image):
            message = "its file is missing; put it there, or fix the path"
            raise NoPictureError(message)
        if not image.file and image.media_type == SVG:
            message = "Gmail shows no SVG, and its file is not here to be drawn; name a PNG or JPEG"
            raise NoPictureError(message)
        if not image.file:
            return None
        is_tall = bool(image.width and image.height and image.width / image.height < min_ratio)
        if is_tall and image.media_type != SVG:
            return self._cropped(image, (drawing.MAX_WIDTH, round(drawing.MAX_WIDTH / min_ratio)))
        if (image.file, None) not in self._made:
            self._made[image.file, None] = _made(self._root / image.file, image)
        return self._made[image.file, None]

    def thumbnails(
        self, images: Iterable[Image], size: tuple[int, int]
    ) -> Mapping[str, MadePicture]:
        """Make small pictures of these proportions, by their files; an SVG or one that fails has none."""
        files = dict.fromkeys(image.file for image in images if image.media_type != SVG)
        missing = [file for file in files if (file, size) not in self._made]
        made = _in_a_process([("convert", self._root / file, *size) for file in missing])
        for file, found in zip(missing, made, strict=True):
            self._made[file, size] = None if isinstance(found, NoPictureError) else found
        return {file: kept for file in files if (kept := self._made[file, size])}

    def _cropped(self, image: Image, size: tuple[int, int]) -> MadePicture | None:
        if (image.file, size) not in self._made:
            self._made[image.file, size] = _one("convert", self._root / image.file, *size)
        return self._made[image.file, size]

    def find(self, reference: str) -> Image:
        """Find a picture that publish.toml names: a path below the site's URL, or a URL.

        Raises NoPictureError.
        """
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
        return image_of(facts, url, file)

    def content(self, reference: str) -> bytes | None:
        """Return a picture that publish.toml names as e-mails show it; None if it is elsewhere.

        Raises NoPictureError.
        """
        image = self.find(reference)
        made = self.for_mail(image)
        if made is not None:
            return made.content
        return _read(self._root / image.file) if image.file else None

    def is_missing(self, image: Image) -> bool:
        """Return whether an image has no file where it should have one on this machine."""
        path = image.url.removeprefix(self._base)
        if image.file or path == image.url:
            return False
        return self._assets.should_be_here(f"/{path}", Page("", self._base))


def _read(file: Path) -> bytes:
    """Return a picture as it is. Raises NoPictureError."""
    try:
        content = read_file(file, MAX_BYTES + 1)
    except OSError as error:
        raise NoPictureError(f"it cannot be read ({error}); replace the file") from error
    if len(content) > MAX_BYTES:
        raise NoPictureError(f"it is larger than {MAX_BYTES // 1_000_000} MB; replace the file")
    return content


def _made(file: Path, image: Image) -> MadePicture | None:
    """Make a picture, None if the image can stay as it is. Raises NoPictureError."""
    if image.media_type == SVG:
        return _one("draw", file)
    if image.media_type not in SHOWN_EVERYWHERE or image.turned or not _is_good_as_it_is(file):
        return _one("convert", file)
    return None


def _is_good_as_it_is(file: Path) -> bool:
    """Return whether readers can be sent a PNG, JPEG or GIF as it is. Raises NoPictureError.

    Large photographs are made smaller. JPEGs in the colours of printers (CMYK) are converted: some
    mail programs show them wrongly, or not at all. An animation would lose its movement.
    """
    try:
        with opened(file) as image:
            if getattr(image, "is_animated", False):
                return True
            if image.format != "JPEG" and image.width * image.height > MAX_PIXELS:
                pixels = f"{image.width * image.height // 1_000_000} million pixels"
                raise NoPictureError(f"it has {pixels}; replace the file")
            is_good = image.mode not in {"CMYK", "YCCK"} and file.stat().st_size <= LARGE
            if is_good:
                image.draft(None, (1, 1))  # A JPEG is read at an eighth of its size.
                image.load()  # Read to the end, to notice a truncated file.
            return is_good
    except (OSError, UnreadableImageError) as error:
        message = f"it cannot be read ({error}); replace the file"
        raise NoPictureError(message) from error


def _one(kind: str, file: Path, width: int = 0, height: int = 0) -> MadePicture:
    """Convert or draw a picture within bounds. Raises NoPictureError."""
    (made,) = _in_a_process([(kind, file, width, height)])
    if isinstance(made, NoPictureError):
        raise made
    return made


def _in_a_process(jobs: Sequence[_Job]) -> list[MadePicture | NoPictureError]:
    """Make pictures within bounds (see `drawing`), in one process unless a picture ends it."""
    made: list[MadePicture | NoPictureError] = []
    while todo := jobs[len(made) :]:
        answers = list(_answers(todo))
        kinds = [kind for kind, *_ in todo]
        made += [_read_answer(*answer, kind) for answer, kind in zip(answers, kinds, strict=False)]
        if len(answers) < len(todo):
            limits = f"{drawing.SECONDS} s or {drawing.MEGABYTES} MB of memory"
            message = f"it takes more than {limits}; {_advice(kinds[len(answers)])}"
            made.append(NoPictureError(message))
    return made


def _answers(jobs: Sequence[_Job]) -> Iterator[tuple[bytes, bytes]]:
    """Yield line and content of each picture that the process made, which may end before the last."""
    texts = (str(part) for job in jobs for part in job)
    try:
        output = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", drawing.__file__, *texts],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2 * drawing.SECONDS * len(jobs),  # Wall-clock: others may run.
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    while b"\n" in output:
        about, _, rest = output.partition(b"\n")
        length = int(about.rpartition(b" ")[2])
        if len(rest) < length:
            return
        yield about, rest[:length]
        output = rest[length:]


def _read_answer(about: bytes, content: bytes, kind: str) -> MadePicture | NoPictureError:
    suffix, width, height, _ = about.decode().split()
    if suffix == drawing.REFUSED:
        return NoPictureError(f"{content.decode(errors='replace')}; {_advice(kind)}")
    return MadePicture(content, suffix, int(width), int(height))


def _advice(kind: str) -> str:
    return "replace it by a PNG or JPEG" if kind == "draw" else "replace the file"
