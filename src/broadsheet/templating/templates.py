"""Jinja2 templates: the built-in ones, and a site's own, which replace them by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from broadsheet.attempt import bounded
from broadsheet.errors import Problem, PublishError, TemplateError
from broadsheet.stamps import digest, digest_of_texts
from broadsheet.walk import MAX_TEXT, files_below, read_file

if TYPE_CHECKING:
    from broadsheet.templating.jinja import SiteEnvironment

FOLDER = "templates"

NOT_PAGES = ("digest/", "owner/", "shortcodes/", "subscribe/", "words/")
"""Prefixes of the templates that are not used for the pages of feeds."""


def built_in_folder() -> Path:
    """Return the folder of the built-in templates: inside the installed package, or the checkout's."""
    package = Path(__file__).parents[1]
    installed = package / FOLDER
    return installed if installed.is_dir() else package.parent.parent / FOLDER


def folders(root: Path, own: str = FOLDER) -> tuple[Path, Path]:
    """Return the folders of a site's templates, the site's own first."""
    return root / own, built_in_folder()


def template_files(folder: Path, site: Path | None = None) -> list[str]:
    """Return the paths of all files in a folder of templates, in order.

    Links that lead out of `site` are left out; None follows them.
    """
    return sorted(files_below(folder, hidden=True, site=site)) if folder.is_dir() else []


class Templates:
    """The templates of a site; those in `own`, a folder below `root`, replace the built-in ones.

    Unless `follow_links`, they may not be links that lead out of `root`.
    """

    def __init__(self, root: Path, own: str = FOLDER, *, follow_links: bool = True) -> None:
        self._own = own
        self._folders = folders(root, own)
        self._inside = None if follow_links else root

    @cached_property
    def _environment(self) -> SiteEnvironment:
        from broadsheet.templating.jinja import make_environment  # noqa: PLC0415 - many sites have no pages

        own, built_in = self._folders
        return make_environment(own, self._own, self._inside, built_in)

    @cached_property
    def signature(self) -> str:
        """Return a digest of all templates and words, including those that are replaced."""
        own, built_in = self._folders
        files = (
            *(own / path for path in template_files(own, self._inside)),
            *(built_in / path for path in template_files(built_in)),
        )
        return digest_of_texts(f"{file}\n{_digest(file)}" for file in files)

    @cached_property
    def has_own_pages(self) -> bool:
        """Return whether the site has templates of its own for pages; those may show anything."""
        own = template_files(self._folders[0], self._inside)
        return any(not path.startswith(NOT_PAGES) for path in own)

    def render(self, name: str, **values: Any) -> bytes:
        """Render a template to UTF-8. Raises TemplateError with the file and line."""
        return self.text(name, **values).encode()

    def text(self, name: str, **values: Any) -> str:
        """Render a template to text. Raises TemplateError with the file and line."""
        environment = self._environment  # No limit of time may end an import.
        try:
            with bounded():
                return environment.get_template(name).render(values)
        except PublishError:
            raise
        except Exception as error:  # A template may call anything, so any exception is possible.
            raise TemplateError(self._problem(name, error)) from error

    @staticmethod
    def safe(html: str) -> Markup:
        """Return HTML as templates show it without escaping it."""
        return Markup(html)  # noqa: S704 - what templates make is sanitised like articles

    def error(self, name: str, message: str) -> TemplateError:
        """Return the error to raise if the result of a template cannot be used."""
        return TemplateError(Problem(f"{self._own}/{name}", 0, "", message))

    def _problem(self, name: str, error: Exception) -> Problem:
        from broadsheet.templating.jinja import reason_of, syntax_error  # noqa: PLC0415 - as above

        found, line = name, 0
        if place := syntax_error(error):
            found, line = place[0] or name, place[1]
        else:
            for found, line in self._places(error.__traceback__):  # noqa: B007 - the last one counts
                pass
        return Problem(f"{self._own}/{found}", line, "", f"{reason_of(error)}; fix the template")

    def _places(self, trace: TracebackType | None) -> Iterator[tuple[str, int]]:
        """Yield (template, line) of each frame of a template in a traceback; Jinja2 makes such frames."""
        places = [folder.as_posix() + "/" for folder in self._folders]
        while trace is not None:
            file = Path(trace.tb_frame.f_code.co_filename).as_posix()
            for place in places:
                if file.startswith(place):
                    yield file.removeprefix(place), trace.tb_lineno
            trace = trace.tb_next


def _digest(file: Path) -> str:
    """Return what tells a template's text from another; what is too large is never rendered."""
    try:
        return digest(read_file(file, MAX_TEXT + 1))
    except OSError:
        return ""
