"""What HTTP headers ask for (RFC 9110). Pure functions on header values; "" is a missing header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

_RANGES = re.compile(r"bytes=\s*(?:\d+-\d*|-\d+)(?:\s*,\s*(?:\d+-\d*|-\d+))*\s*", re.ASCII)
_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


def choose_encoding(accept_encoding: str, offered: Sequence[str]) -> str:
    """Return the coding of `offered` (best first) that a client likes most, "" for none (12.5.3)."""
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weights[name] = _weight(parameters)
    # max() keeps the first of equals, so our order decides among what a client likes equally.
    best = max(offered, key=lambda name: weights.get(name, weights.get("*", 0.0)), default="")
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else ""


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


def asks_for_ranges(value: str) -> bool:
    """Tell whether a Range can be understood; otherwise it is to be ignored (14.1.1, 14.2)."""
    if not _RANGES.fullmatch(value):
        return False
    bounds = (part.strip().split("-") for part in value.partition("=")[2].split(","))
    return all(not first or not last or int(first) <= int(last) for first, last in bounds)


def is_unchanged(
    if_none_match: str, if_modified_since: str, entity_tag: str, modified: float
) -> bool:
    """Tell whether a client has this version already (13.1.2, 13.1.3); `modified` in POSIX seconds.

    An If-None-Match outranks an If-Modified-Since, as section 13.2.2 has it.
    """
    if if_none_match:
        return if_none_match.strip() == "*" or entity_tag in _ENTITY_TAG.findall(if_none_match)
    since = _seconds(if_modified_since)
    return since is not None and int(modified) <= since


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
