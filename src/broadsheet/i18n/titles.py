"""The titles of editions. Pure."""

from __future__ import annotations

from broadsheet.config import records
from broadsheet.i18n.language import Language
from broadsheet.text import one_line


def edition_title(
    name: str, config: records.DigestConfig, site: records.SiteConfig, language: Language
) -> str:
    """Return the name of an edition, in its language where none is configured."""
    if config.title:
        return one_line(config.title.format(site=site.title, edition=name, term=config.term))
    usual = {"daily": "day", "weekly": "week", "monthly": "month"}.get(name) == config.period
    key = f"title_{config.period}" if usual else "title_other"
    return one_line(language.say(key, site=site.title, edition=config.term or name))
