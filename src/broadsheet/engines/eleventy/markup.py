"""The flavour of Markdown of a site of Eleventy's, from its configuration.

https://www.11ty.dev/docs/languages/markdown/ ; https://github.com/markdown-it/markdown-it#init-with-presets-and-options
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.detect import config_file
from broadsheet.engines.eleventy.heading_slugs import OwnSlugs
from broadsheet.engines.eleventy.layouts import folder_named
from broadsheet.engines.eleventy.library import Library, library
from broadsheet.engines.eleventy.picture_rules import captions_by_rule
from broadsheet.engines.javascript import Computed, argument
from broadsheet.engines.javascript_files import Module
from broadsheet.engines.markdown_it import MarkdownItSettings
from broadsheet.engines.packages import major, packages_of
from broadsheet.markdown import Flavour, HeadingSlugs
from broadsheet.walk import beginning

_LONGEST = 200_000
_INPUT = re.compile(
    r"\binput[\"']?\s*:\s*[\"']([^\"'\n]{1,200})[\"']|\bsetInputDirectory\(\s*[\"']([^\"'\n]{1,200})[\"']"
)
_CODE = frozenset({"code"})
_WITHOUT_CODE = 2
"""The version since which indented lines are no code (https://www.11ty.dev/docs/languages/markdown/)."""
_FIGURES = {"markdown-it-implicit-figures": "alt", "markdown-it-image-figures": "title"}
"""A plugin that makes figures → what their captions are made of if `figcaption` is true."""

_ANCHOR = "markdown-it-anchor"
_HEADER_LINK = re.compile(r"\bheaderLink\s*\(")
_NO_TEMPLATES = re.compile(r"(?m)^(?:(?!//).)*?\bmarkdownTemplateEngine[\"']?\s*[:=]\s*false\b")
"""Finds the setting that Markdown has no templates (https://www.11ty.dev/docs/config/#default-template-engine-for-markdown-files)."""

_NUNJUCKS = re.compile(
    r"(?m)^(?:(?!//).)*?\bmarkdownTemplateEngine[\"']?\s*[:=]\s*[\"'`]njk[\"'`]"
    r"|\bsetMarkdownTemplateEngine\(\s*[\"'`]njk[\"'`]"
)

_LEVELS = range(1, 7)


def modules(root: Path) -> list[Module]:
    """Return the configuration and the files of the site that it imports; empty if there is none."""
    config = config_file(root)
    if config is None:
        return []
    path = config.relative_to(root).as_posix()
    return Module(root, path, beginning(config, _LONGEST)).with_imports()


def flavour(root: Path, usual: Flavour) -> Flavour:
    """Return how a site of Eleventy's reads Markdown."""
    files = modules(root)
    version = major(packages_of(root).get("@11ty/eleventy", ""))
    found = library(files, _CODE if 0 <= version < _WITHOUT_CODE else frozenset())
    if files and _NO_TEMPLATES.search(files[0].text):
        usual = replace(usual, has_tags=False, has_templates=False, has_comments=False)
    settings = MarkdownItSettings(
        breaks=found.options.get("breaks") is True,
        typographer=found.options.get("typographer") is True,
        linkify=found.options.get("linkify") is True,
        quotes=found.options.get("quotes"),
        plugins=frozenset(found.plugins),
        fuzzy=_fuzzy(files),
    )
    folders = _include_folders(files) if usual.has_tags else ()
    return replace(
        settings.flavour(usual),
        include_folders=folders,
        is_nunjucks=bool(files) and _NUNJUCKS.search(files[0].text) is not None,
        has_indented_code="code" in found.enabled,
        figures=_figures(found, files),
        linked_headings=_linked_headings(found),
        excerpt_mark=_excerpt_mark(files),
        heading_slugs=_heading_slugs(found, tuple(files)),
    )


def _fuzzy(files: list[Module]) -> frozenset[str]:
    """Return what without a scheme is a link (https://github.com/markdown-it/linkify-it#setoptions)."""
    found = {"names", "mails"}
    for module in files:
        options = argument(module.text, "linkify.set")
        for name, kind in (("fuzzyLink", "names"), ("fuzzyEmail", "mails")):
            if options.get(name) is False:
                found.discard(kind)
    return frozenset(found)


def _excerpt_mark(files: list[Module]) -> str:
    """Return what ends excerpts, "" if nothing does that is shown: a comment also ends our summary.

    https://www.11ty.dev/docs/data-frontmatter-customize/#example-parse-excerpts-from-content
    """
    for module in files:
        options = argument(module.text, "setFrontMatterParsingOptions")
        mark = options.get("excerpt_separator", "---")
        if options.get("excerpt") is True and isinstance(mark, str):
            return "" if mark.startswith("<!--") else mark
    return ""


def _include_folders(files: list[Module]) -> tuple[str, ...]:
    """Return the folder of what articles include, below that of the templates.

    Where its settings are not plain, it is looked for at several places.
    """
    text = files[0].text if files else ""
    top = _INPUT.search(text)
    above = ((top[1] or top[2]) if top else ".").strip("./")
    folder = folder_named(text, "includes") or "_includes"
    places = (posixpath.normpath(posixpath.join(each, folder)) for each in (above, "src", ""))
    return tuple(dict.fromkeys((*places, above or ".")))


def _figures(found: Library, files: list[Module]) -> str:
    """Return what captions of figures are made of by a plugin or the site's own rule, "" if there are none.

    https://github.com/Antonio-Laguna/markdown-it-image-figures#options ; https://github.com/arve0/markdown-it-implicit-figures#options
    """
    for plugin, usual in _FIGURES.items():
        given = found.plugins.get(plugin, {}).get("figcaption")
        if given is True:
            return usual
        if given in ("alt", "title"):
            return str(given)
    return captions_by_rule(files)


def _heading_slugs(found: Library, files: tuple[Module, ...]) -> HeadingSlugs | None:
    """Return what makes the ids of headings, None if it is markdown-it-anchor's own function."""
    given = found.plugins.get(_ANCHOR, {}).get("slugify")
    if not isinstance(given, Computed):
        return None
    signature = hashlib.sha256("\0".join(each.text for each in files).encode()).hexdigest()
    return OwnSlugs(files, found.places[_ANCHOR], given.code, signature)


def _linked_headings(found: Library) -> frozenset[int]:
    """Return the levels of headings that are links to themselves: markdown-it-anchor's `headerLink`.

    https://github.com/valeriangalliat/markdown-it-anchor#header-link
    """
    options: Mapping[str, Any] = found.plugins.get(_ANCHOR, {})
    permalink = options.get("permalink")
    if not (isinstance(permalink, Computed) and _HEADER_LINK.search(permalink.code)):
        return frozenset()
    level = options.get("level", 1)
    levels = level if isinstance(level, list) else [each for each in _LEVELS if each >= level]
    return frozenset(each for each in levels if each in _LEVELS)
