"""The list of all feeds, for people (index.html) and for feed readers (feeds.opml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet import urls
from broadsheet.feeds import FORMATS
from broadsheet.i18n.direction import direction_of
from broadsheet.model import Channel, OutputFile
from broadsheet.site import Site
from broadsheet.templating import Templates

LABELS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Link:
    """A feed's address in one format."""

    url: str
    media_type: str
    label: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel as the list shows it: `count` is how many articles its feed carries."""

    title: str
    home: str
    count: int
    links: tuple[Link, ...]


def page_files(site: Site, templates: Templates) -> Iterator[OutputFile]:
    """Yield index.html and feeds.opml. Raises TemplateError."""
    if not site.config.pages.enabled:
        return
    settings = site.config.site
    groups: dict[str, list[Listed]] = {}
    for channel in site.channels:
        groups.setdefault(channel.path.rpartition("/")[0], []).append(_listed(channel, site))
    values = {
        "site": settings,
        "direction": direction_of(settings.language),
        "main": groups.pop("")[0],
        "groups": groups,
        "articles": site.articles[:10],
    }
    for name in ("index.html", "feeds.opml"):
        yield OutputFile(name, templates.render(name, **values))


def _listed(channel: Channel, site: Site) -> Listed:
    title = channel.term.name if channel.term else channel.title
    links = tuple(_link(channel, name, site) for name in site.config.feeds.formats)
    return Listed(title, channel.home, len(channel.articles), links)


def _link(channel: Channel, name: str, site: Site) -> Link:
    form = FORMATS[name]
    url = urls.file_url(site.config.site.url, feed_path(channel, name, site))
    return Link(url, form.media_type, LABELS[name])


def feed_path(channel: Channel, name: str, site: Site) -> str:
    """Return where a channel's feed of a format lies below out/."""
    file = site.config.feeds.names.get(name, FORMATS[name].filename)
    return f"{channel.path}/{file}" if channel.path else file
