"""The namespaces that feeds use, and their usual prefixes."""

from __future__ import annotations

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS1 = "http://purl.org/rss/1.0/"
RSS090 = "http://my.netscape.com/rdf/simple/0.9/"
THREAD = "http://purl.org/syndication/thread/1.0"
MEDIA = "http://search.yahoo.com/mrss/"

OBSOLETE_ATOM = frozenset({"http://purl.org/atom/ns#", "http://example.com/newformat#"})
"""Atom 0.3 and older."""

PREFIXES = {
    "http://webns.net/mvcb/": "admin",
    "http://purl.org/rss/1.0/modules/aggregation/": "ag",
    "http://www.w3.org/2007/app": "app",
    ATOM: "atom",
    "http://backend.userland.com/blogChannelModule": "blogChannel",
    "http://web.resource.org/cc/": "cc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://my.theinfo.org/changed/1.0/rss/": "cp",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://geourl.org/rss/module/": "geourl",
    "http://postneo.com/icbm": "icbm",
    RDF: "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    MEDIA: "media",
    THREAD: "thr",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://purl.org/rss/1.0/modules/wiki/": "wiki",
    "http://www.usemod.com/cgi-bin/mb.pl?ModWiki": "wiki",
    XHTML: "xhtml",
}
"""Namespaces whose elements `vocabulary` lists; elements of others may contain anything."""

KNOWN = {
    **{namespace: prefix for namespace, prefix in PREFIXES.items() if "usemod" not in namespace},
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "http://a9.com/-/spec/opensearch/1.1/": "opensearch",
    "http://www.georss.org/georss": "georss",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://purl.org/rss/1.0/modules/link/": "l",
    RSS1: "rss1",
}
"""Namespaces and the prefixes that readers expect."""


OTHER_SPELLINGS = frozenset({f"{MEDIA[:-1]}", "http://www.usemod.com/cgi-bin/mb.pl?ModWiki"})
"""Misspelt known namespaces; other rules report them."""


def qualified(name: tuple[str, str]) -> str:
    """Return a name as people write it: with the usual prefix if there is one."""
    namespace, local = name
    prefix = KNOWN.get(namespace, "")
    return f"{prefix}:{local}" if prefix and namespace not in {ATOM, RSS1} else local
