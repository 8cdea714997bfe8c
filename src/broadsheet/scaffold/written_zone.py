"""Guesses the time zone of a site that names none from the offsets of its dates."""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

_OF_LANGUAGES = {
    "ar": "Asia/Riyadh",
    "cs": "Europe/Prague",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "el": "Europe/Athens",
    "es": "Europe/Madrid",
    "fa": "Asia/Tehran",
    "fi": "Europe/Helsinki",
    "fr": "Europe/Paris",
    "he": "Asia/Jerusalem",
    "hi": "Asia/Kolkata",
    "id": "Asia/Jakarta",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "nl": "Europe/Amsterdam",
    "pl": "Europe/Warsaw",
    "pt": "Europe/Lisbon",
    "pt-BR": "America/Sao_Paulo",
    "ru": "Europe/Moscow",
    "sv": "Europe/Stockholm",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "vi": "Asia/Ho_Chi_Minh",
    "zh": "Asia/Shanghai",
    "zh-HK": "Asia/Hong_Kong",
    "zh-TW": "Asia/Taipei",
}
"""The zone where most writers of a language live; of zones that fit equally well it is preferred."""

_OTHERS = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Pacific/Auckland",
)
_FEW_ENOUGH = 2000


def zone_of_dates(dates: Sequence[datetime], language: str, own: tzinfo) -> str:
    """Return the zone that most dates agree with; "" if most have no offset, or too many disagree.

    `own` is the zone that dates without an offset were given, `language` the site's, "" if it is unknown.
    """
    sample = dates[:_FEW_ENOUGH]
    given = [date for date in sample if date.tzinfo is not own]
    if len(given) * 2 <= len(sample):
        return ""
    names = dict.fromkeys((*_usual(language), *_OTHERS))
    best = max(names, key=lambda name: _share(name, given))
    if _share(best, given) * len(given) * 2 > len(sample):
        return best
    offset, count = Counter(date.utcoffset() for date in given).most_common(1)[0]
    return _fixed(offset) if count * 2 > len(sample) else ""


def _usual(language: str) -> tuple[str, ...]:
    exact = next(
        (name for tag, name in _OF_LANGUAGES.items() if tag.lower() == language.lower()), ""
    )
    short = _OF_LANGUAGES.get(language.partition("-")[0].lower(), "")
    return tuple(filter(None, (exact, short)))


def _share(name: str, dates: Sequence[datetime]) -> float:
    """Return the share of dates (0 to 1) whose offset is the zone's at that time."""
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return 0
    right = sum(date.utcoffset() == date.astimezone(zone).utcoffset() for date in dates)
    return right / len(dates)


def _fixed(offset: timedelta | None) -> str:
    hours = (offset or timedelta()) / timedelta(hours=1)
    return f"Etc/GMT{-int(hours):+d}" if hours.is_integer() else ""
