"""A folder without an engine, or an Obsidian vault: what its layout tells."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from broadsheet.engines.detect import beginning
from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.obsidian.quartz import with_quartz
from broadsheet.engines.plain.dialect import linked_notes
from broadsheet.engines.plain.folder import content_folder, look_for_dates
from broadsheet.engines.plain.term_fields import term_fields
from broadsheet.engines.settings import load
from broadsheet.walk import files_below

ABOUT = ("README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md")
"""Files that speak of the folder itself."""

_ENOUGH = 500
"""Notes that are looked into for links to others: more would not tell more."""


def is_vault(root: Path) -> bool:
    """Tell a vault whose `.obsidian` was not kept: its notes name one another in wikilinks."""
    notes = [path for path in sorted(files_below(root)) if path.endswith(".md")]
    names = {Path(note).stem for note in notes}
    return any(
        not names.isdisjoint(linked_notes(beginning(root / note)))
        for note in islice(notes, _ENOUGH)
    )


def look_at_plain(root: Path) -> Found:
    """Describe a plain folder."""
    content = content_folder(root)
    dates = look_for_dates(root / content)
    about = (name for name in ABOUT if (root / content / name).is_file())
    return Found(
        engine="plain",
        content=content,
        exclude=(*about, *(f"{glob.escape(folder)}/**" for folder in dates.undated)),
        fields={"date": ("date", dates.field)} if dates.field else {},
        taxonomies={name: FoundTaxonomy(name) for name in term_fields(root / content)},
        notes=(f"folders in which no file has a date are left out: {', '.join(dates.undated)}",)
        if dates.undated
        else (),
    )


_TEMPLATES = (
    ("templates.json", "folder"),
    ("plugins/templater-obsidian/data.json", "templates_folder"),
)


def look_at_vault(root: Path) -> Found:
    """Describe an Obsidian vault, and what publishes it."""
    inside = not (root / ".obsidian").is_dir() and any((root / "content").rglob("*.md"))
    content = "content" if inside else "."
    vault = Found(
        engine="obsidian",
        content=content,
        static=content,
        exclude=(*dict.fromkeys((*_templates(root), "**/[Tt]emplates/**")), "README.md"),
        taxonomies={"tags": FoundTaxonomy("tags")},
        notes=(
            "notes without a date, in front matter or at the head of their name, are no articles",
        ),
    )
    return with_quartz(vault, root)


def _templates(root: Path) -> Iterator[str]:
    """Name the folder of a vault's templates, as the core's or a well-known plugin's settings do."""
    for path, key in _TEMPLATES:
        file = root / ".obsidian" / path
        folder = load(file.parent, file.name).text_of(key).strip("/")
        if folder and not re.search(r"(?:^|/)[Tt]emplates$", folder):
            yield f"{glob.escape(folder)}/**"
