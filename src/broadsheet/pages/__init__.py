"""What people subscribe from: the pages and the OPML list (`files`), and what they show (`view`)."""

from broadsheet.pages.files import STYLESHEET, page_files
from broadsheet.pages.view import FeedLink, JoinChoice, JoinForm, feed_links

__all__ = ["STYLESHEET", "FeedLink", "JoinChoice", "JoinForm", "feed_links", "page_files"]
