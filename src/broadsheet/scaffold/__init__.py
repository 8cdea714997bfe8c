"""`publish init`: a publish.toml that fits the folder, written once and never over another.

folder ──detect_config (of its engine), last_output──▶ Found ──compose──▶ publish.toml
Found, publish.toml ──report──▶ what a person reads
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from broadsheet.config import FILE_NAME, parse_config
from broadsheet.engines import ENGINES, Found, detect, listed, resolve
from broadsheet.errors import ConfigError, ContentError, OutputError, Problem
from broadsheet.output import manifest
from broadsheet.read import Assets, read_addresses
from broadsheet.scaffold.compose import compose
from broadsheet.scaffold.last_output import learn_from_output
from broadsheet.scaffold.report import report
from broadsheet.scaffold.written_language import language_of_articles
from broadsheet.scaffold.written_zone import zone_of_dates
from broadsheet.walk import beginning

__all__ = ["write_config"]

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def write_config(folder: Path, engine: str = "") -> tuple[Path, str]:
    """Write `folder`/publish.toml; returns its path and a summary for people.

    `engine` names the dialect if the folder shows signs of several. Raises OutputError if there is a
    publish.toml already or the folder cannot be written, and ConfigError if the engine's own
    configuration cannot be read or the engine is not certain.
    """
    path = folder / FILE_NAME
    if not folder.is_dir():
        raise OutputError(Problem(str(folder), 0, "", "is not a folder; make it first"))
    if path.exists():
        raise OutputError(Problem(str(path), 0, "", "exists; edit it, or move it away"))
    found = ENGINES[engine or _engine(folder)].detect_config(folder)
    found = learn_from_output(
        found, folder, lambda each: parse_config(compose(each), folder, resolve)
    )
    found = _with_domain(found, folder)
    found = _beside_output(_beside_templates(found, folder), folder)
    found = _with_language(found, folder)
    found = _with_zone(found, folder)
    text = compose(found)
    config = parse_config(text, folder, resolve)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; make the folder writable"
        raise OutputError(Problem(str(path), 0, "", message)) from error
    return path, report(found, config)


def _beside_templates(found: Found, folder: Path) -> Found:
    """Configure another folder of templates if templates/ belongs to another program."""
    templates = folder / "templates"
    if not templates.is_dir() or any((templates / name).is_dir() for name in ("words", "digest")):
        return found
    return replace(found, templates="feed-templates")


def _beside_output(found: Found, folder: Path) -> Found:
    """Configure another output folder if another program writes into out/."""
    out = folder / "out"
    if not out.is_dir() or (out / manifest.MANIFEST).is_file() or not any(out.iterdir()):
        return found
    return replace(found, out="publish-out")


def _with_domain(found: Found, folder: Path) -> Found:
    """Take the address of a site that names none from its file CNAME, which tells GitHub the domain."""
    if found.url or found.guesses.get("url"):
        return found
    texts = (
        beginning(folder / place / "CNAME").strip() for place in (".", found.static or "static")
    )
    domain = next((text for text in texts if _DOMAIN.fullmatch(text)), "")
    guess = f"https://{domain}{found.base}/" if domain else ""
    return replace(found, guesses={**found.guesses, "url": guess})


def _with_language(found: Found, folder: Path) -> Found:
    """Guess the language of a site that names none by the letters of its articles."""
    if found.language or found.languages:
        return found
    guess = language_of_articles(folder / found.content)
    return replace(found, guesses={**found.guesses, "language": guess})


def _with_zone(found: Found, folder: Path) -> Found:
    """Guess the time zone of a site that names none by the offsets of its dates.

    The zone that an engine always uses is replaced only if no date depends on it.
    """
    if found.timezone and not found.zone_by_default:
        return found
    try:
        config = parse_config(compose(found), folder, resolve)
        articles = read_addresses(config, Assets(config))
    except (ConfigError, ContentError):
        return found
    dates = [article.published for article, _ in articles]
    if found.timezone and not all(date.utcoffset() for date in dates):
        return found
    language = found.language or found.guesses.get("language", "")
    guess = zone_of_dates(dates, language, config.site.timezone)
    if not guess or guess == found.timezone:
        return found
    return replace(found, timezone="", guesses={**found.guesses, "timezone": guess})


def _engine(folder: Path) -> str:
    signs = detect(folder, thorough=True)
    if len(signs) > 1:
        message = f"holds {listed(signs)}; say which: publish init --engine {signs[0].engine.name}"
        raise ConfigError(Problem(str(folder), 0, "", message))
    return signs[0].engine.name
