"""How a site engine reads the text of an article: what its room tells the renderer."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Flavour:
    """What an engine makes of the text of an article.

    With `has_tags`, `{% x %}` is a tag of a template language; with `has_templates`, `{{ x }}` is the
    output of a program, which is left out; with `has_comments`, `{# x #}` is a comment; with
    `has_calls`, `{{ x(…) }}` and `{% x(…) %}` are shortcodes.

    `options` are what the engine's Markdown has beyond CommonMark and tables, by comrak's names (smart
    quotes, line breaks at each line's end, emoji). `math` says what begins TeX, which stays as typed:
    `math_dollars`, `math_latex`; with `only_double`, as in kramdown, `$$` alone does.
    """

    has_tags: bool = False
    has_templates: bool = False
    has_comments: bool = False
    has_calls: bool = False
    options: frozenset[str] = frozenset()
    math: frozenset[str] = frozenset()
    only_double: bool = False

    @property
    def key(self) -> str:
        """Return a text that is another for each flavour, and the same in every process."""
        values = (getattr(self, field.name) for field in fields(self))
        return repr([sorted(value) if isinstance(value, frozenset) else value for value in values])
