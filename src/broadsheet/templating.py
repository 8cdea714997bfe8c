"""Jinja2 templates: the built-in ones, and a site's own, which replace them by name."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, ClassVar, Protocol

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
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
from broadsheet.walk import LEADS_OUT, MAX_TEXT, files_below, leads_out, read_file, read_text

FOLDER = "templates"

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


class TextStore(Protocol):
    """What keeps texts by name from one run to the next; `store.Store` does."""

    def record(self, name: str) -> str:
        """Return the text of a name, or ""."""

    def save_record(self, name: str, content: str) -> None:
        """Save a text."""


class _Compiled(BytecodeCache):
    """Compiled templates: of this process, since `serve` renders the same ones again and again, and kept.

    Compiling the newsletter's templates takes a tenth of a second.
    """

    codes: ClassVar[dict[str, tuple[str, CodeType | None]]] = {}

    def __init__(self, kept: TextStore | None) -> None:
        self._kept = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in the code, if the source has not changed."""
        checksum, code = self.codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._kept and (text := self._kept.record(_record(bucket))):
            bucket.bytecode_from_string(b64decode(text))
            self.codes[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        self.codes[bucket.key] = (bucket.checksum, bucket.code)
        if self._kept:
            text = b64encode(bucket.bytecode_to_string()).decode("ascii")
            self._kept.save_record(_record(bucket), text)


def _record(bucket: Bucket) -> str:
    return f"template {bucket.key}"


class _LocatedTemplate(Template):
    """A template whose errors have a line, even if a time limit ends it at an instruction that has none."""

    def get_corresponding_lineno(self, lineno: int | None) -> int:
        """Return the line of the source for one of the compiled code; Jinja2 fails at None."""
        return super().get_corresponding_lineno(lineno or 0)


class _Environment(Environment):
    template_class = _LocatedTemplate


class Templates:
    """The templates of a site; those in `own`, a folder below `root`, replace the built-in ones.

    Unless `follow_links`, they may not be links that lead out of `root`. What is compiled is `kept`.
    """

    def __init__(
        self,
        root: Path,
        own: str = FOLDER,
        kept: TextStore | None = None,
        *,
        follow_links: bool = True,
    ) -> None:
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
            bytecode_cache=_Compiled(kept),
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
