"""Jinja2: the only module that imports it, when the first template is rendered. That takes 25 ms."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import ClassVar

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

from broadsheet.attempt import reason
from broadsheet.errors import Problem, TemplateError, UnreadableError
from broadsheet.versions import versions
from broadsheet.walk import LEADS_OUT, leads_out, read_text

_KEPT = "built-in-"
"""Beginning of the keys of templates whose code later processes find, too."""

BUILT_IN = "built-in"
"""Prefix by which a site's template extends or includes the built-in one that it replaces."""


def make_environment(own: Path, shown: str, inside: Path | None, built_in: Path) -> SiteEnvironment:
    """Return the environment of a site's templates: those in `own`, then the built-in ones.

    Errors show `own` as `shown`. Links in it may lead out of `inside` only if that is None.
    """
    return SiteEnvironment(
        loader=ChoiceLoader(
            [
                _SiteLoader(own, shown, inside),
                FileSystemLoader(built_in),
                PrefixLoader({BUILT_IN: FileSystemLoader(built_in)}),
            ]
        ),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiled(built_in),
    )


def syntax_error(error: Exception) -> tuple[str, int] | None:
    """Return the template ("" if unknown) and line of an error of syntax, None for another error."""
    return (error.name or "", error.lineno) if isinstance(error, TemplateSyntaxError) else None


def reason_of(error: Exception) -> str:
    """Return what a template's error says, for people."""
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    if isinstance(error, JinjaError) and error.message:
        return error.message
    return reason(error)


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

    def __init__(self, built_in: Path) -> None:
        self._built_in = built_in
        self._folder = Path(cache_from_source(__file__)).parent
        self._files = FileSystemBytecodeCache(str(self._folder), "template-%s.jinja")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template, which says whether it is a built-in one."""
        is_built_in = Path(filename or "").is_relative_to(self._built_in)
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


class SiteEnvironment(Environment):
    """The environment of a site's templates; `make_environment` makes it."""

    template_class = _LocatedTemplate
