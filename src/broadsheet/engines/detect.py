"""Which site engine a folder belongs to, told by the files that only one engine has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from glob import glob
from itertools import chain
from os.path import isdir
from pathlib import Path

ENGINES: Mapping[str, str] = {
    "hugo": "Hugo",
    "jekyll": "Jekyll",
    "zola": "Zola",
    "hexo": "Hexo",
    "pelican": "Pelican",
    "eleventy": "Eleventy",
    "obsidian": "Obsidian",
    "plain": "no engine",
}
"""The dialects, and what people call them."""

_SUFFIXES = ("toml", "yaml", "yml", "json")
_HUGO_NAMES = tuple(f"hugo.{suffix}" for suffix in _SUFFIXES)
_HUGO_OLD_NAMES = tuple(f"config.{suffix}" for suffix in _SUFFIXES)
_JEKYLL_NAMES = ("_config.yml", "_config.yaml", "_config.toml")
_ELEVENTY_NAMES = (
    ".eleventy.js",
    *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")),
)
QUARTZ_CONFIG = ("quartz.config.yaml", "quartz.config.ts")
"""Of Quartz, which publishes vaults."""
# An address may be told on the command line alone.
_HUGO_SETTING = re.compile(
    r"(?im)^[\s\"']*(?:baseURL|languageCode|defaultContentLanguage|canonifyURLs|relativeURLs"
    r"|publishDir|enableRobotsTXT|pygments\w+|hasCJKLanguage)[\"']?\s*[:=]"
)
_HEXO_SETTING = re.compile(r"(?m)^(?:new_post_name|source_dir|public_dir|skip_render)\s*:")
_JEKYLL_SETTING = re.compile(r"(?m)^source\s*:")  # Octopress has its posts in source/_posts.
_PELICAN_HEADER = re.compile(r"\ufeff?(?:[A-Za-z][\w-]*:.*\n(?:[ \t]+\S.*\n)*)*?(?i:title):")


@dataclass(frozen=True, slots=True)
class Sign:
    """An engine, and the file or folder (below the site's) that gives it away."""

    engine: str
    path: str


def detect(root: Path) -> tuple[Sign, ...]:
    """Name the engines whose signs lie in a folder, one sign each; none where it is a plain one."""
    signs = [sign for find in _FINDERS for sign in find(root)]
    if not signs and (path := _pelican_article(root)):
        signs = [Sign("pelican", path)]
    if not signs and (path := _jekyll_post(root)):
        signs = [Sign("jekyll", path)]
    # A vault may lie in a site's folder, or a site in a vault: the engine says more.
    engines = [sign for sign in signs if sign.engine != "obsidian"] or signs
    first: dict[str, Sign] = {}
    for sign in engines:
        first.setdefault(sign.engine, sign)
    return tuple(first.values())


def hugo_config_files(root: Path) -> list[Path]:
    """List Hugo's configuration, the main file first: hugo.* or config.*, then those in config/."""
    main = next((root / n for n in (*_HUGO_NAMES, *_HUGO_OLD_NAMES) if (root / n).is_file()), None)
    inside = (
        sorted(
            file for file in (root / "config" / folder).glob("*") if file.suffix[1:] in _SUFFIXES
        )
        for folder in ("_default", "production")
    )
    return [*([main] if main else []), *chain.from_iterable(inside)]


def eleventy_config_file(root: Path) -> Path | None:
    """Find Eleventy's configuration: by its name, or as a script of package.json names it."""
    told = re.findall(
        r"eleventy\b[^\"]*?--config[= ](?:\./)?([\w./-]+)", beginning(root / "package.json")
    )
    return next(
        (root / name for name in (*told, *_ELEVENTY_NAMES) if (root / name).is_file()), None
    )


def _hugo(root: Path) -> Iterator[Sign]:
    yield from _first("hugo", root, _HUGO_NAMES)
    for name in ("hugo", "config"):
        yield from _first("hugo", root, tuple(f"config/_default/{n}" for n in _kinds(name)))
    for name in _HUGO_OLD_NAMES:
        if _HUGO_SETTING.search(beginning(root / name)):
            yield Sign("hugo", name)


def _kinds(stem: str) -> Iterator[str]:
    return (f"{stem}.{suffix}" for suffix in _SUFFIXES)


def _zola(root: Path) -> Iterator[Sign]:
    yield from _first("zola", root, ("zola.toml",))
    if re.search(r"(?m)^\s*base_url\s*=", beginning(root / "config.toml")):
        yield Sign("zola", "config.toml")


def _hexo_or_jekyll(root: Path) -> Iterator[Sign]:
    for sign in _first("jekyll", root, _JEKYLL_NAMES):
        text = beginning(root / sign.path)
        if _HEXO_SETTING.search(text):
            yield Sign("hexo", sign.path)
        elif _JEKYLL_SETTING.search(text) or not (root / "source/_posts").is_dir():
            yield sign
        elif not (root / "_posts").is_dir():
            yield Sign("hexo", sign.path)
        else:
            yield from (Sign("hexo", "source/_posts"), Sign("jekyll", "_posts"))


def _pelican(root: Path) -> Iterator[Sign]:
    return _first("pelican", root, ("pelicanconf.py",))


def _eleventy(root: Path) -> Iterator[Sign]:
    if file := eleventy_config_file(root):
        yield Sign("eleventy", file.relative_to(root).as_posix())
    elif '"@11ty/eleventy"' in beginning(root / "package.json"):
        yield Sign("eleventy", "package.json")


def _obsidian(root: Path) -> Iterator[Sign]:
    yield from _first("obsidian", root, QUARTZ_CONFIG)
    for path in (".obsidian", "content/.obsidian"):
        # Path.is_dir() would raise where the folder cannot be searched; reading it reports that.
        if isdir(root / path):  # noqa: PTH112
            yield Sign("obsidian", path)


_FINDERS: tuple[Callable[[Path], Iterator[Sign]], ...] = (
    _hugo,
    _zola,
    _hexo_or_jekyll,
    _pelican,
    _eleventy,
    _obsidian,
)


def _first(engine: str, root: Path, names: tuple[str, ...]) -> Iterator[Sign]:
    name = next((name for name in names if (root / name).is_file()), None)
    if name:
        yield Sign(engine, name)


def _pelican_article(root: Path) -> str | None:
    """Find an article that begins with `Title:`, as no other engine's do."""
    names = sorted(glob("*.md", root_dir=root / "content"))  # noqa: PTH207 - faster by far
    articles = [root / "content" / name for name in names[:20]]
    return next(
        (
            file.relative_to(root).as_posix()
            for file in articles
            if _PELICAN_HEADER.match(beginning(file))
        ),
        None,
    )


def _jekyll_post(root: Path) -> str | None:
    """Find a post as only Jekyll names them: GitHub publishes a site without a configuration too."""
    posts = sorted((root / "_posts").glob("[0-9]*-[0-9]*-[0-9]*-*.*"))
    return posts[0].relative_to(root).as_posix() if posts else None


def beginning(file: Path, size: int = 20_000) -> str:
    """Return the beginning of a file, "" where it cannot be read."""
    if not file.is_file():  # A pipe would wait for somebody to write into it.
        return ""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            return stream.read(size)
    except OSError:
        return ""
