"""Site engines that are recognised by their files, but have no room here yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

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

_SIGNS: Mapping[str, str] = {
    "book.toml": "mdBook",
    "site.hs": "Hakyll",
    "logseq/config.edn": "Logseq",
    "dendron.yml": "Dendron",
}
"""Globs of files or folders below the site's, and the programs' names; the first match counts."""

OTHER_FORMATS = ".mdx .qmd .Rmd .ipynb .lr .textile .lhs .svx .rst .org .adoc".split()
"""Suffixes of articles in formats other than plain Markdown."""


def unknown_engine(root: Path) -> str:
    """Return the name of the engine that a folder belongs to, "" if it is not recognised."""
    found = (name for glob, name in _SIGNS.items() if next(root.glob(glob), None))
    return next(found, "")
