"""The extensions whose elements are known, as tables: Dublin Core, content, syndication and others.

Elements of a namespace that `namespaces.PREFIXES` does not list may hold anything.
"""

from __future__ import annotations

from broadsheet.check.feeds.media import MEDIA
from broadsheet.check.feeds.shape import ANYTHING, Child, each, many, once, shape

_RESOURCE = shape(value="text", rdf__resource="uri-reference", dc__title="text")
_POINT = shape({"geo:lat": once("latitude"), "geo:long": once("longitude")})

_DC_TERMS: dict[str, Child] = {
    **each(once("text"), "dcterms:abstract dcterms:dateAccepted dcterms:dateCopyrighted"),
    **each(once("text"), "dcterms:dateSubmitted dcterms:mediator"),
    **each(many("text"), "dcterms:alternative dcterms:audience"),
    **each(once("w3cdtf"), "dcterms:created dcterms:issued dcterms:modified"),
    "dcterms:extent": once("positive"),
    "dcterms:tableOfContents": once(_RESOURCE),
    **each(
        many(_RESOURCE),
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
    "rdfs:seeAlso": many(_RESOURCE),
}
"""Elements that any part of a feed may hold."""

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
    "admin:generatorAgent": once(_RESOURCE),
    "admin:errorReportsTo": once(_RESOURCE),
    **each(once("uri"), "blogChannel:blogRoll blogChannel:mySubscriptions"),
    **each(once("uri"), "blogChannel:blink blogChannel:changes"),
    "sy:updatePeriod": once("period"),
    "sy:updateFrequency": once("positive"),
    "sy:updateBase": once("w3cdtf"),
    "cp:server": many(_RESOURCE),
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
