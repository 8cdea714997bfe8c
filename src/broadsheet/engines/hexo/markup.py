"""Reads which Markdown a site of Hexo's has: the renderer that package.json names, and its options.

https://hexo.io/docs/configuration ; https://github.com/hexojs/hexo-renderer-marked#options ,
https://github.com/hexojs/hexo-renderer-markdown-it#options , and likewise the other renderers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from broadsheet.engines.hexo.tabs import without_tabs
from broadsheet.engines.markdown_it import MarkdownItSettings, symbols
from broadsheet.engines.packages import major
from broadsheet.engines.settings import Settings, load
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour

_TABLES = {
    "hexo-renderer-marked": "marked",
    "hexo-renderer-kramed": "kramed",
    "hexo-renderer-markdown-it": "markdown",
    "hexo-renderer-markdown-it-plus": "markdown_it_plus",
    "hexo-renderer-markdown": "markdown",
    "hexo-renderer-multi-markdown-it": "markdown",
    "hexo-renderer-pandoc": "pandoc",
}
"""The table of _config.yml that has a renderer's options."""

_FOOTNOTES = ("footnote", "hexo-reference")
"""What the names of plugins contain that make footnotes, which marked and its forks have none of."""

_LIKE_MARKED = frozenset({"marked", "kramed"})
_USUAL_PLUGINS = frozenset(
    f"markdown-it-{name}"
    for name in "abbr attrs checkbox deflist emoji footnote ins katex mark sub sup texmath".split()
)
"""Those that come with each renderer of markdown-it except the one that has this name."""

_TASKS = frozenset({"markdown-it-checkbox", "markdown-it-task-checkbox", "markdown-it-task-lists"})
_DIRECTIVES = {
    "admonition": "admonitions",
    "alert": "alerts",
    "callout": "alerts",
    "container": "containers",
}
"""A word in the name of a plugin of Hexo's → the directives that it makes."""

_EMOJI = {"hexo-filter-emoji": "emoji", "hexo-filter-github-emojis": "githubEmojis"}
"""A plugin that shows names of emoji (`:tada:`) as such → its table in _config.yml."""

_MARKED = {0: (0, 3), 1: (0, 6), 2: (0, 7), 3: (1, 2), 4: (2, 1), 5: (4, 3), 6: (4, 3)}
"""The major version of hexo-renderer-marked → the version of marked that it brings along."""
_NEWEST = (15, 0)
_HEXO = {0: 3, 1: 3, 2: 4}
"""The major version of hexo-renderer-marked → that of Hexo that it came with."""
_TAKEN_CODE = {3: "anywhere", 4: "loose"}
"""The major version of Hexo → where code begins and ends; `lines` in later ones."""

_WITH_CODE_OF_ITEMS = 8
"""The version of Hexo since which code right behind the mark of an item is taken out, too.

The expression `rBacktick` in before_post_render/backtick_code_block of versions 5.4, 6.3, 7.3 and 8.0.
"""
_WITHOUT_TASKS = re.compile(r"\A[\^~=v\s]*0\.[0-2]\b")
"""Versions of hexo-renderer-marked before its own `listitem` (lib/renderer.js) and marked's tasks."""

_WITH_SYNTAX_HIGHLIGHTER = 7
_DOLLARS = frozenset({"$", "$$"})


def flavour(root: Path, names: tuple[str, ...], usual: Flavour) -> Flavour:
    """Return how a site reads Markdown; `names` are those of its configuration."""
    try:
        settings = load(root, *names, lenient=without_tabs)
        packages = load(root, "package.json")
    except ConfigError:
        return usual
    groups = [packages.table(group) for group in ("dependencies", "devDependencies")]
    wanted = {name: str(version) for group in groups for name, version in group.items()}
    found = _of_renderer(settings, packages, wanted, usual)
    tables = (settings.table(_EMOJI[name]) for name in _EMOJI.keys() & wanted)
    if any(table.get("enable") is not False for table in tables):
        return replace(found, options=found.options | {"shortcodes"})
    return found


def _of_renderer(
    settings: Settings, packages: Settings, wanted: Mapping[str, str], usual: Flavour
) -> Flavour:
    """Return how the site's renderer reads Markdown; `wanted` are its packages and their versions."""
    installed = list(wanted)
    used = [name for name in installed if name in _TABLES]
    renderer = used[-1] if used else "hexo-renderer-marked"  # The last one takes the files.
    table = _TABLES[renderer]
    highlights = _highlights(settings, packages)
    usual = replace(
        usual,
        takes_out_code=highlights,
        has_captions=highlights,
        is_marked=table in _LIKE_MARKED,
        marked_version=_version(wanted.get(renderer, "")),
        taken_code=_taken_code(packages, wanted.get(renderer, "")),
        takes_code_of_items=not 0 <= _major_version(packages) < _WITH_CODE_OF_ITEMS,
        directives=frozenset(_directives(installed)),
    )
    if table in _LIKE_MARKED and not any(word in name for name in installed for word in _FOOTNOTES):
        usual = replace(usual, lacks=usual.lacks | {"footnotes"})
    if table == "marked" and _WITHOUT_TASKS.search(wanted.get(renderer, "")):
        usual = replace(usual, lacks=usual.lacks | {"tasklist"})
    if table == "kramed":  # A fork of marked 0.3, whose dashes are all long.
        usual = replace(
            usual,
            math=frozenset({"$$"}),
            lacks=usual.lacks | {"tasklist"},
            has_definitions=False,
            symbols=frozenset({("–", "—")}),
            marked_version=_MARKED[0],
            is_kramed=True,
        )
    if table in _LIKE_MARKED:
        return _of_marked(settings.table(table), usual)
    if table == "pandoc":
        return _of_pandoc(usual)
    return _of_markdown_it(settings.table(table), renderer, usual)


def _of_pandoc(usual: Flavour) -> Flavour:
    """Return how Pandoc's Markdown without `smart` is read (hexo-renderer-pandoc 0.3, index.js)."""
    return replace(
        usual,
        options=frozenset({"subscript", "superscript", "inline_footnotes"}),
        lacks=frozenset({"autolink"}),
        math=_DOLLARS,
        typography="",
        joins_lines="",
        urls_end_at="",
        links_hosts=False,
        has_heading_ids=True,
        has_tight_marks=True,
        needs_blank_lines=True,
        figures="alt",
    )


def _directives(installed: Iterable[str]) -> Iterator[str]:
    for name in installed:
        if name.startswith("hexo-"):
            yield from (family for word, family in _DIRECTIVES.items() if word in name)


def _highlights(settings: Settings, packages: Settings) -> bool:
    """Return whether Hexo itself makes the blocks of code, and so shows their captions.

    Hexo 7 has no `highlight.enable` any more (lib/hexo/default_config.ts).
    """
    if "syntax_highlighter" in settings.data:
        return bool(settings.get("syntax_highlighter"))
    if _major_version(packages) >= _WITH_SYNTAX_HIGHLIGHTER:
        return True
    tables = (settings.table("highlight"), settings.table("prismjs"))
    return tables[0].get("enable") is not False or tables[1].get("enable") is True


def _major_version(packages: Settings) -> int:
    """Return the number of Hexo's major version that package.json names, -1 if it names none."""
    typed = packages.table("hexo").text_of("version")
    return major(typed or packages.table("dependencies").text_of("hexo"))


def _taken_code(packages: Settings, renderer: str) -> str:
    """Return where code begins and ends to a site's version of Hexo, or to that of its renderer's time."""
    named = _major_version(packages)
    version = named if named >= 0 else _HEXO.get(major(renderer), -1)
    return _TAKEN_CODE.get(version, "lines")


def _version(typed: str) -> tuple[int, int]:
    """Return the version of marked that a version of its renderer has; the newest if that is unknown."""
    return _MARKED.get(major(typed), _NEWEST)


def _of_marked(options: Settings, usual: Flavour) -> Flavour:
    flavour = usual
    if options.get("breaks") is False or options.get("gfm") is False:
        flavour = replace(flavour, options=flavour.options - {"hardbreaks"})
    if options.get("autolink") is False:
        flavour = replace(flavour, lacks=flavour.lacks | {"autolink"}, links_hosts=False)
    if options.get("smartypants") is False:
        return replace(flavour, typography="")
    return replace(flavour, symbols=flavour.symbols | symbols(options.get("quotes")))


def _of_markdown_it(settings: Settings, renderer: str, usual: Flavour) -> Flavour:
    # Only these two have the options in a table of their own.
    nested = renderer in {"hexo-renderer-markdown-it", "hexo-renderer-markdown"}
    options = settings.table("render") if nested or settings.get("render") else settings
    plugins = frozenset(_plugins(settings, renderer))
    lacks = {"footnotes"} - ({"footnotes"} if "markdown-it-footnote" in plugins else set())
    lacks |= set() if plugins & _TASKS else {"tasklist"}
    links = options.get("linkify") is not False
    found = MarkdownItSettings(
        breaks=options.get("breaks") is not False,
        typographer=options.get("typographer") is not False,
        linkify=links,
        quotes=options.get("quotes"),
        plugins=plugins,
    )
    lacking = frozenset(lacks if links else {*lacks, "autolink"})
    return replace(found.flavour(usual), lacks=lacking, joins_lines="")


def _plugins(settings: Settings, renderer: str) -> Iterator[str]:
    """Yield the plugins that are on: those that come with the renderer, and those that are named."""
    named = settings.get("plugins")
    off: set[str] = set()
    on: set[str] = set()
    for name, table in settings.table(
        "plugins"
    ).items():  # hexo-renderer-markdown: options by name.
        (off if isinstance(table, dict) and table.get("disabled") is True else on).add(name)
    for entry in named if isinstance(named, list) else []:
        plugin = entry.get("plugin", entry) if isinstance(entry, dict) else {"name": entry}
        is_off = (
            plugin is not entry and isinstance(entry, dict) and plugin.get("enable") is not True
        )
        (off if is_off else on).add(str(plugin.get("name")))
    usual = frozenset() if renderer == "hexo-renderer-markdown-it" else _USUAL_PLUGINS
    yield from (usual | on) - off
