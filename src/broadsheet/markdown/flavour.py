"""How a site engine reads the text of an article: what its room tells the renderer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flavour:
    """What an engine makes of the text of an article.

    With `has_templates`, `{{ x }}` is the output of a program, which is left out; with `has_calls`,
    `{{ x(…) }}` is a shortcode.
    """

    has_templates: bool = False
    has_calls: bool = False
