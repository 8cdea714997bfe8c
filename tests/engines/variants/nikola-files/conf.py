BLOG_AUTHOR = "Ada"
BLOG_TITLE = "Names tell"
SITE_URL = "https://nikola.example/"
BLOG_EMAIL = "ada@nikola.example"
BLOG_DESCRIPTION = "About."
DEFAULT_LANG = "en"
TRANSLATIONS = {DEFAULT_LANG: ""}
NAVIGATION_LINKS = {DEFAULT_LANG: ()}
THEME = "bootblog4"
POSTS = (
    ("stories/*.md", "stories", "post.tmpl"),
    ("articles/*.rst", "articles", "post.tmpl"),
    ("articles/*.txt", "articles", "post.tmpl"),
)
PAGES = ()
TIMEZONE = "Asia/Kolkata"
PRETTY_URLS = False
COMPILERS = {"rest": [".rst", ".txt"], "markdown": [".md"]}
FILE_METADATA_REGEXP = r".*/(?P<date>\d{4}-\d{2}-\d{2})-(?P<slug>.*)-(?P<title>[^-]*)\.md"
USE_REST_DOCINFO_METADATA = True
METADATA_MAPPING = {
    "yaml": {"name": "title", "summary": "description", "when": "date"},
    "rest_docinfo": {"headline": "title"},
}
FEED_LENGTH = 100
