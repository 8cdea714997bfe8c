"""What people subscribe from: the pages and the OPML list (`files`), and what they show (`view`).

`joining` decides how visitors subscribe to the newsletter's editions.
"""

from broadsheet.pages.files import page_files
from broadsheet.pages.joining import join_form
from broadsheet.pages.view import FeedLink, JoinForm, feed_links

__all__ = ["FeedLink", "JoinForm", "feed_links", "join_form", "page_files"]
