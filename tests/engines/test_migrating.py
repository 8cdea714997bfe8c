"""docs/migrating/: what each page says of an engine's configuration is what `publish init` makes of it."""

import re
import tomllib
from pathlib import Path

import pytest
from engine_sites import SITES, EngineSite

from broadsheet.engines import ENGINES

DOCS = Path(__file__).parent.parent.parent / "docs/migrating"
CONFIGS = {
    "hugo": "hugo.toml",
    "jekyll": "_config.yml",
    "zola": "config.toml",
    "hexo": "_config.yml",
    "pelican": "pelicanconf.py",
    "eleventy": "eleventy.config.js",
    "obsidian": ".obsidian/app.json",
    "astro": "astro.config.mjs",
    "docusaurus": "docusaurus.config.js",
    "mkdocs": "mkdocs.yml",
    "vitepress": ".vitepress/config.mts",
    "nuxt": "nuxt.config.ts",
    "bridgetown": "bridgetown.config.yml",
    "quarto": "_quarto.yml",
    "nikola": "conf.py",
    "lektor": "site.lektorproject",
    "nodejs": "package.json",
    "plain": "content/first.md",
}


def blocks(engine):
    """Return the first code block of a page, and the TOML that it promises; a vault has no configuration."""
    page = (DOCS / f"{engine}.md").read_text("utf-8")
    found = re.findall(r"```(\w+)\n(.*?)```", page, re.DOTALL)
    return found[0][1], tomllib.loads(found[engine != "obsidian"][1])


@pytest.mark.parametrize("engine", ENGINES)
def test_init_writes_what_the_page_says(engine, tmp_path):
    shown, promised = blocks(engine)
    site = EngineSite(tmp_path)
    site.write(CONFIGS[engine], "{}" if engine == "obsidian" else shown)
    assert site.publish("init") == 0
    written = tomllib.loads((tmp_path / "publish.toml").read_text("utf-8"))
    assert holds(written, promised), written


def holds(whole, part):
    if not isinstance(part, dict):
        return whole == part
    return all(key in whole and holds(whole[key], part[key]) for key in part)


def test_every_engine_has_its_page_and_its_site():
    pages = {page.stem for page in DOCS.glob("*.md")} - {"README"}
    assert pages == set(ENGINES) == {folder.name for folder in SITES.iterdir()}
    index = (DOCS / "README.md").read_text("utf-8")
    assert set(re.findall(r"\]\((\w+)\.md\)", index)) == pages
