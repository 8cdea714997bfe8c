"""What most articles of a site have in common is its habit: it is said once, not of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from broadsheet.checks.rule import Finding, Rule

FEW = 10
"""Up to so many findings are shown one by one, however small the site."""


def habits_once(
    findings: Sequence[Finding], rules: Iterable[Rule[Any]], articles: int, folder: str
) -> Iterator[Finding]:
    """Yield findings, but one of `folder` for a rule that most of so many articles fall foul of.

    This is for rules with a `habit`, which find no more than one fault in an article.
    """
    found = Counter(finding.rule for finding in findings)
    most = max(FEW, articles / 2)
    habits = {rule.id: rule for rule in rules if rule.habit and found[rule.id] > most}
    for finding in findings:
        if finding.rule not in habits:
            yield finding
    for name, rule in habits.items():
        message = (
            f"{found[name]} of {articles} articles {rule.habit}; mend them, or write "
            f'off = ["{name}"] below [check] in publish.toml'
        )
        yield Finding(folder, 0, 0, 1, name, message, rule.severity)
