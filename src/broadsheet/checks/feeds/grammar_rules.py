"""Rules for which elements, attributes, texts and namespaces a feed may contain, and where."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from broadsheet.checks.feeds import namespaces as ns
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed
from broadsheet.checks.feeds.xml_document import XmlElement
from broadsheet.errors import Problem

_NETSCAPE = "http://my.netscape.com/publish/formats/rss-0.91.dtd"
_WORDS = frozenset(
    "author category channel comments content copyright description docs email enclosure entry "
    "feed generator guid icon id image item language lastBuildDate link logo managingEditor name "
    "pubDate published rights source subtitle summary term title ttl updated uri url webMaster".split()
)


_USUAL = frozenset({"utf-8", "utf8", "utf-8-sig", "us-ascii", "ascii"})


def _shown(element: XmlElement) -> str:
    return f"<{ns.qualified(element.name)}>"


@FEED_RULES.error(
    "namespace-wrong",
    why="Readers recognise a feed by the namespace of its root; for any other they show nothing.",
    bad='<feed xmlns="http://purl.org/atom/ns#" version="0.3"></feed>',
    good='<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
)
def namespace_wrong(checked: CheckedFeed) -> Iterator[Problem]:
    """Find roots in the wrong namespace (RFC 4287, section 2; RSS 2.0 has none)."""
    feed = checked.feed
    if feed.namespace_error:
        message = f"{_shown(feed.root)} {feed.namespace_error}"
        yield feed.place(feed.root).problem(message)


@FEED_RULES.error(
    "namespace-media",
    why="Without the final slash it is another namespace than Media RSS: readers see no picture.",
    bad='<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss"></rss>',
    good='<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"></rss>',
)
def namespace_media(checked: CheckedFeed) -> Iterator[Problem]:
    """Find the namespace of Media RSS without its slash."""
    document = checked.feed.document
    for _, uri, line in document.prefixes:
        if f"{uri}/" == ns.MEDIA:
            yield document.at(line).problem(f'{uri} lacks its slash; write "{ns.MEDIA}"')


@FEED_RULES.warning(
    "namespace-prefix",
    why="Some readers look for the usual prefixes instead of namespaces.",
    bad='<rss version="2.0" xmlns:dublin="http://purl.org/dc/elements/1.1/"></rss>',
    good='<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"></rss>',
)
def namespace_prefix(checked: CheckedFeed) -> Iterator[Problem]:
    """Find well-known namespaces with an unusual prefix, and usual prefixes of another namespace.

    In an Atom feed, Atom and XHTML should have no prefix.
    """
    document = checked.feed.document
    bare = {ns.ATOM, ns.XHTML} if checked.feed.kind == "atom" else set()
    for prefix, uri, line in document.prefixes:
        usual = ns.KNOWN.get(uri)
        if not prefix or uri in ns.OTHER_SPELLINGS or (prefix == usual and uri not in bare):
            continue
        if uri in bare:
            yield document.at(line).problem(f'{uri} has the prefix {prefix}; write xmlns="{uri}"')
        elif usual:
            yield document.at(line).problem(f"{uri} has the prefix {prefix}; write xmlns:{usual}")
        elif prefix in ns.KNOWN.values():
            message = f"the prefix {prefix} usually means another namespace; choose another prefix"
            yield document.at(line).problem(message)


@FEED_RULES.error(
    "xml-version",
    why="Readers support XML 1.0 only.",
    bad='<?xml version="1.1"?>\n<rss version="2.0"></rss>',
    good='<?xml version="1.0"?>\n<rss version="2.0"></rss>',
)
def xml_version(checked: CheckedFeed) -> Iterator[Problem]:
    """Find XML that is not of version 1.0."""
    document = checked.feed.document
    if document.version != "1.0":
        yield document.at(1).problem(f'the XML version is {document.version}; write version="1.0"')


@FEED_RULES.warning(
    "encoding-rare",
    why="Every reader supports UTF-8; with UTF-16 and old encodings some show nothing, or "
    "wrong letters.",
    bad='<?xml version="1.0" encoding="windows-1251"?>\n<rss version="2.0"></rss>',
    good='<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"></rss>',
)
def encoding_rare(checked: CheckedFeed) -> Iterator[Problem]:
    """Find feeds in an encoding other than UTF-8 or ASCII."""
    if checked.encoding.lower() not in _USUAL:
        message = f"the file is in {checked.encoding}; save it as UTF-8"
        yield checked.feed.document.at(1).problem(message)


@FEED_RULES.error(
    "doctype-old",
    why="Netscape's document type of RSS 0.91 no longer exists; readers that load it wait for "
    "a timeout.",
    bad=f'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "{_NETSCAPE}">\n'
    '<rss version="0.91"></rss>',
    good='<rss version="2.0"></rss>',
)
def doctype_old(checked: CheckedFeed) -> Iterator[Problem]:
    """Find the document type of RSS 0.91."""
    document = checked.feed.document
    if document.doctype == _NETSCAPE:
        yield document.at(1).problem("the document type is gone from the web; remove <!DOCTYPE …>")


@FEED_RULES.error(
    "entity-declared",
    why="Readers refuse feeds that declare entities: a few lines of these fill any memory.",
    bad='<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<rss version="2.0"></rss>',
    good='<rss version="2.0"></rss>',
)
def entity_declared(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entities that the feed declares, inside or outside of itself; none is ever expanded."""
    document = checked.feed.document
    for name, value, line in document.entities[:1]:
        where = "outside of the feed" if value is None else "of its own"
        message = f"the feed declares &{name}; {where}".replace(";", "", 1)
        yield document.at(line).problem(f"{message}; write the text itself")


@FEED_RULES.error(
    "entity-unknown",
    why="XML knows five entities only; readers stop at any other, or leave it out.",
    bad='<!DOCTYPE rss SYSTEM "a.dtd">\n<rss version="2.0"><channel><title>&nbsp;</title></channel></rss>',
    good="<channel><title>A b</title></channel>",
)
def entity_unknown(checked: CheckedFeed) -> Iterator[Problem]:
    """Find entities that are declared elsewhere or nowhere."""
    document = checked.feed.document
    declared = {name for name, _, _ in document.entities}
    for name, line in document.skipped:
        if name not in declared:
            yield document.at(line).problem(f"&{name} is not an entity of XML; write the character")


@FEED_RULES.error(
    "element-unknown",
    why="Readers ignore unknown elements: their content is lost.",
    bad="<entry><sumary>Text</sumary></entry>",
    good="<entry><summary>Text</summary></entry>",
)
def element_unknown(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements that their format does not allow in this place."""
    for element in checked.feed.unknown:
        parent = ns.qualified(element.parent.name) if element.parent else ""
        near = get_close_matches(element.name[1], _WORDS, 1, 0.7)
        hint = f"did you mean <{near[0]}>?" if near and near[0] != element.name[1] else "remove it"
        message = f"{_shown(element)} is unknown inside <{parent}>; {hint}"
        yield checked.feed.place(element).problem(message)


@FEED_RULES.warning(
    "element-misplaced",
    why="Few readers look for it here.",
    bad='<channel><xhtml:p xmlns:xhtml="http://www.w3.org/1999/xhtml">Text</xhtml:p></channel>',
    good="<channel><description>Text</description></channel>",
)
def element_misplaced(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements of XHTML, of Atom and without namespace where their parent has no use for them."""
    for element in checked.feed.misplaced:
        parent = ns.qualified(element.parent.name) if element.parent else ""
        message = f"{_shown(element)} is ignored inside <{parent}>; remove it"
        yield checked.feed.place(element).problem(message)


@FEED_RULES.error(
    "element-missing",
    why="The format requires it, and readers that rely on it drop the entry or the feed.",
    bad="<entry><!-- no id --></entry>",
    good="<entry><id>https://example.org/a/</id></entry>",
)
def element_missing(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements that lack a required child."""
    for element, name in checked.feed.missing:
        if not name.startswith("@"):
            message = f"{_shown(element)} has no <{name}>; add it"
            yield checked.feed.place(element).problem(message)


@FEED_RULES.error(
    "attribute-missing",
    why="Without it the element has no meaning that a reader could use.",
    bad='<entry><link rel="related"/></entry>',
    good='<entry><link rel="related" href="https://example.org/b/"/></entry>',
)
def attribute_missing(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements that lack a required attribute."""
    for element, name in checked.feed.missing:
        if name.startswith("@"):
            message = f'{_shown(element)} has no {name[1:]}; write {name[1:]}="…"'
            yield checked.feed.place(element).problem(message)


@FEED_RULES.error(
    "element-repeated",
    why="Some readers take the first, others the last.",
    bad="<entry><id>https://example.org/a/</id><id>https://example.org/b/</id></entry>",
    good="<entry><id>https://example.org/a/</id></entry>",
)
def element_repeated(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements that may occur only once; `enclosure-many` covers RSS enclosures."""
    for element in checked.feed.repeated:
        yield checked.feed.place(element).problem(f"{_shown(element)} occurs twice; keep one")


@FEED_RULES.error(
    "attribute-unknown",
    why="Readers ignore unknown attributes.",
    bad='<entry><category term="rss" name="RSS"/></entry>',
    good='<entry><category term="rss" label="RSS"/></entry>',
)
def attribute_unknown(checked: CheckedFeed) -> Iterator[Problem]:
    """Find attributes that an element does not have."""
    for element, name in checked.feed.attributes:
        message = f"{_shown(element)} has no attribute {name}; remove it"
        yield checked.feed.document.text_place(element, f"{name}=").problem(message)


@FEED_RULES.error(
    "text-stray",
    why="Text between elements belongs to none of them: readers drop it.",
    bad="<channel>Hello <title>A feed</title></channel>",
    good="<channel><title>A feed</title></channel>",
)
def text_stray(checked: CheckedFeed) -> Iterator[Problem]:
    """Find text in elements that may contain only elements."""
    for element in checked.feed.stray:
        text = element.text.strip().split("\n")[0][:20]
        message = f"{_shown(element)} contains the text “{text}”; put it into an element"
        yield checked.feed.place(element).problem(message)
