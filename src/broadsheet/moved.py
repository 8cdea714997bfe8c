"""Feeds that moved: a term that `aliases` renames or merges leaves its feeds where people poll them.

The feed at the old address holds the same bytes as the one at the new, which it names as its own
address (`self`), so that readers may move over; servers that redirect do so by one of the maps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.model import LazyFile, OutputFile
from broadsheet.site import Site

NETLIFY = "_redirects"
NGINX = "redirects.map"


def with_moved(
    files: Iterable[OutputFile | LazyFile], site: Site
) -> Iterator[OutputFile | LazyFile]:
    """Yield files, those of renamed terms at their old paths as well, and maps of redirects."""
    folders = _moved_folders(site)
    moves = []
    for file in files:
        yield file
        folder, _, name = file.path.rpartition("/")
        for old in folders.get(folder, ()):
            yield replace(file, path=f"{old}/{name}")
            shown = "" if name == "index.html" else name
            moves.append((f"{old}/{shown}", f"{folder}/{shown}"))
    if moves:
        yield from _redirect_maps(moves, site.config.site.url)


def _moved_folders(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the old folders of channels (below out/), by the folder each is in now."""
    folders = {channel.path for channel in site.channels}
    found: dict[str, tuple[str, ...]] = {}
    for name, taxonomy in site.taxonomies.items():
        for typed in taxonomy.config.aliases:
            old, new = f"{name}/{urls.term_slug(typed)}", f"{name}/{taxonomy.slug(typed)}"
            if new in folders and old not in folders and old not in found.get(new, ()):
                found[new] = (*found.get(new, ()), old)
    return found


def _redirect_maps(moves: Iterable[tuple[str, str]], site_url: str) -> Iterator[OutputFile]:
    """Yield redirects as servers read them; `moves` are old and new paths below out/.

    `_redirects` is for Netlify and Cloudflare Pages, `redirects.map` for nginx (`map`); its keys
    are paths as nginx sees them: decoded.
    """
    base = urlsplit(site_url).path
    pairs = [(old, urlsplit(urls.file_url(site_url, new)).path) for old, new in moves]
    plain = (f"{urlsplit(urls.file_url(site_url, old)).path} {new} 301\n" for old, new in pairs)
    nginx = (f'"{_escaped(base + old)}" "{new}";\n' for old, new in pairs)
    yield OutputFile(NETLIFY, "".join(plain).encode())
    yield OutputFile(NGINX, "".join(nginx).encode())


def _escaped(path: str) -> str:
    """Escape what ends a quoted key of nginx; a slug holds no quote, but a site's own path may."""
    return path.replace("\\", "\\\\").replace('"', '\\"')
