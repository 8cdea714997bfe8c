"""A folder without an engine, or an Obsidian vault: what its layout tells."""

from __future__ import annotations

from pathlib import Path

from broadsheet.init.found import Found, FoundTaxonomy

ABOUT = ("README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE.md")
"""Files that speak of the folder itself."""

CONTENT_FOLDERS = ("content", "posts", "articles", "notes", "src/posts", "src")


def look_at_plain(root: Path) -> Found:
    """Describe a plain folder."""
    content = _content(root)
    return Found(
        engine="plain",
        content=content,
        exclude=tuple(name for name in ABOUT if (root / content / name).is_file()),
        taxonomies={"tags": FoundTaxonomy("tags")},
    )


def look_at_vault(root: Path) -> Found:
    """Describe an Obsidian vault."""
    inside = (root / "content/.obsidian").is_dir()
    return Found(
        engine="obsidian",
        content="content" if inside else ".",
        static="content" if inside else ".",
        exclude=("templates/**", "Templates/**", "README.md"),
        taxonomies={"tags": FoundTaxonomy("tags")},
    )


def _content(root: Path) -> str:
    for name in CONTENT_FOLDERS:
        if any((root / name).rglob("*.md")):
            return name
    return "." if any(root.glob("*.md")) and not (root / "content").is_dir() else "content"
