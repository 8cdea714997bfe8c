"""How far `publish check` agrees with the W3C feed validator on the validator's own testcases.

    FEEDVALIDATOR_SRC=…/feedvalidator/src python benchmarks/w3c_agreement.py [--write]

The checkout (github.com/w3c/feedvalidator) holds src/ and testcases/; the validator needs the
packages html5lib, lxml and rdflib. A file counts as agreed on where both find an error in it, or
neither. `--write` puts the figures into docs/agreement.toml, from which docs/rules.md has them.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.check import books  # noqa: F401 - registers the rules
from broadsheet.check.feeds.check import check_feed
from broadsheet.errors import Severity

FOLDERS = ("atom", "rss", "rss20")
TARGET = Path(__file__).parent.parent / "docs/agreement.toml"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Judge every testcase twice and report; returns 1 where the agreement is below 95 %."""
    source = Path(os.environ.get("FEEDVALIDATOR_SRC", ""))
    if not (source / "feedvalidator").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    judge = Judge(source)
    agreed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for folder in FOLDERS:
        for file in sorted((source.parent / "testcases" / folder).rglob("*.xml")):
            theirs, ours = judge.errors(file), our_errors(file)
            total[folder] += 1
            agreed[folder] += bool(theirs) == bool(ours)
            if bool(theirs) != bool(ours):
                print(f"{file}: theirs {sorted(theirs)}, ours {sorted(ours)}")
            if len(theirs) == 1:
                rules[theirs.pop()].update(ours)
    for folder in FOLDERS:
        share = 100 * agreed[folder] / total[folder]
        print(f"{folder}: {agreed[folder]} of {total[folder]} files ({share:.1f} %)")
    if "--write" in sys.argv:
        TARGET.write_text(as_toml(agreed, total, rules), encoding="utf-8")
    return int(any(agreed[folder] < 0.95 * total[folder] for folder in FOLDERS))


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

    def errors(self, file: Path) -> set[str]:
        """Return the classes of the errors that the validator finds, as its own tests ask it."""
        base = f"http://www.feedvalidator.org/{file.relative_to(self._testcases).as_posix()}"
        return self.errors_in(file.read_bytes(), base)

    def errors_in(self, data: bytes, base: str) -> set[str]:
        """Return the classes of the errors in a feed that lies at the URL `base`."""
        result = self._validator.validateString(data, fallback="US-ASCII", base=base)
        events = result["loggedEvents"]
        return {type(event).__name__ for event in events if isinstance(event, self._error)}


def _offline(*_: object) -> str:
    raise OSError("offline")


def our_errors(file: Path) -> set[str]:
    """Return the rules by which we find errors."""
    found = check_feed(file, file.name, NOW).findings
    return {finding.rule for finding in found if finding.severity is Severity.ERROR}


def as_toml(
    agreed: Counter[str], total: Counter[str], rules: defaultdict[str, Counter[str]]
) -> str:
    """Return the figures as TOML: by folder, and by the validator's class of error."""
    lines = ["# Written by benchmarks/w3c_agreement.py.", "[folders]"]
    lines += [f"{name} = [{agreed[name]}, {total[name]}]" for name in FOLDERS]
    lines += ["", "[classes]"]
    for name, found in sorted(rules.items()):
        names = ", ".join(f'"{rule}"' for rule, _ in found.most_common())
        lines.append(f"{name} = [{names}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
