"""Media RSS 1.5 (rssboard.org/media-rss) as a table: the pictures and films of entries."""

from __future__ import annotations

from broadsheet.checks.feeds.anywhere import ANYWHERE
from broadsheet.checks.feeds.shape import ANYTHING, Child, each, many, once, shape

_TITLE = shape(value="text", type="media-text")
_DESCRIBED: dict[str, Child] = {
    **each(once(_TITLE), "media:title media:description"),
    "media:thumbnail": many(
        shape(url="uri", width="positive", height="positive", time="text", required="@url")
    ),
    "media:category": many(shape(value="plain", scheme="uri", label="plain")),
    "media:credit": many(shape(value="text", role="text", scheme="text")),
    "media:copyright": once(shape(value="text", url="uri")),
    "media:player": many(shape(url="uri", width="positive", height="positive", required="@url")),
    "media:keywords": many("text"),
    "media:rating": many("text", scheme="text"),
    "media:hash": many("text", algo="text"),
    "media:adult": once("text"),
    **each(
        many(ANYTHING),
        "media:text media:restriction media:community media:comments media:embed media:responses "
        "media:backLinks media:status media:price media:license media:subTitle media:peerLink "
        "media:location media:rights media:scenes",
    ),
}
_CONTENT = shape(
    {**_DESCRIBED, **ANYWHERE},
    url="uri",
    fileSize="natural",
    type="media-type",
    medium="medium",
    isDefault="boolean",
    expression="expression",
    bitrate="decimal",
    framerate="decimal",
    samplingrate="decimal",
    channels="natural",
    duration="decimal",
    height="positive",
    width="positive",
    lang="language",
)

MEDIA: dict[str, Child] = {
    **_DESCRIBED,
    "media:content": many(_CONTENT),
    "media:group": many(shape({**_DESCRIBED, "media:content": many(_CONTENT)})),
}
"""Elements that items, entries and channels may hold."""
