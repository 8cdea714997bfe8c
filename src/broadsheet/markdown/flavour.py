"""How a site engine reads the text of an article: what its room tells the renderer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flavour:
    """What an engine makes of the text of an article.

    With `has_tags`, `{% x %}` is a tag of a template language; with `has_templates`, `{{ x }}` is the
    output of a program, which is left out; with `has_comments`, `{# x #}` is a comment; with
    `has_calls`, `{{ x(…) }}` and `{% x(…) %}` are shortcodes.
    """

    has_tags: bool = False
    has_templates: bool = False
    has_comments: bool = False
    has_calls: bool = False
