"""Feeds that moved: when `aliases` renames or merges a term, its feeds stay at the old addresses too.

The feed at the old address has the same bytes as the one at the new address, which it names as its own
(`self`), so that readers can move. Servers can redirect by one of the maps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from broadsheet import urls
from broadsheet.engines import engine_of
from broadsheet.model import LazyFile, OutputFile
from broadsheet.site import Site, language_folders

NETLIFY = "_redirects"
NGINX = "redirects.map"
CADDY = "redirects.caddy"


def with_moved(
    files: Iterable[OutputFile | LazyFile], site: Site
) -> Iterator[OutputFile | LazyFile]:
    """Yield the files, those of renamed terms again at their old paths, and maps of redirects."""
    folders, places = _moved_folders(site), _moved_places(site)
    moves = []
    for file in files:
        yield file
        folder, _, name = file.path.rpartition("/")
        in_folders = (f"{old}/{name}" for old in folders.get(folder, ()))
        for old in dict.fromkeys((*in_folders, *places.get(file.path, ()))):
            yield replace(file, path=old)
            moves.append((_shown(old), _shown(file.path)))
    if moves:
        yield from _redirect_maps(moves, site.config.site.url)


def _moved_folders(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the old folders of channels (below out/), by their present folder."""
    folders = {channel.path for channel in site.channels}
    found: dict[str, tuple[str, ...]] = {}
    for name, typed, start, new in _renamed(site):
        old = f"{start}{name}/{urls.term_slug(typed)}"
        if new in folders and old not in folders and old not in found.get(new, ()):
            found[new] = (*found.get(new, ()), old)
    return found


def _moved_places(site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return the old paths of feeds whose paths are configured (`paths`), by their present path."""
    makers = engine_of(site.config).scheme.terms
    places = {channel.path: channel.paths for channel in site.channels}
    taken = {place for paths in places.values() for place in paths.values()}
    found: dict[str, tuple[str, ...]] = {}
    for name, typed, start, folder in _renamed(site):
        patterns = site.config.taxonomies[name].paths
        for form, new in places.get(folder, {}).items():
            slugs = {token: make(typed) for token, make in makers.items()}
            old = start + patterns[form].format_map(slugs)
            if old not in taken:
                found[new] = (*found.get(new, ()), old)
    return found


def _renamed(site: Site) -> Iterator[tuple[str, str, str, str]]:
    """Yield, for each language: taxonomy, old name of a term, the language's folder, the term's folder."""
    starts = ("", *(f"{folder}/" for folder in language_folders(site.config).values()))
    for name, taxonomy in site.taxonomies.items():
        for typed in taxonomy.config.aliases:
            for start in starts:
                yield name, typed, start, f"{start}{name}/{taxonomy.slug(typed)}"


def _shown(path: str) -> str:
    """Return the path of a file as addresses show it: without index.html."""
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path


def _redirect_maps(moves: Iterable[tuple[str, str]], site_url: str) -> Iterator[OutputFile]:
    """Yield maps of redirects for servers; `moves` are old and new paths below out/.

    `_redirects` is for Netlify and Cloudflare Pages; `redirects.map` is for nginx (`map`) and
    `redirects.caddy` for Caddy, which compare with decoded paths.
    """
    base = unquote(urlsplit(site_url).path)
    # nginx and Caddy ignore case here, so they would redirect such a feed to itself for ever.
    apart = [(old, new) for old, new in moves if old.casefold() != new.casefold()]
    pairs = [(base + old, _encoded(old, site_url), _encoded(new, site_url)) for old, new in apart]
    plain = (f"{old} {new} 301\n" for _, old, new in pairs)
    nginx = (f"{_quoted(old)} {_quoted(new)};\n" for old, _, new in pairs)
    caddy = (f"redir {_without_braces(_quoted(old))} {_quoted(new)} 301\n" for old, _, new in pairs)
    for name, lines in ((NETLIFY, plain), (NGINX, nginx), (CADDY, caddy)):
        yield OutputFile(name, "".join(lines).encode())


def _encoded(path: str, site_url: str) -> str:
    return urlsplit(urls.file_url(site_url, path)).path.replace(
        "$", "%24"
    )  # A variable of nginx's.


def _without_braces(path: str) -> str:
    """Encode braces, which enclose placeholders in Caddy's configuration."""
    return path.replace("{", "%7B").replace("}", "%7D")


def _quoted(path: str) -> str:
    """Quote a path for nginx or Caddy. A slug has no quotation mark, but a site's own path may."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
