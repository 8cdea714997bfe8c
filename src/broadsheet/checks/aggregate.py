"""Report a problem that most articles of a site have once, not for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from broadsheet.checks.registry import CheckRule
from broadsheet.errors import Problem

FEW = 10
"""Up to this many problems of a rule are always reported one by one."""


def aggregate(
    problems: Sequence[Problem], rules: Iterable[CheckRule[Any]], articles: int, folder: str
) -> Iterator[Problem]:
    """Yield the problems; a rule that finds one in most `articles` gets a single problem of `folder`.

    This applies to rules with an `aggregate` text, which find at most one problem in an article.
    """
    found = Counter(problem.rule for problem in problems)
    most = max(FEW, articles / 2)
    frequent = {rule.id: rule for rule in rules if rule.aggregate and found[rule.id] > most}
    for problem in problems:
        if problem.rule not in frequent:
            yield problem
    for name, rule in frequent.items():
        message = (
            f"{found[name]} of {articles} articles {rule.aggregate}; fix them, or write "
            f'off = ["{name}"] under [check] in publish.toml'
        )
        yield Problem(folder, 0, "", message, rule.severity, rule=name)
