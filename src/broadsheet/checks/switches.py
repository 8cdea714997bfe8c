"""Rules that are switched off: in publish.toml for all files or by path, or in front matter."""

from __future__ import annotations

import fnmatch
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from broadsheet.checks.registry import Place, Registry
from broadsheet.errors import Problem

FIELD = "check_off"
"""The front matter field that lists the rules to switch off for its article."""

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule that is switched off for some files; `place` is where that is written.

    `glob` matches the paths of the files; in front matter it is "", and the file is its own.
    """

    rule: str
    glob: str
    place: Place

    def applies_to(self, path: str) -> bool:
        """Return whether the switch applies to a file."""
        return fnmatch.fnmatchcase(path, self.glob) if self.glob else path == self.place.path


class Switches:
    """All switches of a run. `known` are the ids of all rules; `used` are switches that had an effect."""

    def __init__(self, switches: Sequence[Switch], known: frozenset[str] = frozenset()) -> None:
        self.switches = switches
        self.known = known
        self.used: set[Switch] = set()
        # By rule and, in front matter, by file: a site may have thousands.
        self._by_rule: defaultdict[tuple[str, str], list[Switch]] = defaultdict(list)
        for switch in switches:
            path = "" if switch.glob else switch.place.path
            self._by_rule[switch.rule, path].append(switch)

    def wanted(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield the problems that no switch applies to."""
        for problem in problems:
            keys = ((problem.rule, ""), (problem.rule, problem.path))
            found = chain.from_iterable(self._by_rule.get(key, ()) for key in keys)
            off = [switch for switch in found if switch.applies_to(problem.path)]
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
                yield Switch(match[0], "", place)
