"""All engines by name, and which of them a folder belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from broadsheet.config import Config, KeyProblem, check_pattern
from broadsheet.engines.astro import Astro
from broadsheet.engines.bridgetown import Bridgetown
from broadsheet.engines.docusaurus import Docusaurus
from broadsheet.engines.eleventy import Eleventy
from broadsheet.engines.engine import Engine
from broadsheet.engines.hexo import Hexo
from broadsheet.engines.hugo import Hugo
from broadsheet.engines.jekyll import Jekyll
from broadsheet.engines.lektor import Lektor
from broadsheet.engines.mkdocs import MkDocs
from broadsheet.engines.nikola import Nikola
from broadsheet.engines.nodejs import Nodejs
from broadsheet.engines.nuxt import Nuxt
from broadsheet.engines.obsidian import Obsidian
from broadsheet.engines.pelican import Pelican
from broadsheet.engines.plain import Plain
from broadsheet.engines.quarto import Quarto
from broadsheet.engines.vitepress import VitePress
from broadsheet.engines.zola import Zola
from broadsheet.patterns import names_in

PLAIN: Engine = Plain()

ENGINES: Mapping[str, Engine] = {
    engine.name: engine
    for engine in (
        Hugo(),
        Zola(),
        Hexo(),
        Jekyll(),
        Pelican(),
        Eleventy(),
        Obsidian(),
        Astro(),
        Docusaurus(),
        MkDocs(),
        VitePress(),
        Nuxt(),
        Bridgetown(),
        Quarto(),
        Nikola(),
        Lektor(),
        Nodejs(),
        PLAIN,
    )
}
"""The engines that publish.toml may name."""

AUTO = "auto"
"""The value in publish.toml that stands for the engine whose signs are in the folder."""


@dataclass(frozen=True, slots=True)
class Sign:
    """An engine, and the file or folder (below the site's) that shows it, "" if none does."""

    engine: Engine
    path: str


def engine_of(config: Config) -> Engine:
    """Return the engine of a site whose configuration is complete (`resolve`)."""
    return ENGINES[config.content.dialect]


def detect(root: Path, *, thorough: bool = False) -> tuple[Sign, ...]:
    """Return the engines whose signs are in a folder, with one sign each; `plain` if there is none.

    A `thorough` search also opens articles.
    """
    signs = [Sign(engine, path) for engine in ENGINES.values() for path in engine.signs(root)]
    found = [sign for sign in signs if not sign.engine.is_outranked] or signs
    first: dict[str, Sign] = {}
    for sign in found or _hinted(root):
        first.setdefault(sign.engine.name, sign)
    likely = (e for e in ENGINES.values() if thorough and not first and e.is_likely(root))
    return tuple(first.values()) or (Sign(next(likely, PLAIN), ""),)


def _hinted(root: Path) -> tuple[Sign, ...]:
    """Return the first hint of any engine."""
    hints = (Sign(engine, path) for engine in ENGINES.values() for path in engine.hints(root))
    return tuple(sign for sign in (next(hints, None),) if sign)


def resolve(config: Config) -> tuple[Config, tuple[KeyProblem, ...]]:
    """Complete a configuration with what its engine knows, and check it.

    Returns it with the name of an engine in place of `auto`, and what is wrong.
    """
    name = config.content.dialect
    if name == AUTO:
        signs = detect(config.root)
        if len(signs) > 1:
            message = f'the folder holds {listed(signs)}; write dialect = "{signs[0].engine.name}"'
            return config, ((("content", "dialect"), message),)
        content = replace(config.content, dialect=signs[0].engine.name)
        config = replace(config, content=content)
    elif name not in ENGINES:
        allowed = " or ".join(f'"{each}"' for each in (AUTO, *ENGINES))
        return config, ((("content", "dialect"), f'"{name}" is not allowed; write e.g. {allowed}'),)
    if not config.markdown.engine:
        config = replace(
            config, markdown=replace(config.markdown, engine=engine_of(config).markdown)
        )
    return config, (*_permalinks(config), *_slugs(config))


def listed(signs: tuple[Sign, ...]) -> str:
    """Return signs as a text for people."""
    return " and ".join(f"{sign.path} ({sign.engine.label})" for sign in signs)


def _permalinks(config: Config) -> Iterator[KeyProblem]:
    scheme = engine_of(config).scheme
    patterns: dict[tuple[str, ...], str] = {
        ("content", "permalink"): config.content.permalink or scheme.pattern,
        **{("content", "permalinks", k): v for k, v in config.content.permalinks.items()},
    }
    for path, pattern in patterns.items():
        try:
            scheme.check(pattern)
        except ValueError as error:
            yield path, str(error)


def _slugs(config: Config) -> Iterator[KeyProblem]:
    """Check that the addresses of terms name the engine's slugs."""
    slugs = tuple(engine_of(config).scheme.terms)
    for name, taxonomy in config.taxonomies.items():
        for key, pattern in (*taxonomy.paths.items(), ("page", taxonomy.page)):
            place = ("taxonomies", name, *(("page",) if key == "page" else ("paths", key)))
            wrong = tuple(check_pattern(pattern, slugs, place))
            yield from wrong
            if pattern and not wrong and not names_in(pattern):
                yield place, f'"{pattern}" gives every term one address; put {{slug}} into it'
