"""Channels and entries → feed documents, in every format.

format          the contract of a format, and the record of one document
atom, rss, jsonfeed
formats         the registry, and the paths of documents
heads           what precedes the entries, filled in
feedgen_fixes   feedgen without its defects; extensions: elements that it lacks
"""

from broadsheet.feeds.format import STYLESHEET, Feed, Format
from broadsheet.feeds.formats import FORMATS, document_path, feed_path

__all__ = ["FORMATS", "STYLESHEET", "Feed", "Format", "document_path", "feed_path"]
