"""CSV files that other people made: rows with their line numbers, and what is wrong with them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from broadsheet.errors import Problem, Problems, SubscribersError

LONGEST_LINE = 100_000
"""Characters; a field of csv's may have 131,072."""

_DELIMITERS = ",;\t"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class CsvFile:
    """A file of rows below a header; `columns` are its names as `column_name` makes them."""

    def __init__(self, stream: BinaryIO, name: str, problems: Problems) -> None:
        """Read the header. Raises SubscribersError if it is no CSV file."""
        self._name = name
        self._problems = problems
        self._line = 0
        self._text = _decoded(stream, name)
        header = self._text.readline(LONGEST_LINE)
        self._line = 1
        if not header.strip():
            raise SubscribersError(Problem(name, 1, "", "is empty; write a header with email"))
        delimiter = max(_DELIMITERS, key=header.count)
        lines = _Lines(self._text, self._too_long)
        self._reader = csv.reader(lines, delimiter=delimiter)
        self._lines = lines
        names = next(csv.reader([header], delimiter=delimiter))
        self.columns = [column_name(each) for each in names]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Yield rows that are not empty, each with the line that it begins on."""
        while True:
            line = self._lines.count + 2
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                message = "has a quote that is not closed; close it (what follows was not read)"
                self._problems.error(self._name, line, "", message)
                return
            if any(map(str.strip, row)):
                yield line, row

    def _too_long(self, line: int) -> None:
        message = f"is longer than {LONGEST_LINE} characters; take it out"
        self._problems.error(self._name, line, "", message)


class _Lines:
    """The lines of a file; one that is too long is reported and passed on empty."""

    def __init__(self, text: io.TextIOBase, too_long: object) -> None:
        self._text = text
        self._too_long = too_long
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.count += 1
        if len(line) < LONGEST_LINE or line.endswith("\n"):
            return line
        while line and not line.endswith("\n"):
            line = self._text.readline(LONGEST_LINE)
        self._too_long(self.count + 1)  # type: ignore[operator]
        return "\n"


def _decoded(stream: BinaryIO, name: str) -> io.TextIOWrapper:
    """Return a stream as text; bytes that are not UTF-8 become surrogates, which cells may not have."""
    start = stream.read(4)
    rest = io.BufferedReader(_Rejoined(start, stream))
    if start.startswith(b"PK"):
        message = (
            "is a ZIP archive or a workbook; unpack it, or save it as CSV, and import each file"
        )
        raise SubscribersError(Problem(name, 0, "", message))
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return io.TextIOWrapper(
                rest,
                f"{encoding}-sig" if encoding == "utf-8" else encoding,
                "surrogateescape",
                newline="",
            )
    return io.TextIOWrapper(rest, "utf-8", "surrogateescape", newline="")


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start = start
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._start or self._stream.read(len(buffer))
        self._start = b""
        buffer[: len(data)] = data
        return len(data)


def column_name(text: str) -> str:
    """Return a column's name in small letters, with `_` for what is no letter or digit."""
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
    return "_".join(words)
