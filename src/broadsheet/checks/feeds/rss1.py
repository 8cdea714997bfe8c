"""RSS 0.90 and 1.0 (web.resource.org/rss/1.0/spec) as tables: the parts that readers use.

Broadsheet does not write these formats; feeds of old sites still use them.
"""

from __future__ import annotations

from dataclasses import replace

from broadsheet.checks.feeds.shapes import ANYTHING, Shape, many, once, shape
from broadsheet.checks.feeds.vocabulary import ANY_CHANNEL, ANY_ITEM, IMAGE, TEXT_INPUT

_ABOUT = {"rdf:about": "uri-reference", "rdf:parseType": "text", "rdf:resource": "text"}
_LABELS = {"rdfs:label": many("text"), "rdfs:comment": many("text")}
_LI = Shape(attributes={"resource": "text", "rdf:resource": "text"})
_SEQUENCE = shape({"rdf:Seq": many(shape({"rdf:li": many(_LI)}))}, rdf__parseType="text")

_ITEM = Shape(
    children={
        **ANY_ITEM,
        **_LABELS,
        "trackback:ping": once(Shape(attributes=_ABOUT, required=("@rdf:resource",))),
        "trackback:about": many(Shape(attributes=_ABOUT, required=("@rdf:resource",))),
        "thr:children": many(ANYTHING),
    },
    attributes=_ABOUT,
    required=("title", "link", "@rdf:about"),
)
_CHANNEL = Shape(
    children={
        **ANY_CHANNEL,
        **_LABELS,
        "image": once(Shape(attributes=_ABOUT)),
        "textinput": once(Shape(attributes=_ABOUT)),
        "items": once(_SEQUENCE),
    },
    attributes=_ABOUT,
    required=("title", "link", "description", "items", "@rdf:about"),
)
_OTHERS = {
    "cc:License": many(ANYTHING),
    "rdf:Description": many(ANYTHING),
}


def _described(given: Shape) -> Shape:
    return replace(given, attributes=_ABOUT, required=(*given.required, "@rdf:about"))


RDF = shape(
    {
        "channel": once(_CHANNEL),
        "item": many(_ITEM),
        "image": many(_described(IMAGE)),
        "textinput": many(_described(TEXT_INPUT)),
        **_OTHERS,
    },
    required="channel",
)


def _without_about(given: Shape) -> Shape:
    required = tuple(name for name in given.required if name not in {"@rdf:about", "items"})
    return replace(given, required=required)


RDF_090 = shape(
    {
        "channel": once(_without_about(_CHANNEL)),
        "item": many(_without_about(_ITEM)),
        "image": many(IMAGE),
        "textinput": many(TEXT_INPUT),
        **_OTHERS,
    },
    required="channel",
)
