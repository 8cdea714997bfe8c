"""Jinja2 templates: the built-in ones, and a site's own that take their place by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2 import (
    TemplateError as JinjaError,
)

from broadsheet.errors import Problem, TemplateError

FOLDER = "templates"


def built_in_folder() -> Path:
    """Return the folder of the built-in templates: inside the installed package, or the checkout's."""
    package = Path(__file__).parent
    installed = package / FOLDER
    return installed if installed.is_dir() else package.parent.parent / FOLDER


class Templates:
    """The templates of a site; `root`/templates outranks the built-in ones."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._environment = Environment(
            loader=FileSystemLoader([root / FOLDER, built_in_folder()]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, name: str, **values: Any) -> bytes:
        """Render a template to UTF-8. Raises TemplateError with its file and line."""
        try:
            return self._environment.get_template(name).render(values).encode()
        except JinjaError as error:
            raise TemplateError(self._problem(name, error)) from error

    def _problem(self, name: str, error: JinjaError) -> Problem:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error, name)
        message = f"{error.message or type(error).__name__}; mend the template, or remove it"
        return Problem(f"{FOLDER}/{name}", line, "", message)


def _line(error: BaseException, name: str) -> int:
    """Find the template's line: jinja2 puts its frames into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
