"""Logos that cannot be seen on a dark ground, by their pixels; and plates to put them on.

Mail programs that darken an e-mail themselves (Gmail on phones) know no `dark_logo` and no style of dark
mode, and leave pictures as they are. So the plate has to be part of the picture.
"""

from __future__ import annotations

import io
from collections import Counter

from broadsheet.colours import READABLE_LARGE, contrast
from broadsheet.images import opened
from broadsheet.mail_pictures.pictures import MadePicture

_PLATE = (640, 144)
"""Pixels of a logo on a plate, at most: twice what an e-mail shows, without the margins."""

_MARGIN = 16

_SIDE = 100
"""Pixels of the small copy that is looked at."""

_SOLID, _CLEAR = 200, 50
"""Values of alpha from which a pixel counts as visible, and below which the ground shows through."""

_LEAST_CLEAR = 0.05
"""The share of clear pixels below which a picture has a ground of its own."""

_LEAST_LOST = 0.5
"""The share of visible pixels that must be hard to see for the logo to vanish."""


def vanishes(content: bytes, ground: str) -> bool:
    """Return whether a picture is transparent, and most of what it shows is hard to see on `ground`.

    `ground` is a colour as `#rrggbb`. Raises UnreadableImageError.
    """
    with opened(io.BytesIO(content)) as image:
        image.thumbnail((_SIDE, _SIDE))
        small = image.convert("RGBA")
    counted = Counter(zip(*[iter(small.tobytes())] * 4, strict=True))
    clear = sum(count for (*_, alpha), count in counted.items() if alpha < _CLEAR)
    shown = [(count, colour) for (*colour, alpha), count in counted.items() if alpha >= _SOLID]
    visible = sum(count for count, _ in shown)
    if not visible or clear < _LEAST_CLEAR * small.width * small.height:
        return False
    lost = sum(
        count
        for count, (red, green, blue) in shown
        if contrast(f"#{red:02x}{green:02x}{blue:02x}", ground) < READABLE_LARGE
    )
    return lost > _LEAST_LOST * visible


def on_plate(content: bytes, colour: str) -> MadePicture:
    """Put a picture on a plate of one colour, `#rrggbb`. Raises UnreadableImageError."""
    from PIL import Image  # noqa: PLC0415 - builds need it not

    with opened(io.BytesIO(content)) as image:
        logo = image.convert("RGBA")
    logo.thumbnail(_PLATE)
    size = (logo.width + 2 * _MARGIN, logo.height + 2 * _MARGIN)
    plate = Image.new("RGB", size, colour)
    plate.paste(logo, (_MARGIN, _MARGIN), logo)
    stream = io.BytesIO()
    plate.save(stream, "PNG", optimize=True)
    return MadePicture(stream.getvalue(), ".png", *size)
