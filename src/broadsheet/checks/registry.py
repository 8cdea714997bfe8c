"""What a rule is, and the registries in which rules are listed."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter
from typing import Generic, TypeVar

from broadsheet.errors import ArticleError, Problem, PublishError, Severity

T = TypeVar("T")

MAX_MESSAGE = 1000
"""Characters of a message."""


@dataclass(frozen=True, slots=True)
class Place:
    """Part of one line: `line` and `column` count from 1, `width` is in characters.

    `line` 0 means the whole file, `column` 0 the whole line. `text` is the text of the line, or "" if
    it is not at hand. `path` is the file, or "" for the file that the rule checks.
    """

    line: int = 0
    column: int = 0
    width: int = 1
    text: str = ""
    path: str = ""

    def problem(self, message: str) -> Problem:
        """Return a problem at this place: `message` says what is wrong; what to write instead.

        The rule that yields the problem adds its id and severity, and the path if it is "".
        """
        if len(message) > MAX_MESSAGE:  # It quotes a long text; the advice is at its end.
            message = f"{message[: MAX_MESSAGE // 2]}…{message[-MAX_MESSAGE // 2 :]}"
        return Problem(
            path=self.path,
            line=self.line,
            field="",
            message=message,
            column=self.column,
            width=max(self.width, 1),
            excerpt=self.text,
        )


WHOLE_FILE = Place()


@dataclass(frozen=True, slots=True)
class CheckRule(Generic[T]):
    """A rule of `publish check`.

    `id` is what people write to switch the rule off; `why` says what readers would see. `bad` and
    `good` are examples, in the short form that the rule's registry describes. `aggregate` describes
    the problem as one of many articles ("have no summary"); if most articles have it, it is reported
    once. Rules with `aggregate` find at most one problem per article.
    """

    id: str
    severity: Severity
    why: str
    bad: str
    good: str
    find: Callable[[T], Iterable[Problem]]
    aggregate: str = ""

    def problems(self, subject: T, path: str) -> Iterator[Problem]:
        """Yield what the rule finds in a subject that comes from the file `path`."""
        try:
            for found in self.find(subject):
                yield replace(found, path=found.path or path, severity=self.severity, rule=self.id)
        except ArticleError as error:
            yield from (replace(problem, rule=self.id) for problem in error.problems)
        except PublishError:
            raise
        except Exception as error:  # noqa: BLE001 - one file must not stop the check of all others
            message = f"cannot be checked: unexpected {error!r}; report this with the file"
            problem = WHOLE_FILE.problem(message)
            yield replace(problem, path=path, rule=self.id)


class Registry(Generic[T]):
    """The rules that check one kind of subject, in the order of their definition.

    To add a rule, decorate a function that takes the subject and yields problems. Its docstring goes
    into docs/rules.md.
    """

    def __init__(self, title: str, about: str) -> None:
        self.title = title
        self.about = about
        self.rules: list[CheckRule[T]] = []

    def error(self, id: str, *, why: str, bad: str, good: str) -> _Decorator[T]:  # noqa: A002 - what it is
        """Register a rule whose problems make `publish check` exit with 1."""
        return self._register(id, Severity.ERROR, why=why, bad=bad, good=good)

    def warning(
        self,
        id: str,  # noqa: A002
        *,
        why: str,
        bad: str,
        good: str,
        aggregate: str = "",
    ) -> _Decorator[T]:
        """Register a rule whose problems fail a check only with `--strict`."""
        return self._register(
            id, Severity.WARNING, why=why, bad=bad, good=good, aggregate=aggregate
        )

    def _register(self, id: str, severity: Severity, **texts: str) -> _Decorator[T]:  # noqa: A002
        def register(find: Callable[[T], Iterable[Problem]]) -> Callable[[T], Iterable[Problem]]:
            self.rules.append(CheckRule(id=id, severity=severity, find=find, **texts))
            return find

        return register

    def check(
        self,
        subject: T,
        path: str,
        only: Container[str] | None = None,
        most: int | None = None,
    ) -> Iterator[Problem]:
        """Yield what the rules find in a subject.

        `path` is the file of problems that name no other. `only` limits the check to rules with these
        ids, `most` the number of problems of each rule.
        """
        for rule in self.rules:
            if only is None or rule.id in only:
                yield from islice(rule.problems(subject, path), most)


_Decorator = Callable[[Callable[[T], Iterable[Problem]]], Callable[[T], Iterable[Problem]]]

by_place = attrgetter("path", "line", "column", "width", "rule", "message", "severity", "excerpt")
"""The key by which reports sort problems."""

MOST = 500
"""Problems of one rule that are reported for one file: a large file may repeat one a million times."""
