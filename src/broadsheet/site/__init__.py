"""Articles → Site → Channels.

taxonomy  which spellings are one term, and its slug
filters   which articles a custom feed or a newsletter has
site      which articles are visible, in which order, and the channels that they are in
archives  a channel → its documents: the current one, and those of its archive
"""

from broadsheet.site.archives import ARCHIVE, FeedDocument, documents
from broadsheet.site.filters import ArticleFilter
from broadsheet.site.site import Site, is_visible, language_folders, make_site, next_change
from broadsheet.site.taxonomy import canonical

__all__ = [
    "ARCHIVE",
    "ArticleFilter",
    "FeedDocument",
    "Site",
    "canonical",
    "documents",
    "is_visible",
    "language_folders",
    "make_site",
    "next_change",
]
