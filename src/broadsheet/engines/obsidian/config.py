"""Reads the settings of an Obsidian vault, and of the Quartz that publishes it.

Quartz may lie in the vault or in a folder of its own beside it. Its configuration in TypeScript is
never run: settings are read if they are plain texts.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.obsidian.keys import BY_COMMITS
from broadsheet.engines.obsidian.permalinks import PACKAGES, PATHS, QUARTZ, TRANSFORMER, VAULTS
from broadsheet.engines.plain.dialect import linked_notes
from broadsheet.engines.settings import load
from broadsheet.engines.unknown import unknown_engine
from broadsheet.errors import ConfigError
from broadsheet.source import in_repository
from broadsheet.walk import beginning, files_below

_TEMPLATES = (
    ("templates.json", "folder"),
    ("plugins/templater-obsidian/data.json", "templates_folder"),
)
"""Settings that name the folder of templates: the program's own, and those of a well-known plugin."""

_PATTERN = re.compile(
    r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`\n]*)`|(//[^\n]*|[^-\s,\"'`\[\]][^,\n\"'`\[\]]*)"
)
"""A pattern between quotes, or without them as YAML may have it, or a comment."""

_ENOUGH = 500
"""How many notes are searched for wiki links."""


_ONLY_DATED = "notes without a date, in front matter or at the head of their name, are no articles"

_BY_COMMITS = (
    "Quartz publishes notes without a date too: here they have that of their first commit (:git), so a "
    "build needs the whole history of the repository, no shallow clone"
)

_BY_FILES = (
    "Quartz takes the date that a note lacks from git or from its file; Broadsheet does not use times of "
    "files, and there is no git repository here"
)


def is_vault(root: Path) -> bool:
    """Return whether notes link to one another by wiki links, and no other program's files are here."""
    if unknown_engine(root):
        return False
    notes = [path for path in sorted(files_below(root, site=root)) if path.endswith(".md")]
    names = {Path(note).stem for note in notes}
    return any(
        not names.isdisjoint(linked_notes(beginning(root / note)))
        for note in islice(notes, _ENOUGH)
    )


def detect_config(root: Path) -> Found:
    """Describe a vault, and what publishes it."""
    # Quartz reads `content`, though the settings of the vault may be in the folder that holds both.
    is_vault_itself = (root / ".obsidian").is_dir() and not any(
        (root / n).is_file() for n in QUARTZ
    )
    inside = not is_vault_itself and any((root / "content").rglob("*.md"))
    content = "content" if inside else "."
    vault = Found(
        engine="obsidian",
        content=content,
        static=content,
        exclude=(*dict.fromkeys((*_templates(root), "**/[Tt]emplates/**")), "README.md"),
        taxonomies={"tags": FoundTaxonomy("tags")},
        notes=(_ONLY_DATED,),
    )
    return _with_quartz(vault, root)


def _templates(root: Path) -> Iterator[str]:
    """Yield a glob for the folder of a vault's templates."""
    for path, key in _TEMPLATES:
        file = root / ".obsidian" / path
        folder = load(file.parent, file.name).text_of(key).strip("/")
        if folder and not re.search(r"(?:^|/)[Tt]emplates$", folder):
            yield f"{glob.escape(folder)}/**"


def quartz(root: Path) -> str:
    """Return the text of Quartz's configuration, "" if there is none."""
    files = (folder / name for folder in (root, root / "quartz") for name in QUARTZ)
    return next(filter(None, map(beginning, files)), "")


def has_plugin(config: str, name: str) -> bool:
    """Return whether Quartz's configuration has a plugin; `name` is that of its repository.

    Quartz 4 has them in TypeScript, `Plugin.HardLineBreaks()`, Quartz 5 in YAML:

        - source: github:quartz-community/hard-line-breaks
          enabled: true
    """
    lines = (line for line in config.splitlines() if not line.lstrip().startswith(("//", "#")))
    text = "\n".join(lines)
    if f"{name.replace('-', '')}(" in text.lower():
        return True
    _, found, rest = text.partition(f"/{name}\n")
    return bool(found) and "enabled: false" not in rest.partition("- source:")[0]


def package_version(root: Path, package: str) -> str:
    """Return the version of a package that Quartz asks for, "" if its package.json does not say."""
    try:
        return load(root, *PACKAGES).table("dependencies").text_of(package)
    except ConfigError:
        return ""


@dataclass(frozen=True, slots=True)
class OwnCode:
    """What differs from version to version of the Quartz that a site carries.

    `tags` says how tags in the text are shown (`Flavour.links_tags`).
    """

    has_arrows: bool
    tags: str


NEWEST = OwnCode(has_arrows=True, tags="last")


def own_code(root: Path) -> OwnCode:
    """Return what the site's Quartz does: before 4.2 no arrows, and tags as slugs; before 4.3 with `#`."""
    text = beginning(root / TRANSFORMER, 200_000)
    if not text:
        return NEWEST
    shows_sign = "value: `#${tag}`" in text
    makes_slugs = "=> slug(tagSegment)" in beginning(root / PATHS, 200_000)
    tags = ("slug" if makes_slugs else "whole") if shows_sign else NEWEST.tags
    return OwnCode("parseArrows" in text, tags)


def is_strict(root: Path) -> bool:
    """Return whether a vault follows Markdown in that a line's end is no break."""
    settings = (load(root / vault, "app.json") for vault in VAULTS)
    return any(found.get("strictLineBreaks") is True for found in settings)


def _with_quartz(vault: Found, root: Path) -> Found:
    """Add the settings of Quartz's configuration, if there is one."""
    text = quartz(root)
    if not text:
        return vault
    address = _text(text, "baseUrl")
    has_commits = in_repository(root / vault.content)
    limit = re.search(r"(?m)^[ \t]*rssLimit:[ \t]*(\d{1,6})", text)
    return replace(
        vault,
        program="Quartz",
        title=_text(text, "pageTitle"),
        url=re.sub(r"^(?!https?://)", "https://", address) if address else "",
        language=_text(text, "locale"),
        exclude=tuple(dict.fromkeys((*vault.exclude, *_ignored(text)))),
        permalink="/:note",
        fields=BY_COMMITS if has_commits else {},
        notes=(_BY_COMMITS,) if has_commits else (_ONLY_DATED, _BY_FILES),
        taxonomies={"tags": FoundTaxonomy("tags", page="tags/{note}")},
        formats=("rss", "atom", "json"),
        names={"rss": f"{_text(text, 'rssSlug') or 'index'}.xml"},
        limit=int(limit[1]) if limit else 10,
    )


def _text(text: str, key: str) -> str:
    """Return the value of a setting that is a plain text, "" if there is none."""
    match = re.search(rf"(?m)^[ \t]*{key}:(.*)$", text)
    value = match[1].strip().removesuffix(",").rstrip() if match else ""
    quoted = len(value) > 1 and value[0] in "\"'`" and value[0] == value[-1]
    return value[1:-1] if quoted else value


def _ignored(text: str) -> Iterator[str]:
    """Translate `ignorePatterns`: files and folders in the content folder, or globs (util/glob.ts)."""
    match = re.search(r"ignorePatterns:\s*+(\[[^\]]*\]|(?:- .*\s*+)+)", text)
    for found in _PATTERN.finditer(match[1] if match else ""):
        name = next(filter(None, found.groups()), "").strip().removesuffix("/")
        if not name or name.startswith((".", "//", "# ")) or name.lower() == "templates":
            continue
        yield name if "*" in name or name.endswith(".md") else f"{name}/**"
