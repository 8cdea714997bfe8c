"""The extensions whose elements are known, as tables: content, syndication, threading and others.

Elements of a namespace that `namespaces.PREFIXES` does not list may hold anything.
"""

from __future__ import annotations

from broadsheet.checks.feeds.anywhere import RESOURCE
from broadsheet.checks.feeds.media import MEDIA
from broadsheet.checks.feeds.shape import ANYTHING, Child, each, many, once, shape

IN_RSS: dict[str, Child] = {
    "dc:creator": many("text"),
    "dc:subject": many("text"),
    "dc:date": many("w3cdtf"),
    "cc:license": many(ANYTHING),
    "creativeCommons:license": many("uri"),
}
IN_ATOM: dict[str, Child] = {
    "dc:creator": many("text"),
    "dc:subject": many("text"),
    "dc:date": once("w3cdtf"),
    "creativeCommons:license": many("uri"),
}
PINGS: dict[str, Child] = {"trackback:ping": once("uri"), "trackback:about": many("uri")}

_REPLY = shape(href="iri", ref="uri", source="iri", type="media-type")

AT_CHANNEL: dict[str, Child] = {
    **MEDIA,
    "admin:generatorAgent": once(RESOURCE),
    "admin:errorReportsTo": once(RESOURCE),
    **each(once("uri"), "blogChannel:blogRoll blogChannel:mySubscriptions"),
    **each(once("uri"), "blogChannel:blink blogChannel:changes"),
    "sy:updatePeriod": once("period"),
    "sy:updateFrequency": once("positive"),
    "sy:updateBase": once("w3cdtf"),
    "cp:server": many(RESOURCE),
    "wiki:interwiki": many("text"),
    "thr:in-reply-to": many(_REPLY),
    "fh:archive": many(""),
    "fh:complete": many(""),
    "xhtml:div": many(ANYTHING),
    "xhtml:meta": many(ANYTHING),
    "app:collection": once(ANYTHING),
}
AT_ITEM: dict[str, Child] = {
    **MEDIA,
    "ag:source": once("text"),
    "ag:sourceURL": once("uri"),
    "ag:timestamp": once("text"),
    "content:encoded": once("html"),
    "content:items": once(ANYTHING),
    **each(once("text"), "ev:startdate ev:enddate ev:type"),
    **each(many(ANYTHING), "ev:location ev:organizer"),
    "slash:comments": once("natural"),
    "slash:section": many("text"),
    "slash:department": many("text"),
    "slash:hit_parade": once("numbers"),
    "thr:total": once("natural"),
    "thr:in-reply-to": many(_REPLY),
    "wfw:comment": once("uri"),
    "wfw:commentRss": once("uri"),
    "wfw:commentRSS": once("uri"),
    **each(many(ANYTHING), "xhtml:body xhtml:div"),
    **each(many("text"), "wiki:diff wiki:history wiki:importance wiki:status wiki:version"),
}
