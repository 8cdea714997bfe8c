"""How far `publish check` agrees with the W3C feed validator on feeds that were broken at random.

    FEEDVALIDATOR_SRC=…/feedvalidator/src python benchmarks/w3c_mutations.py [COUNT [SEED]]

The validator's own testcases are known to whoever writes the rules; these are not. Each is one of
the tests' golden feeds with one random change. A feed counts as agreed on where both find an error
in it, or neither. Every disagreement is printed.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from w3c_agreement import NOW, Judge

from broadsheet.checks.feeds.check_feed import check_text
from broadsheet.checks.feeds.feed_file import NotAFeedError
from broadsheet.errors import Severity

TESTS = Path(__file__).parent.parent / "tests"
ELEMENT = re.compile(r"<([\w:]+)((?:\s[^<>]*)?)>([^<]*)</\1>")
ATTRIBUTE = re.compile(r"(\s[\w:]+)=\"([^\"]*)\"")
ATTRIBUTE_VALUES = (
    "",
    "x",
    "/rel",
    "http://x y",
    "tag:a",
    "2025-01-01",
    "html",
    "-1",
    "yes",
    "zh_CN",
)
TEXTS = (
    *("", "x", " x ", "12", "zh_CN", "urn:x", "http://example.org/é", "a@b.c (X)", "&lt;b&gt;"),
    *("2025-13-01T00:00:00Z", "2025-06-17T08:00:00Z", "Tue, 17 Jun 2025 08:00:00 GMT"),
)
NAMES = ("sumary", "title", "link", "author", "category", "rights", "updated", "pubDate")


def main() -> int:
    """Break feeds and judge each twice; returns 1 where the agreement is below 95 %."""
    source = Path(os.environ.get("FEEDVALIDATOR_SRC", ""))
    if not (source / "feedvalidator").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    numbers = [int(argument) for argument in sys.argv[1:]]
    count, seed = (numbers + [1000, 1][len(numbers) :])[:2]
    chance = random.Random(seed)
    judge = Judge(source)
    feeds = [file.read_text(encoding="utf-8") for file in sorted(TESTS.rglob("golden/**/*.xml"))]
    verdicts: Counter[tuple[bool, bool]] = Counter()
    for _ in range(count):
        text = chance.choice(MUTATIONS)(chance.choice(feeds), chance)
        theirs, ours = (
            judge.events(text.encode(), "https://example.org/feed.xml")[0],
            errors_in(text),
        )
        verdicts[bool(theirs), bool(ours)] += 1
        if bool(theirs) != bool(ours):
            print(f"theirs {sorted(theirs)}, ours {sorted(ours)}")
    agreed = verdicts[True, True] + verdicts[False, False]
    print(
        f"{agreed} of {count} feeds ({100 * agreed / count:.1f} %), {verdicts[True, True]} with an error"
    )
    return int(agreed < 0.95 * count)


def errors_in(text: str) -> set[str]:
    """Return the rules by which we find errors."""
    try:
        found = check_text(text, "feed.xml", NOW).problems
    except NotAFeedError as error:
        return {error.problem.rule}
    return {problem.rule for problem in found if problem.severity is Severity.ERROR}


def _remove(text: str, chance: random.Random) -> str:
    match = _any(ELEMENT, text, chance)
    return text[: match.start()] + text[match.end() :]


def _repeat(text: str, chance: random.Random) -> str:
    match = _any(ELEMENT, text, chance)
    return text[: match.end()] + match[0] + text[match.end() :]


def _rename(text: str, chance: random.Random) -> str:
    match = _any(ELEMENT, text, chance)
    name = chance.choice(NAMES)
    return f"{text[: match.start()]}<{name}>{match[3]}</{name}>{text[match.end() :]}"


def _retype(text: str, chance: random.Random) -> str:
    match = _any(ELEMENT, text, chance)
    return text[: match.start(3)] + chance.choice(TEXTS) + text[match.end(3) :]


def _wrap(text: str, chance: random.Random) -> str:
    match = _any(ELEMENT, text, chance)
    return f"{text[: match.start(3)]}<b>{match[3]}</b>{text[match.end(3) :]}"


def _stray(text: str, chance: random.Random) -> str:
    match = _any(ELEMENT, text, chance)
    return f"{text[: match.start()]}stray {text[match.start() :]}"


def _strip(text: str, chance: random.Random) -> str:
    match = _any(ATTRIBUTE, text, chance)
    return text[: match.start()] + text[match.end() :]


def _reset(text: str, chance: random.Random) -> str:
    match = _any(ATTRIBUTE, text, chance)
    return text[: match.start(2)] + chance.choice(ATTRIBUTE_VALUES) + text[match.end(2) :]


def _add(text: str, chance: random.Random) -> str:
    match = _any(ATTRIBUTE, text, chance)
    added = chance.choice((' foo="x"', ' rel="self"', ' type="html"', ' href="http://x/"'))
    return text[: match.end()] + added + text[match.end() :]


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_remove, _repeat, _rename, _retype, _wrap, _stray, _strip, _reset, _add),
)


def _any(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str]:
    return chance.choice(list(pattern.finditer(text)))


if __name__ == "__main__":
    sys.exit(main())
