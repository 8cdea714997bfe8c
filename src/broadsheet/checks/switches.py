"""Rules switched off: in publish.toml, for all files or by path, and in an article's front matter."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from broadsheet.checks.rule import Book, Fault, Finding, Place

FIELD = "check_off"
"""The front matter field that names rules that do not apply to its article."""

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Switch:
    """One rule switched off for the paths that match a glob; `place` is where that is written."""

    rule: str
    glob: str
    place: Place

    def turns_off(self, finding: Finding) -> bool:
        """Tell whether a finding is one that nobody wants to see."""
        return finding.rule == self.rule and fnmatch.fnmatchcase(finding.path, self.glob)


@dataclass(slots=True)
class Switches:
    """All switches of a run; `used` are those that turned something off."""

    switches: Sequence[Switch]
    known: frozenset[str]
    used: set[Switch] = field(default_factory=set)

    def wanted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that no switch turns off."""
        for finding in findings:
            off = [switch for switch in self.switches if switch.turns_off(finding)]
            self.used.update(off)
            if not off:
                yield finding


SWITCHES: Book[Switches] = Book(
    "Switches",
    "Each looks at the rules that publish.toml and front matter switch off, after all others.",
)


@SWITCHES.error(
    "switch-unknown",
    why="The rule that was meant still applies.",
    bad="check_off: [sumary-missing]",
    good="check_off: [summary-missing]\nsummary:",
)
def switch_unknown(switches: Switches) -> Iterator[Fault]:
    """Find switches for rules that do not exist."""
    for switch in switches.switches:
        if switch.rule not in switches.known:
            near = get_close_matches(switch.rule, sorted(switches.known), 1)
            hint = f"did you mean {near[0]}?" if near else "docs/rules.md lists them"
            yield Fault(f"{switch.rule} is not a rule; {hint}", switch.place)


@SWITCHES.warning(
    "switch-unused",
    why="A switch that turns nothing off hides the next fault of its kind.",
    bad="check_off: [summary-missing]",
    good="check_off: [summary-missing]\nsummary:",
)
def switch_unused(switches: Switches) -> Iterator[Fault]:
    """Find switches that turn nothing off."""
    for switch in switches.switches:
        if switch.rule in switches.known and switch not in switches.used:
            yield Fault(f"{switch.rule} finds nothing here; remove this", switch.place)


def field_switches(lines: Sequence[str], number: int, end: int, path: str) -> Iterator[Switch]:
    """Yield the switches of an article whose field `check_off` begins on the line `number`.

    `end` is the line after the front matter. A list may go on over lines that begin with a dash.
    """
    for current in range(number, end):
        line = lines[current - 1]
        if current > number and not line.lstrip().startswith("-"):
            return
        start = re.split("[:=]", line, maxsplit=1)[0] + ":" if current == number else ""
        for match in _WORD.finditer(line, len(start)):
            if match[0].strip("-"):
                place = Place(current, match.start() + 1, len(match[0]), line, path)
                yield Switch(match[0], re.sub(r"([*?\[])", r"[\1]", path), place)
