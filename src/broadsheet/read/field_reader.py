"""Reads the fields of one document and collects their problems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from broadsheet.errors import Problem, Problems, Severity
from broadsheet.source import Document

T = TypeVar("T")

_NOTHING = (None, "")
"""Values that count as not given."""


class FieldReader:
    """Reads fields. `problems` starts with those that were found in the front matter."""

    def __init__(self, document: Document) -> None:
        path = document.source.site_path
        self.problems = Problems(replace(p, path=path) for p in document.matter.problems)
        self._document = document

    @property
    def document(self) -> Document:
        """Return the document that is read."""
        return self._document

    def first(
        self,
        names: tuple[str, ...],
        read: Callable[[Any], T],
        default: T,
        severity: Severity = Severity.ERROR,
    ) -> T:
        """Read the first field given of several names; null counts as not given.

        A value that cannot be read is reported with this severity, and `default` is returned.
        """
        name = self.given(names)
        if name is None:
            return default
        try:
            return read(self._document.fields[name])
        except ValueError as error:
            self.report(name, str(error), severity)
            return default

    def given(self, names: tuple[str, ...]) -> str | None:
        """Return the first of several names whose field has a value, None if none has."""
        fields = self._document.fields
        for name in names:  # Called some thirty times an article, so without a generator.
            if fields.get(name) not in _NOTHING:
                return name
        return None

    def ask(self, field: str, question: Callable[[Document], T], default: T) -> T:
        """Call a method of a dialect; a ValueError is reported as a problem of `field`."""
        try:
            return question(self._document)
        except ValueError as error:
            self.report(field, str(error))
            return default

    def report(self, field: str, message: str, severity: Severity = Severity.ERROR) -> None:
        """Add a problem of a field, at the file and line that give the field its value."""
        path, line = self._document.place(field)
        problem = Problem(path, line, field.removeprefix(":"), message, severity)
        if problem not in self.problems:  # A field may be read twice.
            self.problems.add(problem)
