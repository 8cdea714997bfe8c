"""The extensions of Python-Markdown and of PyMdown Extensions that a site's own configuration may name.

`extra` is in every converter (`converter.py`), included files are read before it, and what only gives
elements classes, numbers or styles changes nothing that readers see.

https://python-markdown.github.io/extensions/ ; https://facelessuser.github.io/pymdown-extensions/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.python_markdown.pymdown_options import NEEDED

FENCES_IN_TEXT = "pymdownx.superfences"
"""With it, text right below a fence belongs to the fence's paragraph, and admonitions may hold fences."""

OF_DELIMITERS = frozenset({"pymdownx.betterem", "pymdownx.caret", "pymdownx.mark"})
"""They share the inline pattern `delimiter` with `pymdownx.tilde`, and match more than `~`."""

_MARKDOWN, _PYMDOWN = "markdown.extensions.", "pymdownx."
_OPTIONS: Mapping[str, frozenset[str]] = {
    name: frozenset(options.split())
    for name, options in {
        f"{_MARKDOWN}admonition": "",
        f"{_MARKDOWN}legacy_em": "",
        f"{_MARKDOWN}nl2br": "",
        f"{_MARKDOWN}sane_lists": "",
        f"{_MARKDOWN}smarty": "smart_angled_quotes smart_dashes smart_ellipses smart_quotes substitutions",
        f"{_MARKDOWN}wikilinks": "base_url end_url",
        f"{_PYMDOWN}betterem": "smart_enable",
        f"{_PYMDOWN}blocks.admonition": "types",
        f"{_PYMDOWN}blocks.caption": "auto auto_level prepend types",
        f"{_PYMDOWN}blocks.definition": "",
        f"{_PYMDOWN}blocks.details": "types",
        f"{_PYMDOWN}blocks.html": "custom",
        f"{_PYMDOWN}blocks.tab": "",
        f"{_PYMDOWN}bracketspan": "",
        f"{_PYMDOWN}caret": "insert smart_insert superscript",
        f"{_PYMDOWN}details": "",
        f"{_PYMDOWN}emoji": "",
        f"{_PYMDOWN}escapeall": "hardbreak nbsp",
        f"{_PYMDOWN}fancylists": "additional_ordered_styles",
        f"{_PYMDOWN}inlinehilite": "",
        f"{_PYMDOWN}keys": "camel_case key_map separator strict",
        f"{_PYMDOWN}magiclink": "hide_protocol labels normalize_issue_symbols provider repo "
        "repo_url_shorthand repo_url_shortener social_url_shorthand social_url_shortener user",
        f"{_PYMDOWN}mark": "smart_mark",
        f"{_PYMDOWN}progressbar": "",
        f"{_PYMDOWN}quotes": "callouts",
        f"{_PYMDOWN}saneheaders": "",
        f"{_PYMDOWN}smartsymbols": "arrows care_of copyright fractions notequal ordinal_numbers "
        "plusminus registered trademark",
        FENCES_IN_TEXT: "",
        f"{_PYMDOWN}tabbed": "",
        f"{_PYMDOWN}tasklist": "",
        f"{_PYMDOWN}tilde": "delete smart_delete subscript",
    }.items()
}
"""The options of each that change what readers see."""

_PARTS = {f"{_PYMDOWN}extra": (f"{_PYMDOWN}betterem", FENCES_IN_TEXT)}


_MATH = {
    "mdx_math": frozenset({"$$", "\\(", "\\["}),
    f"{_PYMDOWN}arithmatex": frozenset({"$", "$$", "\\(", "\\["}),
}
"""What begins TeX with an extension for it."""


def with_extensions(usual: Flavour, typed: Mapping[str, Any]) -> Flavour:
    """Return the flavour of a site of Python-Markdown that names some extensions, with their options."""
    return replace(
        usual,
        has_critic_marks=f"{_PYMDOWN}critic" in typed,
        math=_MATH.get(next(filter(_MATH.__contains__, typed), ""), frozenset()),
        python_extensions=extensions_of(typed),
    )


def extensions_of(typed: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Return the extensions that a converter takes of those that a site names, with options as JSON.

    `typed` is their options by their names, which may lack `markdown.extensions.`. Options that are no
    plain data, such as functions, are left out.
    """
    return frozenset((name, _plain(options)) for name, options in _whole(typed.items()))


def _whole(typed: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, options in typed:
        for part in _PARTS.get(name, (name if "." in name else f"{_MARKDOWN}{name}",)):
            if part in _OPTIONS:
                given = options.items() if isinstance(options, dict) else ()
                yield part, {str(key): value for key, value in given if key in _OPTIONS[part]}


def _plain(options: Mapping[str, Any]) -> str:
    try:
        return json.dumps(options, sort_keys=True)
    except (TypeError, ValueError):
        return "{}"


def configured(extensions: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the options of each extension that a converter takes, with those that it has here."""
    found = {name: json.loads(options) for name, options in sorted(extensions)}
    for name in NEEDED.keys() & found.keys():
        found |= NEEDED[name]
    return found
