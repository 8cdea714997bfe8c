"""Reads the fields of one document and gathers what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from broadsheet.errors import Problem, Severity
from broadsheet.source import Document

T = TypeVar("T")

_NOTHING = (None, "")
"""Values of fields that say nothing."""


class FieldReader:
    """Reads fields; `problems` are those of the document, of its header to begin with."""

    def __init__(self, document: Document) -> None:
        path = document.source.site_path
        self.problems = [replace(problem, path=path) for problem in document.matter.problems]
        self._document = document

    @property
    def document(self) -> Document:
        """Return what is read."""
        return self._document

    def first(
        self,
        names: tuple[str, ...],
        read: Callable[[Any], T],
        default: T,
        severity: Severity = Severity.ERROR,
    ) -> T:
        """Read the first field given of several names; null counts as not given.

        One that cannot be read is a problem of this severity.
        """
        name = self.given(names)
        if name is None:
            return default
        try:
            return read(self._document.fields[name])
        except ValueError as error:
            self.fault(name, str(error), severity)
            return default

    def given(self, names: tuple[str, ...]) -> str | None:
        """Return the first of several names whose field says something, None where none does."""
        fields = self._document.fields
        for name in names:  # Asked some thirty times an article, hence without a generator.
            if fields.get(name) not in _NOTHING:
                return name
        return None

    def ask(self, field: str, question: Callable[[Document], T], default: T) -> T:
        """Ask a dialect; what it finds at fault is a problem of a field."""
        try:
            return question(self._document)
        except ValueError as error:
            self.fault(field, str(error))
            return default

    def fault(self, field: str, message: str, severity: Severity = Severity.ERROR) -> None:
        """Note an error of a field, at the place that gives it its value."""
        path, line = self._document.place(field)
        problem = Problem(path, line, field.removeprefix(":"), message, severity)
        if problem not in self.problems:  # A field may be asked for twice.
            self.problems.append(problem)
