"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from broadsheet.errors import Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line: `line` and `column` from 1, `width` in characters.

    `line` 0 means the whole file, `column` 0 the whole line. `text` is the line itself, "" where it
    is not at hand; `path` is the file, "" for the one that is being looked at.
    """

    line: int = 0
    column: int = 0
    width: int = 1
    text: str = ""
    path: str = ""


WHOLE_FILE = Place()


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: `message` says what is wrong, then `; ` and what to write instead."""

    message: str
    place: Place = WHOLE_FILE


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault, the file it is in (relative to the site's folder, with slashes) and its rule."""

    path: str
    line: int
    column: int
    width: int
    rule: str
    message: str
    severity: Severity
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One thing that may be wrong.

    `id` is what people write to switch it off; `why` says what readers would see; `bad` and `good`
    are examples, in the short form that the book of the rule describes. `habit` says of many
    articles what is wrong, for a rule of which one finding is enough where most have the fault.
    """

    id: str
    severity: Severity
    why: str
    bad: str
    good: str
    find: Callable[[T], Iterable[Fault]]
    habit: str = ""

    def findings(self, subject: T, path: str) -> Iterator[Finding]:
        """Yield what the rule finds in a subject that comes from the file `path`."""
        for fault in self.find(subject):
            place = fault.place
            yield Finding(
                path=place.path or path,
                line=place.line,
                column=place.column,
                width=max(place.width, 1),
                rule=self.id,
                message=fault.message,
                severity=self.severity,
                text=place.text,
            )


class Book(Generic[T]):
    """The rules that look at one kind of subject, in the order of their definition.

    To add a rule: decorate a function that takes the subject and yields faults.
    """

    def __init__(self, title: str, about: str) -> None:
        self.title = title
        self.about = about
        self.rules: list[Rule[T]] = []

    def error(self, id: str, *, why: str, bad: str, good: str) -> _Decorator[T]:  # noqa: A002 - what it is
        """Register a rule whose findings stop a release."""
        return self._register(id, Severity.ERROR, why=why, bad=bad, good=good)

    def warning(
        self,
        id: str,  # noqa: A002
        *,
        why: str,
        bad: str,
        good: str,
        habit: str = "",
    ) -> _Decorator[T]:
        """Register a rule whose findings readers can live with."""
        return self._register(id, Severity.WARNING, why=why, bad=bad, good=good, habit=habit)

    def _register(self, id: str, severity: Severity, **told: str) -> _Decorator[T]:  # noqa: A002
        def register(find: Callable[[T], Iterable[Fault]]) -> Callable[[T], Iterable[Fault]]:
            self.rules.append(Rule(id=id, severity=severity, find=find, **told))
            return find

        return register

    def check(
        self,
        subject: T,
        path: str,
        only: Container[str] | None = None,
        most: int | None = None,
    ) -> Iterator[Finding]:
        """Yield what all rules, or those of the ids `only`, find in a subject; `most` of each rule."""
        for rule in self.rules:
            if only is None or rule.id in only:
                yield from islice(rule.findings(subject, path), most)


_Decorator = Callable[[Callable[[T], Iterable[Fault]]], Callable[[T], Iterable[Fault]]]
