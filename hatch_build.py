"""What a release says of its repository, whose address is given when it is built.

`BROADSHEET_REPOSITORY=https://host/owner/broadsheet make dist` writes `[project.urls]`, and makes the
links and pictures of README.md absolute, so that a package index can show them. Without the variable
there are no such URLs: links become plain words, and pictures are left out.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

VARIABLE = "BROADSHEET_REPOSITORY"

_LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>(?!https?:)[^)]+)\)")


class RepositoryHook(MetadataHookInterface):
    """Sets `readme` and `urls` of pyproject.toml."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Change the metadata in place."""
        repository = os.environ.get(VARIABLE, "").rstrip("/")
        text = (Path(self.root) / "README.md").read_text("utf-8")
        shown = readme(text, repository)
        metadata["readme"] = {"content-type": "text/markdown", "text": shown}
        metadata["urls"] = urls(repository)


def urls(repository: str) -> dict[str, str]:
    """Return `[project.urls]`, none for a repository whose address is ""."""
    pages = {
        "Homepage": "",
        "Documentation": "/tree/HEAD/docs",
        "Changelog": "/blob/HEAD/CHANGELOG.md",
        "Issues": "/issues",
    }
    return {name: f"{repository}{path}" for name, path in pages.items()} if repository else {}


def readme(text: str, repository: str) -> str:
    """Return the text with links and pictures that work outside the repository."""

    def link(match: re.Match[str]) -> str:
        picture, words, target = match.group("picture", "words", "target")
        if not repository:
            return "" if picture else words
        view = "raw" if picture else "blob"
        return f"{picture}[{words}]({repository}/{view}/HEAD/{target})"

    return _LINK.sub(link, text)
