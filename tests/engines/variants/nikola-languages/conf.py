BLOG_AUTHOR = {"en": "Ada", "de": "Ada D."}
BLOG_TITLE = {"en": "In two languages", "de": "In zwei Sprachen"}
SITE_URL = "https://nikola.example/sub/"
BASE_URL = "https://nikola.example/sub/"
BLOG_EMAIL = "ada@nikola.example"
BLOG_DESCRIPTION = {"en": "About.", "de": "Worum es geht."}
DEFAULT_LANG = "en"
TRANSLATIONS = {DEFAULT_LANG: "", "de": "./de"}
TRANSLATIONS_PATTERN = "{path}.{lang}.{ext}"
SHOW_UNTRANSLATED_POSTS = False
NAVIGATION_LINKS = {DEFAULT_LANG: (), "de": ()}
THEME = "bootblog4"
POSTS = (
    ("posts/*.md", {"en": "posts", "de": "beitraege"}, "post.tmpl"),
    ("posts/*.html", {"en": "posts", "de": "beitraege"}, "post.tmpl"),
    ("news/*.rst", "", "post.tmpl"),
)
PAGES = (("pages/*.md", "pages", "page.tmpl"),)
TIMEZONE = "America/New_York"
COMPILERS = {"rest": [".rst"], "markdown": [".md"], "html": [".html"]}
FEED_LENGTH = 100
GENERATE_ATOM = True
TAG_PATH = {DEFAULT_LANG: "tags", "de": "schlagworte"}
RSS_PATH = "feeds"
USE_TAG_METADATA = False
