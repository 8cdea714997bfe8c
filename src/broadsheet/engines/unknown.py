"""Site engines that are recognised by their files, but have no room here yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from broadsheet.engines.packages import packages_of
from broadsheet.walk import beginning

JAVASCRIPT: Mapping[str, str] = {
    "next": "Next.js",
    "gatsby": "Gatsby",
    "@sveltejs/kit": "SvelteKit",
    "vuepress": "VuePress",
    "nuxt": "Nuxt",
    "gridsome": "Gridsome",
    "@remix-run/node": "Remix",
    "@remix-run/react": "Remix",
    "@react-router/node": "React Router",
    "@tanstack/react-start": "TanStack Start",
    "@solidjs/start": "SolidStart",
    "@builder.io/qwik-city": "Qwik",
    "@analogjs/content": "Analog",
    "vike": "Vike",
    "vite-ssg": "Vite",
    "vite-plugin-pages": "Vite",
    "metalsmith": "Metalsmith",
    "contentlayer": "Contentlayer",
    "react": "React",
    "vue": "Vue",
    "svelte": "Svelte",
}
"""Packages of JavaScript programs, and the programs' names; the first match counts."""

CONFIGURATIONS: Mapping[str, str] = {
    "gatsby-config.*": "Gatsby",
    "svelte.config.*": "SvelteKit",
    "next.config.*": "Next.js",
}
"""Configuration files of such programs, as globs."""

_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("book.toml", "", "mdBook"),
    ("site.hs", "", "Hakyll"),
    ("*.cabal", "hakyll", "Hakyll"),
    ("package.yaml", "hakyll", "Hakyll"),
    ("*.cabal", "slick", "Slick"),
    ("package.yaml", "slick", "Slick"),
    ("logseq/config.edn", "", "Logseq"),
    ("dendron.yml", "", "Dendron"),
    ("_cobalt.yml", "", "Cobalt"),
    ("config.rb", "activate :", "Middleman"),
    ("nanoc.yaml", "", "nanoc"),
    ("sculpin.json", "", "Sculpin"),
    ("app/config/sculpin_*.yml", "", "Sculpin"),
    ("composer.json", "tightenco/jigsaw", "Jigsaw"),
    ("composer.json", "statamic/cms", "Statamic"),
    ("composer.json", "getkirby/cms", "Kirby"),
    ("user/config/site.yaml", "", "Grav"),
    ("config/site.yaml", "metadata:", "Grav"),
    ("jbake.properties", "", "JBake"),
    ("antora*.yml", "", "Antora"),
    ("_config/site.yml", "", "Awestruct"),
    ("utils.jl", "", "Franklin"),
    ("frog.rkt", "", "Frog"),
    (".frogrc", "", "Frog"),
    ("bb.edn", "quickblog", "Quickblog"),
    ("elm-pages.config.*", "", "elm-pages"),
    ("_config.[tj]s", "lume", "Lume"),
    ("Package.swift", "Publish", "Publish"),
    ("Package.swift", "Saga", "Saga"),
    ("*.csproj", "Statiq", "Statiq"),
    ("mix.exs", ":tableau", "Tableau"),
    ("mix.exs", ":nimble_publisher", "NimblePublisher"),
    ("conf.py", "ablog", "ABlog"),
)
"""Globs of files below a site's folder, words in them, and programs; the first match counts."""

OTHER_FORMATS = (
    *(".mdx", ".qmd", ".Rmd", ".ipynb", ".lr", ".textile", ".lhs", ".svx", ".rst", ".org"),
    *(".adoc", ".dj", ".smd", ".dmark", ".scrbl", ".gmi"),
)
"""Suffixes of articles in formats other than plain Markdown."""


def unknown_engine(root: Path, content: str = "") -> str:
    """Return the program that a folder belongs to, "" if it is not recognised.

    Folders down to that of the articles, `content` below `root`, may have signs too.
    """
    folders = (root, *(root / parent for parent in reversed(PurePath(content, "_").parents[:-1])))
    found = (_by_signs(folder) or javascript_program(folder) for folder in folders)
    return next(filter(None, found), "")


def _by_signs(folder: Path) -> str:
    found = (
        name
        for glob, words, name in _SIGNS
        if any(not words or words in beginning(file) for file in folder.glob(glob))
    )
    return next(found, "")


def javascript_program(folder: Path) -> str:
    """Return the program in JavaScript that a folder's files show, "" if they show none that is known."""
    named = (label for glob, label in CONFIGURATIONS.items() if next(folder.glob(glob), None))
    packages = packages_of(folder)
    listed = (label for name, label in JAVASCRIPT.items() if name in packages)
    return next(iter((*named, *listed)), "")
