"""The same feeds as Broadsheet's, by Pelican's own means; nothing else is built.

Pelican knows one category an article, so the topics' feeds are left out: it has less to do.
"""

SITENAME = "Corpus"
SITEURL = "https://corpus.example"
FEED_DOMAIN = SITEURL
AUTHOR = "Editor"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
PATH = "content"
OUTPUT_PATH = "pelican-out"
ARTICLE_URL = "{slug}/"
DEFAULT_CATEGORY = "all"
SLUGIFY_SOURCE = "basename"
SLUGIFY_USE_UNICODE = True
SLUGIFY_PRESERVE_CASE = True
RELATIVE_URLS = False

FEED_ATOM = "atom.xml"
FEED_RSS = "rss.xml"
FEED_ALL_ATOM = FEED_ALL_RSS = None
TAG_FEED_ATOM = "tags/{slug}/atom.xml"
TAG_FEED_RSS = "tags/{slug}/rss.xml"
CATEGORY_FEED_ATOM = CATEGORY_FEED_RSS = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
SUMMARY_MAX_LENGTH = None

DIRECT_TEMPLATES = []
ARTICLE_SAVE_AS = TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
PAGE_SAVE_AS = DRAFT_SAVE_AS = YEAR_ARCHIVE_SAVE_AS = ""
THEME_STATIC_PATHS = STATIC_PATHS = []
DELETE_OUTPUT_DIRECTORY = True
CACHE_CONTENT = LOAD_CONTENT_CACHE = False

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}
