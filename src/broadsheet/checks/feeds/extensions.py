"""The elements of known extensions, as tables.

Elements of a namespace that `namespaces.PREFIXES` does not list may contain anything. Media RSS is
version 1.5 (rssboard.org/media-rss).
"""

from __future__ import annotations

from broadsheet.checks.feeds.shapes import ANYTHING, Child, each, many, once, shape

RESOURCE = shape(value="text", rdf__resource="uri-reference", dc__title="text")
_POINT = shape({"geo:lat": once("latitude"), "geo:long": once("longitude")})

_DC_TERMS: dict[str, Child] = {
    **each(once("text"), "dcterms:abstract dcterms:dateAccepted dcterms:dateCopyrighted"),
    **each(once("text"), "dcterms:dateSubmitted dcterms:mediator"),
    **each(many("text"), "dcterms:alternative dcterms:audience"),
    **each(once("w3cdtf"), "dcterms:created dcterms:issued dcterms:modified"),
    "dcterms:extent": once("positive"),
    "dcterms:tableOfContents": once(RESOURCE),
    **each(
        many(RESOURCE),
        "dcterms:isVersionOf dcterms:hasVersion dcterms:isReplacedBy dcterms:replaces "
        "dcterms:isRequiredBy dcterms:requires dcterms:isPartOf dcterms:hasPart "
        "dcterms:isReferencedBy dcterms:references dcterms:isFormatOf dcterms:hasFormat "
        "dcterms:conformsTo",
    ),
    **each(
        many(ANYTHING),
        "dcterms:valid dcterms:available dcterms:spatial dcterms:temporal dcterms:accessRights "
        "dcterms:accrualMethod dcterms:accrualPeriodicity dcterms:accrualPolicy dcterms:license "
        "dcterms:bibliographicCitation dcterms:educationLevel dcterms:instructionalMethod "
        "dcterms:provenance dcterms:rightsHolder",
    ),
}

ANYWHERE: dict[str, Child] = {
    **each(once("text"), "dc:title dc:description dc:type dc:format dc:source"),
    **each(many("text"), "dc:publisher dc:contributor dc:identifier dc:relation dc:coverage"),
    "dc:language": once("language"),
    "dc:rights": once("plain"),
    **_DC_TERMS,
    "geo:lat": many("latitude"),
    "geo:long": many("longitude"),
    "geo:alt": many("text"),
    "geo:Point": many(_POINT),
    "geourl:latitude": many("latitude"),
    "geourl:longitude": many("longitude"),
    "icbm:latitude": many("latitude"),
    "icbm:longitude": many("longitude"),
    **each(many(ANYTHING), "rdf:RDF rdf:type rdf:Description"),
    "rdfs:seeAlso": many(RESOURCE),
}
"""Elements that are allowed in any part of a feed: Dublin Core, places, RDF."""


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
"""Elements of Media RSS that items, entries and channels may contain."""


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
