"""The errors of this package, written so that a person can fix the cause.

    PublishError                 everything this package raises on purpose ├── ConfigError
    publish.toml is missing or has errors │   └── NoSiteError          it is missing ├──
    ContentError             articles have errors │   ├── ChangedError         one was changed
    during the run, which may be tried again │   └── ArticleError         work on some failed; a run
    without them may be tried ├── TemplateError            a template has an error ├── OutputError
    out/ cannot be written, or holds a file that Broadsheet did not write ├── ServeError the preview
    server cannot run ├── SubscribersError         addresses, or a file of them, are wrong ├──
    DatabaseError            the subscribers' database is damaged, too new, or not this site's ├──
    UnavailableError         a relay or a database does not answer ├── LockedError another run holds
    the site's lock └── UsageError               a command line that cannot be carried out

Every error carries its `Problem`s, so that all problems of a run are listed at once.
`UnreadableError` is what parsers raise, which do not know the name of the file that they read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from broadsheet.text import escaped_line


class Severity(StrEnum):
    """How grave a problem is: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that is wrong, and where.

    `path` is relative to the site's folder, with slashes. `line` counts from 1; 0 means the whole
    file. `field` is the front matter or configuration key, or "". `message` says what is wrong, then
    `; ` and what to write instead.

    The rest is set by `publish check`: `column` counts characters from 1, and 0 means the whole line;
    `width` is in characters; `rule` is the id of the rule that found the problem; `excerpt` is the
    text of the line, or "" if it is not at hand.
    """

    path: str
    line: int
    field: str
    message: str
    severity: Severity = Severity.ERROR
    column: int = 0
    width: int = 1
    rule: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        field = f"{self.field}: " if self.field else ""
        prefix = "warning: " if self.severity is Severity.WARNING else ""
        return escaped_line(f"{place}: {prefix}{field}{self.message}")


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether one of some problems is an error, not only a warning."""
    return any(problem.severity is Severity.ERROR for problem in problems)


class Problems:
    """Collects the problems of a run. It is passed down, and code that finds a problem adds it.

    Iterate over it for the problems in the order in which they were found.
    """

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found = list(found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, problem: Problem) -> None:
        """Add a problem made elsewhere."""
        self._found.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several."""
        self._found.extend(problems)

    def error(self, path: str, line: int, field: str, message: str) -> None:
        """Add an error; the parameters are those of `Problem`."""
        self.add(Problem(path, line, field, message))

    def warning(self, path: str, line: int, field: str, message: str) -> None:
        """Add a warning; the parameters are those of `Problem`."""
        self.add(Problem(path, line, field, message, Severity.WARNING))

    @property
    def has_errors(self) -> bool:
        """Return whether one of them is an error, not only a warning."""
        return has_errors(self._found)


class UnreadableError(Exception):
    """A text that cannot be parsed. The caller, who knows the file, makes a `Problem` of it.

    `line` counts from 1 within the text; 0 means the whole file. `what` says what is wrong, and `advice`
    what to write instead, "" if only the caller can know.
    """

    def __init__(self, line: int, what: str, advice: str = "") -> None:
        super().__init__(f"{what}; {advice}" if advice else what)
        self.line = line
        self.what = what
        self.advice = advice

    def advised(self, advice: str, *, below: int = 0) -> UnreadableError:
        """Return the same error with advice if it has none, `below` some lines of a longer text."""
        line = max(self.line + below, 1) if self.line else 0
        return UnreadableError(line, self.what, self.advice or advice)

    def problem(self, path: str) -> Problem:
        """Return the problem that it is of a file."""
        return Problem(path, self.line, "", str(self))


class PublishError(Exception):
    """Something a user can fix; `problems` is never empty."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ConfigError(PublishError):
    """publish.toml is missing or has errors."""


class NoSiteError(ConfigError):
    """There is no publish.toml in a folder or above."""


class ContentError(PublishError):
    """Articles have errors."""


class ChangedError(ContentError):
    """An article was changed during the run, which may be tried again."""


class ArticleError(ContentError):
    """Work on some articles failed; `problems` name them by their paths."""


class TemplateError(PublishError):
    """A template has an error."""


class OutputError(PublishError):
    """out/ cannot be written, or holds a file that Broadsheet did not write."""


class ServeError(PublishError):
    """The preview server cannot run: a package is missing, or its port is taken."""


class SubscribersError(PublishError):
    """Addresses, or a file of them, are wrong; nothing was changed."""


class DatabaseError(PublishError):
    """The subscribers' database is missing, damaged, too new, or another site's."""


class UnavailableError(PublishError):
    """A relay or a database does not answer (exit code 69, EX_UNAVAILABLE of sysexits.h)."""

    exit_code = 69


class LockedError(PublishError):
    """Another run holds the site's lock (exit code 75, EX_TEMPFAIL of sysexits.h)."""

    exit_code = 75


class UsageError(PublishError):
    """A command line cannot be carried out (exit code 2)."""

    exit_code = 2

    def __init__(self, option: str, message: str, command: str = "digest") -> None:
        """`option` is one of `command`, e.g. `--period`; `message` says what to write."""
        super().__init__(Problem(f"publish {command}", 0, option, message))


_EXTRAS = {
    "cryptography": "send",
    "dns": "send",
    "email_validator": "send",
    "imapclient": "send",
    "latex2mathml": "math",
    "procrastinate": "workers",
    "prometheus_client": "workers",
    "psycopg": "postgres",
}
"""The extra that a package belongs to, for packages that belong to only one."""


def needs(package: str | None, extra: str) -> str:
    """Return the message for a missing package: its extra, and how to install that."""
    how = f"pipx install --force '.[{extra}]', or pip install '.[{extra}]'"
    return f"needs {package}, of the extra {extra}; in Broadsheet's checkout run {how}"


def missing_package(error: BaseException) -> str:
    """Return the message for an error that a package of an extra is missing; "" for all others."""
    package = (error.name or "").partition(".")[0] if isinstance(error, ImportError) else ""
    return needs(package, _EXTRAS[package]) if package in _EXTRAS else ""
