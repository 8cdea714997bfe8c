"""Regular expressions in functions of sites: Python runs them if they cannot take long."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from broadsheet.scripts.scope import Bounds
from broadsheet.scripts.values import UnknownResultError

_ONE_OF = re.compile(r"\[\^?(?:\\.|[^\]\\])+\]|\\.")
_COUNT = re.compile(r"(?<!\))\{[0-9]{1,2}\}")
_REPEATED_GROUP = re.compile(r"\)[*+{?]")
_NOT_OF_PYTHON = re.compile(
    r"\\(?:[pPckX1-9]|u(?![0-9a-fA-F]{4})|x(?![0-9a-fA-F]{2}))|\(\?<|\[\^?\]"
)
_MOST_MATCHED = {0: 100_000, 1: 3_000, 2: 300}
"""How long a text may be by how many repetitions a pattern has: each may be tried from every place on."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression."""

    source: str
    flags: str = ""

    def for_text(self, text: str, bounds: Bounds) -> re.Pattern[str]:
        """Return it for Python.

        Raises UnknownResultError if it may take long on a text, or means another thing there.
        """
        source = self.source.replace("\\/", "/")
        if len(source) > _MOST_SOURCE:
            raise UnknownResultError
        bare = _COUNT.sub("", _ONE_OF.sub("x", source))
        repetitions = sum(map(bare.count, "*+{"))
        if source.startswith("^") and "m" not in self.flags and "|" not in bare:
            repetitions -= 1  # It is tried from one place only.
        is_short = len(text) <= _MOST_MATCHED.get(max(repetitions, 0), 0)
        counts = sum(int(each[1:-1]) for each in _COUNT.findall(_ONE_OF.sub("x", source)))
        tries = _tries(bare) * (1 + len(bare) // _SHORT + counts)
        bounds.worked(tries * (len(text) + 1) ** (max(repetitions, 0) + 1) // AT_ONCE)
        if not is_short or _REPEATED_GROUP.search(bare) or _NOT_OF_PYTHON.search(source):
            raise UnknownResultError(source)
        names = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
        flags = re.RegexFlag(re.ASCII)
        for flag in self.flags:
            flags |= names.get(flag, 0)
        try:
            return re.compile(source, flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise UnknownResultError(source) from error


def _tries(bare: str) -> int:
    """Return in how many ways a pattern without repetitions may be tried from one place.

    Each `?` doubles them, and so does each `|`, at most: `(a|b)(a|b)` is tried in four ways.
    """
    choices = len(_OPTION.findall(bare))
    alternatives = [1]
    ways = 1
    for sign in bare:
        if sign == "(":
            alternatives.append(1)
        elif sign == "|":
            alternatives[-1] += 1
        elif sign == ")" and len(alternatives) > 1:
            ways *= alternatives.pop()
    return int(ways * math.prod(alternatives) * 2.0 ** min(choices, _MOST_CHOICES))


_OPTION = re.compile(r"(?<![(*+}?])\?")
_MOST_CHOICES = 60
_MOST_SOURCE = 500
_SHORT = 8
AT_ONCE = 50
"""How many tries of a pattern take as long as what else is counted."""
