"""Plugins of Hexo's that keep articles from readers: those that are encrypted, or in no list.

https://github.com/D0n9X1n/hexo-blog-encrypt ; https://github.com/prinsss/hexo-hide-posts
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.engines.hexo.tabs import without_tabs
from broadsheet.engines.packages import packages_of
from broadsheet.engines.settings import Settings, load
from broadsheet.errors import ConfigError
from broadsheet.source import fields

_ENCRYPT = "hexo-blog-encrypt"
_HIDE = "hexo-hide-posts"
_FEEDS = frozenset({"atom", "rss2", "feed"})
"""Generators of feeds that may be told to list hidden articles."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """What hides an article: the name of a field that says so, a password, or tags that have one."""

    field: str = ""
    encrypts: bool = False
    tags: frozenset[str] = frozenset()

    def hides(self, said: Mapping[str, Any], tags: Container[str]) -> bool:
        """Return whether an article is encrypted or hidden, by what its fields say.

        An empty password takes that of its tags away.
        """
        if self.field and fields.says_yes(said.get(self.field)):
            return True
        if self.encrypts and said.get("password") is not None:
            return bool(str(said["password"]).strip())
        return any(tag in tags for tag in self.tags)


def hiding(root: Path) -> Hiding:
    """Read what a site's plugins hide."""
    packages = packages_of(root)
    if not packages.keys() & {_ENCRYPT, _HIDE}:
        return Hiding()
    try:
        settings = load(root, "_config.yml", "_config.yaml", lenient=without_tabs)
    except ConfigError:
        settings = load(root)  # What hides nothing by a setting is hidden by its field.
    encrypt = settings.table("encrypt")
    encrypts = _ENCRYPT in packages and encrypt.get("enable") is not False
    hides = _HIDE in packages and not _lists_hidden(settings.table("hide_posts"))
    return Hiding(
        field=(settings.table("hide_posts").text_of("filter") or "hidden") if hides else "",
        encrypts=encrypts,
        tags=frozenset(_tags(encrypt)) if encrypts else frozenset(),
    )


def _lists_hidden(settings: Settings) -> bool:
    """Return whether hidden articles are in the site's feeds all the same."""
    named = settings.get("allowlist_generators") or settings.get("public_generators")
    public = {str(each) for each in named} if isinstance(named, list) else set()
    return settings.get("enable") is False or bool(public & (_FEEDS | {"*"}))


def _tags(encrypt: Settings) -> list[str]:
    listed = encrypt.get("tags")
    tables = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [str(each["name"]) for each in tables if "name" in each]
