"""What a site adds to the language of its templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.model import Article


@dataclass(frozen=True, slots=True)
class TemplateTag:
    """A tag of the site's own. `show` makes a text of its arguments; the content of a paired one is first.

    It raises UnknownResultError.
    """

    show: Callable[[list[Any]], str]
    is_paired: bool = False


Tags = Callable[[Article, Callable[[str], str]], Mapping[str, TemplateTag]]
"""Returns the tags of an article by name; the second argument makes HTML of Markdown."""


@dataclass(frozen=True, slots=True)
class ArticleTemplates:
    """What an article's template language knows by name: values, and tags of the site's own.

    `signature` changes with the files that the tags are made of.
    """

    values: Callable[[Article], Mapping[str, Any]] = lambda _: {}
    tags: Tags = lambda *_: {}
    signature: str = ""
