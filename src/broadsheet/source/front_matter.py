"""Front matter in YAML (`---`), TOML (`+++`) or JSON (`{`), and the body below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from broadsheet.errors import ContentError, Problem, Problems, Severity, UnreadableError
from broadsheet.parsing import as_unreadable
from broadsheet.source.files import Source

if TYPE_CHECKING:
    from broadsheet.source.header_handlers import Handler


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter and body of a file.

    `fields` has lower-case keys; its values are text as typed (except TOML's dates), lists, tables or
    None. `lines` gives each key's line in the file, `body_line` where `body` begins, from 1. The
    `problems` lack the file's path; a warning is what the engine lets pass.
    """

    fields: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()

    def with_warning(self, name: str, message: str) -> FrontMatter:
        """Return the same with a warning about a field."""
        found = Problem("", self.lines.get(name, 1), name, message, Severity.WARNING)
        return replace(self, problems=(*self.problems, found))


NO_HEADER = "has no front matter"


def split(text: str, *, needed: bool = True, closed: bool = True) -> FrontMatter:
    """Take apart an article's text, whose line ends are LF and which has no byte order mark.

    Raises UnreadableError, also for a text without front matter unless that is not `needed`, and for
    a header that nothing ends unless it need not be `closed` and is one up to the end of the file.
    """
    # It imports YAML, and a run that reads no file again needs none.
    from broadsheet.source.header_handlers import handler_of, loaded  # noqa: PLC0415

    start = len(text) - len(text.lstrip())
    first = text.count("\n", 0, start) + 1
    opening = text[start : start + 200]
    handler = handler_of(opening)
    if handler is None:
        if not needed:
            return FrontMatter({}, {}, text, 1)
        raise UnreadableError(1, NO_HEADER, 'begin it with "---", title: and date: lines, "---"')
    end = handler.end(text, start)
    if end is None and closed:
        raise _unclosed(first, handler)
    header, body = text[start:end], text[end:].removeprefix("\n") if end is not None else ""
    try:
        with as_unreadable("front matter"):
            fields = loaded(header if end is not None else f"{header}\n---", handler)
    except UnreadableError as error:
        if end is None:
            raise _unclosed(first, handler) from error
        raise error.advised(handler.advice(error, header), below=first - 1) from error
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return _assemble(fields, handler, first, body, body_line)


def _unclosed(line: int, handler: Handler) -> UnreadableError:
    advice = f"write {handler.closing} on a line of its own after the last field"
    return UnreadableError(line, "is not closed", advice)


def problem_of(error: UnreadableError, path: str) -> Problem:
    """Return the problem that an error of `split` is of a file."""
    found = error.problem(path)
    missing = error.what == NO_HEADER
    return found if missing else replace(found, message=f"front matter {found.message}")


def read_header(source: Source, problems: Problems) -> FrontMatter | None:
    """Read the header of a file that need not have one, e.g. of a section's page.

    Returns None if there is none, or if it cannot be read, which is added to `problems`.
    """
    try:
        return split(source.decode(source.read_bytes()))
    except ContentError as error:
        problems.extend(error.problems)
    except UnreadableError as error:
        if error.what != NO_HEADER:
            problems.add(problem_of(error, source.site_path))
    return None


def forgiving(matter: FrontMatter) -> FrontMatter:
    """Only warn of a key given twice, for engines whose YAML takes the last one."""
    problems = (replace(found, severity=Severity.WARNING) for found in matter.problems)
    return replace(matter, problems=tuple(problems)) if matter.problems else matter


def lifted(matter: FrontMatter, table: str) -> FrontMatter:
    """Put the fields of a table beside the others, which win; without such a table nothing changes."""
    inner = matter.fields.get(table)
    if not isinstance(inner, dict):
        return matter
    line = matter.lines.get(table, 1)
    more = {str(key).lower(): value for key, value in inner.items()}
    fields = {**more, **matter.fields}
    return replace(matter, fields=fields, lines={**dict.fromkeys(more, line), **matter.lines})


def _assemble(
    raw: dict[str, Any], header: Handler, first: int, body: str, body_line: int
) -> FrontMatter:
    fields: dict[str, Any] = {}
    lines: dict[str, int] = {}
    alike = []
    for key, value in raw.items():
        name, line = str(key).lower(), header.lines.get(key, 1)
        if name in fields:
            alike.append((line, str(key)))
        if name not in fields or key == name:  # Most engines only read `title`.
            fields[name] = value
            lines[name] = first + line - 1
    problems = tuple(
        Problem("", first + line - 1, key, "is given twice; keep one of them", severity)
        for found, severity in ((header.duplicates, Severity.ERROR), (alike, Severity.WARNING))
        for line, key in found
    )
    return FrontMatter(fields, lines, body, body_line, problems)
