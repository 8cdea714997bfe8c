"""Reads Eleventy's configuration, a program, as far as it is plain text; and _data/."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from broadsheet.engines.eleventy.data import read_data
from broadsheet.engines.eleventy.detect import config_file
from broadsheet.engines.eleventy.feed_plugin import feed_of_plugin, has_tag
from broadsheet.engines.eleventy.feeds import feed_paths
from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.settings import Settings, read_text
from broadsheet.source import headers
from broadsheet.urls import web_address
from broadsheet.walk import beginning, files_below, glob_pattern

_METADATA = ("metadata", "site", "meta", "config")
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab|npmjs)\.com/")  # No site is there.
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+(?!js$)[a-z]{2,}")
_ADDRESSES = ("url", "baseUrl", "base", "siteUrl", "origin", "domain")


def detect_config(root: Path) -> Found:
    """Read an Eleventy site's configuration as far as it is data. Raises ConfigError."""
    config = config_file(root)
    text = read_text(config, root) if config else ""
    content = _string(text, "input").strip("./") or "."
    data = _metadata(root / content / (_string(text, "data") or "_data"))
    author = data.table("author")
    output = _string(text, "output").strip("./") or "_site"
    paths = feed_paths(root / content, text, data, Path(data.path).stem)
    plugin = feed_of_plugin(text)
    limit = re.search(r"\blimit:\s*(\d+)", text)
    only = plugin.collection if has_tag(root / content, plugin.collection) else ""
    return Found(
        engine="eleventy",
        title=data.text_of("title", "name", "sitename") or _string(text, "title"),
        url=web_address(data.text_of(*_ADDRESSES) or _string(text, "base")),
        language=data.text_of("language", "lang") or _string(text, "language"),
        description=data.text_of("description", "subtitle"),
        author=author.text_of("name") or data.text_of("author") or plugin.author,
        email=author.text_of("email") or data.text_of("email") or plugin.email,
        timezone="UTC",
        zone_by_default=True,
        content=content,
        static=content,
        include=headers.WITH_HTML if headers.has_dated_html(root / content) else (),
        exclude=(f"{output}/**", "out/**", *_ignored(root, content, text)),
        taxonomies={"tags": FoundTaxonomy("tags", page="tags/{slug}/")},
        paths=paths,
        only={"tags": (only,)} if only else {},
        limit=plugin.limit or (int(limit[1]) if limit and int(limit[1]) else 10),
        notes=tuple(_notes(data, text, paths)),
        guesses=_guesses(root / "package.json"),
    )


def _string(text: str, key: str) -> str:
    """Return a setting that is a plain text, wherever it is in the file."""
    match = re.search(rf"(?<![\w.]){key}[\"']?\s*:\s*[\"']([^\"'\n]*)[\"']", text)
    return match[1] if match else ""


def _metadata(folder: Path) -> Settings:
    """Read the data file that describes the site; starter projects give it several names."""
    for name in _METADATA:
        for suffix in (".json", ".js", ".mjs", ".cjs"):
            file = folder / f"{name}{suffix}"
            data = read_data(file) if file.is_file() else None
            if data is not None:
                return Settings.of(data, file.name)
    return Settings.of({})


def _guesses(file: Path) -> dict[str, str]:
    """Read package.json: the site's address from `homepage` or `name`, and its author."""
    data = Settings.of(read_data(file) or {})
    home, name = web_address(data.text_of("homepage")), data.text_of("name")
    if not home or _CODE.match(home):
        home = f"https://{name}/" if _DOMAIN.fullmatch(name) else ""
    author = re.split("[<(]", data.text_of("author"))[
        0
    ].strip()  # Ada <ada@example.org> (https://…)
    return {"url": home, "author": author}


def _notes(data: Settings, config: str, paths: Mapping[str, str]) -> Iterator[str]:
    yield "Eleventy's configuration is a program, of which only plain values are known"
    if match := re.search(r"\.add\w*Filter\(\s*[\"'`](slug(?:ify)?)[\"'`]", config):
        yield (
            f"the site has a filter {match[1]} of its own: compare the addresses it makes with these, and "
            "write those that differ into their articles, as permalink"
        )
    if not paths:
        yield (
            "no template that writes a feed was found: if people poll one, write its place below [feeds], "
            'e.g. paths = { atom = "feed.xml" }'
        )
    if not data.data:
        yield "no _data/metadata or _data/site describes the site"


_WITHOUT_GIT = re.compile(r"\bsetUseGitIgnore\(\s*false\b")
_ADDED = re.compile(r"\.ignores\.add\(\s*[\"'`]([^\"'`$]+)[\"'`]\s*\)")


def _ignored(root: Path, content: str, config: str) -> tuple[str, ...]:
    """Return what .eleventyignore and the configuration exclude (https://www.11ty.dev/docs/ignores/).

    They are globs below the content folder; `config` is the text of the configuration. Of .gitignore, only
    the lines count that match a file there.
    """
    top = posixpath.normpath(content)
    globs = [*_lines(root / ".eleventyignore"), *_ADDED.findall(config)]
    if top != ".":
        globs += [f"{top}/{line}" for line in _lines(root / top / ".eleventyignore")]
    found = (_below(glob, top, root) for glob in globs)
    of_git = () if _WITHOUT_GIT.search(config) else _lines(root / ".gitignore")
    ignored = (_below(glob, top, root) for glob in of_git)
    return tuple(dict.fromkeys(filter(None, (*found, *_matching(ignored, root / top)))))


def _matching(globs: Iterable[str], folder: Path) -> Iterator[str]:
    """Yield the globs that match a file in a folder."""
    paths = tuple(files_below(folder, site=folder)) if folder.is_dir() else ()
    for each in filter(None, globs):
        expression = glob_pattern((each,))
        if any(expression.fullmatch(path) for path in paths):
            yield each


def _lines(file: Path) -> Iterator[str]:
    lines = (line.strip() for line in beginning(file).splitlines())
    return (line for line in lines if line and not line.startswith(("#", "!")))


def _below(glob: str, top: str, root: Path) -> str:
    """Return a glob below the site's folder as one below the content folder, "" if it lies elsewhere."""
    glob = glob.removeprefix("./").lstrip("/")
    if glob.endswith("/") or (root / glob).is_dir():
        glob = f"{glob.rstrip('/')}/**"
    if top == "." or glob.startswith("**/"):
        return glob
    return glob[len(top) + 1 :] if glob.startswith(f"{top}/") else ""
