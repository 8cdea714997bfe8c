"""What is the same in all issues of an edition: its name, its sender, its archive and feeds."""

from __future__ import annotations

from broadsheet import urls
from broadsheet.model import Channel, Person
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.issue import edition_path
from broadsheet.newsletter.plain import one_line


def edition_channel(edition: str, desk: Desk) -> Channel:
    """Return the channel of an edition's issues."""
    config = desk.site.config
    description = config.digest[edition].description or config.site.description
    home = archive_url(edition, desk)
    title = edition_title(edition, desk)
    language = config.digest[edition].language
    return Channel(edition_path(edition), title, description, home, (), language=language)


def archive_url(edition: str, desk: Desk) -> str:
    """Return the address of an edition's archive page."""
    return urls.folder_url(desk.site.config.site.url, edition_path(edition))


def edition_title(edition: str, desk: Desk) -> str:
    """Return the name of an edition, in the site's language where none is configured."""
    config, site = desk.site.config.digest[edition], desk.site.config.site
    if config.title:
        return one_line(config.title.format(site=site.title, edition=edition))
    usual = {"daily": "day", "weekly": "week", "monthly": "month"}.get(edition) == config.period
    key = f"title_{config.period}" if usual else "title_other"
    return one_line(desk.language.say(key, site=site.title, edition=edition))


def sender_of(edition: str, desk: Desk) -> Person:
    """Return who sends an edition: as configured, else the site's author, else the site itself."""
    site = desk.site.config.site
    return desk.site.config.digest[edition].sender or site.author or Person(site.title)
