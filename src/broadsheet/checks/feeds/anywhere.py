"""Extensions that any part of a feed may hold, as a table: Dublin Core, places, RDF."""

from __future__ import annotations

from broadsheet.checks.feeds.shape import ANYTHING, Child, each, many, once, shape

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
"""Elements that any part of a feed may hold."""
