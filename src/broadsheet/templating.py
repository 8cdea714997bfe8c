"""Jinja2 templates: the built-in ones, and a site's own, which replace them by name."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, ClassVar

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2 import (
    TemplateError as JinjaError,
)
from jinja2.bccache import Bucket
from jinja2.loaders import split_template_path
from markupsafe import Markup

from broadsheet.attempt import bounded, reason
from broadsheet.errors import Problem, PublishError, TemplateError, UnreadableError
from broadsheet.stamps import digest, digest_of_texts
from broadsheet.versions import versions
from broadsheet.walk import LEADS_OUT, MAX_TEXT, files_below, leads_out, read_file, read_text

FOLDER = "templates"

_KEPT = "built-in-"
"""Beginning of the keys of templates whose code later processes find, too."""

NOT_PAGES = ("digest/", "owner/", "shortcodes/", "subscribe/", "words/")
"""Prefixes of the templates that are not used for the pages of feeds."""

BUILT_IN = "built-in"
"""Prefix by which a site's template extends or includes the built-in one that it replaces."""


def built_in_folder() -> Path:
    """Return the folder of the built-in templates: inside the installed package, or the checkout's."""
    package = Path(__file__).parent
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


class _SiteLoader(BaseLoader):
    """Loads a site's own templates; links may lead out of `inside` only if that is None."""

    def __init__(self, folder: Path, own: str, inside: Path | None) -> None:
        self._folder = folder
        self._own = own
        self._inside = inside

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source. Raises TemplateError, and TemplateNotFound."""
        del environment
        place = self._folder.joinpath(*split_template_path(template))
        if not os.path.lexists(place) or place.is_dir():
            raise TemplateNotFound(template)
        shown = f"{self._own}/{template}"
        if self._inside and leads_out(place, self._inside):
            raise TemplateError(Problem(shown, 0, "", LEADS_OUT))
        try:
            return read_text(place), place.as_posix(), lambda: True
        except UnreadableError as error:
            raise TemplateError(error.problem(shown)) from error


class _Compiled(BytecodeCache):
    """Compiled templates: kept by this process, since `serve` renders the same ones again and again.

    Compiling the newsletter's templates takes a tenth of a second, so the code of the built-in ones is
    also kept beside Python's own compiled modules. It is not kept in `.publish/`, which may come from a
    CI cache or a pull request: code from there would be run.
    """

    _codes: ClassVar[dict[str, tuple[str, CodeType | None]]] = {}

    def __init__(self) -> None:
        self._folder = Path(cache_from_source(__file__)).parent
        self._files = FileSystemBytecodeCache(str(self._folder), "template-%s.jinja")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template, which says whether it is a built-in one."""
        is_built_in = Path(filename or "").is_relative_to(built_in_folder())
        return (_KEPT if is_built_in else "") + super().get_cache_key(name, filename)

    def get_source_checksum(self, source: str) -> str:
        """Return a checksum of all that shapes the code."""
        return super().get_source_checksum(f"{versions()}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in the code, if nothing that shapes it has changed."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif bucket.key.startswith(_KEPT):
            # A damaged file is compiled anew; unpickling one may raise anything.
            with contextlib.suppress(Exception):
                self._files.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled, unless Python may not keep its own code either."""
        self._codes[bucket.key] = (bucket.checksum, bucket.code)
        if bucket.key.startswith(_KEPT) and not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                self._files.dump_bytecode(bucket)


class _LocatedTemplate(Template):
    """A template whose errors have a line, even if a time limit ends it at an instruction that has none."""

    def get_corresponding_lineno(self, lineno: int | None) -> int:
        """Return the line of the source for one of the compiled code; Jinja2 fails at None."""
        return super().get_corresponding_lineno(lineno or 0)


class _Environment(Environment):
    template_class = _LocatedTemplate


class Templates:
    """The templates of a site; those in `own`, a folder below `root`, replace the built-in ones.

    Unless `follow_links`, they may not be links that lead out of `root`.
    """

    def __init__(self, root: Path, own: str = FOLDER, *, follow_links: bool = True) -> None:
        self._own = own
        self._folders = folders(root, own)
        self._inside = None if follow_links else root
        self._environment = _Environment(
            loader=ChoiceLoader(
                [
                    _SiteLoader(root / own, own, self._inside),
                    FileSystemLoader(built_in_folder()),
                    PrefixLoader({BUILT_IN: FileSystemLoader(built_in_folder())}),
                ]
            ),
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_Compiled(),
        )

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
        try:
            with bounded():
                return self._environment.get_template(name).render(values)
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
        found, line = name, 0
        if isinstance(error, TemplateSyntaxError):
            found, line = error.name or name, error.lineno
        else:
            for found, line in self._places(error.__traceback__):  # noqa: B007 - the last one counts
                pass
        return Problem(f"{self._own}/{found}", line, "", f"{_reason(error)}; fix the template")

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


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, JinjaError) and error.message:
        return error.message
    return reason(error)
