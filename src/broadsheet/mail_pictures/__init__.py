"""Pictures for e-mails: formats that mail programs cannot show are converted, photographs made smaller.

`pictures` decides what is to be done; `drawing` does it, as a process of its own. `plates` carry dark
logos.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.mail_pictures.pictures import (
        NOT_IN_OUTLOOK,
        MadePicture,
        NoPictureError,
        Pictures,
    )
    from broadsheet.mail_pictures.plates import on_plate, vanishes
else:
    __getattr__ = lazy(
        __name__,
        {
            "pictures": "NOT_IN_OUTLOOK MadePicture NoPictureError Pictures",
            "plates": "on_plate vanishes",
        },
    )

__all__ = [
    "NOT_IN_OUTLOOK",
    "MadePicture",
    "NoPictureError",
    "Pictures",
    "on_plate",
    "vanishes",
]
