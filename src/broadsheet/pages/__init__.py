"""What people subscribe from: the pages and the OPML list (`files`), and what they show (`view`)."""

from broadsheet.pages.files import STYLESHEET, page_files
from broadsheet.pages.view import JoinChoice, JoinForm, Link, feed_links

__all__ = ["STYLESHEET", "JoinChoice", "JoinForm", "Link", "feed_links", "page_files"]
