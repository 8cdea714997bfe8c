import time

BLOG_AUTHOR = "Ada"  # (translatable)
BLOG_TITLE = "A Nikola site"  # (translatable)
SITE_URL = "https://nikola.example/"
BLOG_EMAIL = "ada@nikola.example"
BLOG_DESCRIPTION = "What this site is about."  # (translatable)
DEFAULT_LANG = "en"
TRANSLATIONS = {DEFAULT_LANG: ""}
NAVIGATION_LINKS = {DEFAULT_LANG: ()}
THEME = "bootblog4"
POSTS = (
    ("posts/*.rst", "blog", "post.tmpl"),
    ("posts/*.md", "blog", "post.tmpl"),
)
PAGES = (("pages/*.md", "", "page.tmpl"),)
TIMEZONE = "Europe/Berlin"
COMPILERS = {
    "rest": [".rst", ".txt"],
    "markdown": [".md", ".mdown", ".markdown"],
    "html": [".html", ".htm"],
}
FEED_LENGTH = 20
FEED_TEASERS = False
CONTENT_FOOTER = "Contents © {date}".format(date=time.gmtime().tm_year)
