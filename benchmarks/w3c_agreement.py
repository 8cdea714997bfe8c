"""How far `publish check` agrees with the W3C feed validator on the validator's own testcases.

    FEEDVALIDATOR_SRC=…/feedvalidator/src python benchmarks/w3c_agreement.py [--write]

The checkout (github.com/w3c/feedvalidator) holds src/ and testcases/; the validator needs the
packages html5lib, lxml and rdflib. A file counts as agreed on where both find an error in it, or
neither. Warnings are compared one by one: `WARNINGS` says which of our rules stands for which of
theirs. Of the other testcases (extensions, and formats that are no feeds of ours) it counts where we
alone find an error. `--write` puts the figures into docs/agreement.toml, from which docs/rules.md
has them.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.checks import catalogue  # noqa: F401 - registers the rules
from broadsheet.checks.feeds.check_feed import check_feed
from broadsheet.errors import Severity

FOLDERS = ("atom", "rss", "rss20")
TARGET = Path(__file__).parent.parent / "docs/agreement.toml"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

WARNINGS = {
    "blank": "NotBlank AttrNotBlank",
    "contact-name": "EmailFormat MissingRealName",
    "content-first": "NeedDescriptionBeforeContent",
    "content-type-missing": "MissingTypeAttr",
    "date-implausible": "ImplausibleDate",
    "date-old": "ProblematicalRFC822Date",
    "element-misplaced": "MisplacedXHTMLContent UndeterminableVocabulary",
    "enclosure-many": "DuplicateEnclosure",
    "entry-id-repeated": "DuplicateEntries",
    "entry-text": "MissingTextualContent",
    "entry-time-repeated": "DuplicateUpdated",
    "guid-missing": "MissingGuid",
    "guid-short": "NotSufficientlyUnique",
    "html-relative": "ContainsRelRef",
    "html-risky": "SecurityRisk SecurityRiskAttr",
    "html-style": "DangerousStyleAttr",
    "html-torn html-element html-entity": "NotHtml",
    "id-canonical": "NonCanonicalURI",
    "image-unlike": "ImageLinkDoesntMatch ImageTitleDoesntMatch",
    "link-relation": "UnregisteredAtomLinkRel",
    "markup-in-text": "ContainsHTML ContainsUndeclaredHTML",
    "namespace-prefix": "NonstdPrefix ReservedPrefix AvoidNamespacePrefix",
    "paging-in-entry": "FeedHistoryRelInEntry",
    "self-missing": "MissingSelf MissingAtomSelfLink",
    "self-other": "SelfDoesntMatchLocation",
    "self-relative": "RelativeSelf",
    "semantics-twice": "DuplicateSemantics DuplicateItemSemantics",
    "source-incomplete": "MissingSourceElement",
    "text-characters": "BadCharacters",
}
"""Our rules, and the validator's classes of warnings that say the same."""


@dataclass
class Figures:
    """What was counted: files by folder, rules by class of error, files by our rule for a warning.

    `others` counts the files of all other folders, and those in which we alone find an error.
    """

    agreed: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    classes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    warnings: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    others: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Judge every testcase twice and report; returns 1 below 95 % of agreement, or for a false alarm."""
    source = Path(os.environ.get("FEEDVALIDATOR_SRC", ""))
    if not (source / "feedvalidator").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    judge, figures = Judge(source), Figures()
    testcases = source.parent / "testcases"
    for folder in FOLDERS:
        for file in sorted((testcases / folder).rglob("*.xml")):
            compare(judge, folder, file, figures)
        agreed, total = figures.agreed[folder], figures.total[folder]
        print(f"{folder}: {agreed} of {total} files ({100 * agreed / total:.1f} %)")
    for file in sorted(testcases.rglob("*.xml")):
        if file.relative_to(testcases).parts[0] not in FOLDERS:
            listen(judge, file, figures)
    print("others: {alarms} false alarms in {files} files".format(**figures.others))
    for rules, found in sorted(figures.warnings.items()):
        print(
            f"{rules}: {found['both']} by both, {found['theirs']} by theirs, {found['ours']} by ours"
        )
    if "--write" in sys.argv:
        TARGET.write_text(as_toml(figures), encoding="utf-8")
    worst = min(figures.agreed[name] / figures.total[name] for name in FOLDERS)
    return int(worst < 0.95 or figures.others["alarms"] > 0)


def compare(judge: Judge, folder: str, file: Path, figures: Figures) -> None:
    """Judge a file twice, count, and print what only one of the two calls an error."""
    theirs, others = judge.events(file.read_bytes(), judge.url(file))
    ours, warnings = our_rules(file, judge.url(file))
    figures.total[folder] += 1
    figures.agreed[folder] += bool(theirs) == bool(ours)
    if bool(theirs) != bool(ours):
        print(f"{file}: theirs {sorted(theirs)}, ours {sorted(ours)}")
    if len(theirs) == 1:
        figures.classes[next(iter(theirs))].update(ours)
    for rules, classes in WARNINGS.items():
        found = not others.isdisjoint(classes.split()), not warnings.isdisjoint(rules.split())
        name = {(True, True): "both", (True, False): "theirs", (False, True): "ours"}.get(found)
        if name:
            figures.warnings[rules][name] += 1


def listen(judge: Judge, file: Path, figures: Figures) -> None:
    """Judge a file of another folder, and count and print it where we alone call it wrong.

    That it is no feed we know is no false alarm.
    """
    theirs, _ = judge.events(file.read_bytes(), judge.url(file))
    ours = our_rules(file, judge.url(file))[0] - {"feed-unknown"}
    alarm = bool(ours) and not theirs
    figures.others.update(files=1, alarms=int(alarm))
    if alarm:
        print(f"{file}: false alarm {sorted(ours)}")


class Judge:
    """The validator, offline."""

    def __init__(self, source: Path) -> None:
        os.environ["LANGUAGE"] = "en"
        sys.path.insert(0, str(source))
        for name in ("urllib.request", "urllib.error", "ssl"):
            importlib.import_module(name)
        self._validator = importlib.import_module("feedvalidator")
        self._error = importlib.import_module("feedvalidator.logging").Error
        self._testcases = source.parent
        socket.gethostbyname = _offline

    def url(self, file: Path) -> str:
        """Return the URL at which the validator's own tests find a testcase."""
        return f"http://www.feedvalidator.org/{file.relative_to(self._testcases).as_posix()}"

    def events(self, data: bytes, base: str) -> tuple[set[str], set[str]]:
        """Return the classes of errors, and of all else, in a feed that lies at the URL `base`."""
        result = self._validator.validateString(data, fallback="US-ASCII", base=base)
        errors: set[str] = set()
        others: set[str] = set()
        for event in result["loggedEvents"]:
            (errors if isinstance(event, self._error) else others).add(type(event).__name__)
        return errors, others


def _offline(*_: object) -> str:
    raise OSError("offline")


def our_rules(file: Path, url: str = "") -> tuple[set[str], set[str]]:
    """Return the rules by which we find errors, and those by which we find warnings."""
    found = check_feed(file, file.name, NOW, url).problems
    errors = {problem.rule for problem in found if problem.severity is Severity.ERROR}
    return errors, {problem.rule for problem in found} - errors


def as_toml(figures: Figures) -> str:
    """Return the figures as TOML: by folder, by the validator's class of error, by our warnings."""
    lines = ["# Written by benchmarks/w3c_agreement.py.", "[folders]"]
    lines += [f"{name} = [{figures.agreed[name]}, {figures.total[name]}]" for name in FOLDERS]
    lines += ["", "[others]"]
    lines += [f"{name} = {figures.others[name]}" for name in ("files", "alarms")]
    lines += ["", "[classes]"]
    for name, found in sorted(figures.classes.items()):
        names = ", ".join(
            f'"{rule}"' for rule in sorted(found, key=lambda rule: (-found[rule], rule))
        )
        lines.append(f"{name} = [{names}]")
    for rules, found in sorted(figures.warnings.items()):
        names, classes = (
            f"[{', '.join(map(repr, part.split()))}]" for part in (rules, WARNINGS[rules])
        )
        counts = ", ".join(f"{name} = {found[name]}" for name in ("both", "theirs", "ours"))
        lines += [
            "",
            "[[warnings]]",
            f"rules = {names}",
            f"classes = {classes}",
            counts.replace(", ", "\n"),
        ]
    return "\n".join(lines).replace("'", '"') + "\n"


if __name__ == "__main__":
    sys.exit(main())
