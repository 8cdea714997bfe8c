"""Dates as Ruby's `strftime` writes them, in English, whatever the process's locale."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_MARK = re.compile(r"%(?P<flag>[-^]?)(?P<letter>[A-Za-z%])")

_SHOWN: Mapping[str, Callable[[datetime], str]] = {
    "%": lambda _: "%",
    "A": lambda moment: _DAYS[moment.weekday()],
    "B": lambda moment: _MONTHS[moment.month - 1],
    "F": lambda moment: f"{moment:%Y-%m-%d}",
    "H": lambda moment: f"{moment.hour:02}",
    "I": lambda moment: f"{(moment.hour + 11) % 12 + 1:02}",
    "M": lambda moment: f"{moment.minute:02}",
    "P": lambda moment: "am" if moment.hour < 12 else "pm",  # noqa: PLR2004 - noon
    "S": lambda moment: f"{moment.second:02}",
    "T": lambda moment: f"{moment:%H:%M:%S}",
    "Y": lambda moment: str(moment.year),
    "a": lambda moment: _DAYS[moment.weekday()][:3],
    "b": lambda moment: _MONTHS[moment.month - 1][:3],
    "d": lambda moment: f"{moment.day:02}",
    "e": lambda moment: f"{moment.day:2}",
    "j": lambda moment: f"{moment.timetuple().tm_yday:03}",
    "l": lambda moment: f"{(moment.hour + 11) % 12 + 1:2}",
    "m": lambda moment: f"{moment.month:02}",
    "p": lambda moment: "AM" if moment.hour < 12 else "PM",  # noqa: PLR2004 - noon
    "y": lambda moment: f"{moment.year % 100:02}",
    "z": lambda moment: f"{moment:%z}" or "+0000",
}


def formatted(moment: datetime, pattern: str) -> str:
    """Write a date by a pattern. Raises ValueError if a mark of it is not known."""

    def shown(mark: re.Match[str]) -> str:
        if mark["letter"] not in _SHOWN:
            raise ValueError(mark[0])
        text = _SHOWN[mark["letter"]](moment)
        if mark["flag"] == "-":
            return text.lstrip("0 ") or "0"
        return text.upper() if mark["flag"] else text

    return _MARK.sub(shown, pattern)
