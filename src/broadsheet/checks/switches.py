"""Rules that are switched off: in publish.toml for all files or by path, or in front matter."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from broadsheet.checks.registry import Place, Registry
from broadsheet.errors import Problem

FIELD = "check_off"
"""The front matter field that lists the rules to switch off for its article."""

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule that is switched off for the paths that match a glob; `place` is where it is written."""

    rule: str
    glob: str
    place: Place

    def turns_off(self, problem: Problem) -> bool:
        """Return whether this switch applies to a problem."""
        return problem.rule == self.rule and fnmatch.fnmatchcase(problem.path, self.glob)


@dataclass(slots=True)
class Switches:
    """All switches of a run. `known` are the ids of all rules; `used` are switches that had an effect."""

    switches: Sequence[Switch]
    known: frozenset[str] = frozenset()
    used: set[Switch] = field(default_factory=set)

    def wanted(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield the problems that no switch applies to."""
        for problem in problems:
            off = [switch for switch in self.switches if switch.turns_off(problem)]
            self.used.update(off)
            if not off:
                yield problem


SWITCH_RULES: Registry[Switches] = Registry(
    "Switches",
    "Each checks the rules that publish.toml and front matter switch off, after all other rules ran.",
)


@SWITCH_RULES.error(
    "switch-unknown",
    why="The rule that you meant still applies.",
    bad="check_off: [sumary-missing]",
    good="check_off: [summary-missing]\nsummary:",
)
def switch_unknown(switches: Switches) -> Iterator[Problem]:
    """Find switches for rules that do not exist."""
    for switch in switches.switches:
        if switch.rule not in switches.known:
            near = get_close_matches(switch.rule, sorted(switches.known), 1)
            hint = f"did you mean {near[0]}?" if near else "docs/rules.md lists them"
            yield switch.place.problem(f"{switch.rule} is not a rule; {hint}")


@SWITCH_RULES.warning(
    "switch-unused",
    why="A switch without effect hides the next problem of its kind.",
    bad="check_off: [summary-missing]",
    good="check_off: [summary-missing]\nsummary:",
)
def switch_unused(switches: Switches) -> Iterator[Problem]:
    """Find switches that have no effect."""
    for switch in switches.switches:
        if switch.rule in switches.known and switch not in switches.used:
            yield switch.place.problem(f"{switch.rule} finds nothing here; remove it from the list")


def field_switches(lines: Sequence[str], number: int, end: int, path: str) -> Iterator[Switch]:
    """Yield the switches of an article whose field `check_off` begins on the line `number`.

    `end` is the line after the front matter. A list may continue on lines that begin with a dash.
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
