"""Reads mkdocs.yml or zensical.toml: the site and its blog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.mkdocs.markup import plugin
from broadsheet.engines.mkdocs.permalinks import SCHEME, pattern
from broadsheet.engines.settings import Settings, load
from broadsheet.urls import web_address


def detect_config(root: Path, *names: str) -> Found:
    """Describe a site by the first of some configurations. Raises ConfigError if it cannot be read."""
    typed = load(root, *names)
    settings = typed.table("project") if "project" in typed.data else typed
    blog, rss = plugin(settings, "blog"), plugin(settings, "rss")
    docs = _text(settings, "docs_dir").strip("./") or "docs"
    name = (
        blog.text_of("blog_dir").strip("./")
        if blog and blog.get("blog_dir") is not None
        else "blog"
    )
    posts = (blog.text_of("post_dir") if blog else "") or "{blog}/posts"
    content = "/".join(filter(None, (docs, posts.replace("{blog}", name).strip("/"))))
    feeds = dict(_feeds(rss)) if rss is not None else {}
    theme = settings.table("theme")
    return Found(
        engine="mkdocs",
        title=_text(settings, "site_name"),
        url=web_address(_text(settings, "site_url")),
        language=theme.text_of("language") or "en",
        description=_text(settings, "site_description"),
        author=_text(settings, "site_author"),
        timezone="UTC",
        content=content if blog is not None else docs,
        static=docs,
        exclude=tuple(_excluded(settings, docs, content if blog is not None else docs)),
        permalink=settings.checked(_permalink(settings, blog, name), SCHEME, "post_url_format"),
        taxonomies=_taxonomies(name),
        formats=(*feeds, *(kind for kind in ("atom", "rss", "json") if kind not in feeds)),
        paths=feeds,
        limit=rss.number_of("length") if rss and rss.number_of("length") else 20,
        notes=tuple(_notes(blog, settings.path)),
    )  # fmt: skip


def _excluded(settings: Settings, docs: str, content: str) -> Iterator[str]:
    """Translate `exclude_docs` and `draft_docs`, lines as in .gitignore, except those that begin with `!`.

    https://www.mkdocs.org/user-guide/configuration/#exclude_docs
    """
    below = f"{content.removeprefix(docs).strip('/')}/".lstrip("/")
    lines = "\n".join(str(settings.get(key) or "") for key in ("exclude_docs", "draft_docs")).split(
        "\n"
    )
    for line in (line.partition(" #")[0].strip() for line in lines):
        if not line or line.startswith(("#", "!")):
            continue
        bare = line.strip("/")
        is_anchored = "/" in line.rstrip("/") and not line.startswith("**/")
        if is_anchored and not bare.startswith(below):
            continue
        found = bare.removeprefix(below) if is_anchored else f"**/{bare.removeprefix('**/')}"
        yield f"{found}/**" if line.endswith("/") else found


def _text(settings: Settings, name: str) -> str:
    """Return a text; of `!ENV [NAME, default]`, with which pyyaml-env-tag reads variables, the default."""
    value = settings.get(name)
    return str(value[-1] or "") if isinstance(value, list) and value else settings.text_of(name)


def _permalink(settings: Settings, blog: Settings | None, name: str) -> str:
    is_folder = settings.get("use_directory_urls") is not False
    if blog is None:
        return "/:page/" if is_folder else "/:whole.html"
    typed = blog.text_of("post_url_format") or "{date}/{slug}"
    dates = blog.text_of("post_url_date_format") or "yyyy/MM/dd"
    most = blog.number_of("post_url_max_categories") or 1
    end = "/" if is_folder else ".html"
    return f"/{name}/{pattern(typed, dates, most)}".replace("//", "/") + end


def _taxonomies(name: str) -> dict[str, FoundTaxonomy]:
    base = f"{name}/" if name else ""
    return {
        "categories": FoundTaxonomy("categories", page=f"{base}category/{{slug}}/"),
        "tags": FoundTaxonomy("tags"),
    }


def _feeds(rss: Settings) -> Iterator[tuple[str, str]]:
    """Yield the places of the feeds of mkdocs-rss-plugin that are sorted by creation."""
    names = rss.table("feeds_filenames")
    if rss.get("rss_feed_enabled") is not False:
        yield "rss", names.text_of("rss_created") or "feed_rss_created.xml"
    if rss.get("json_feed_enabled") is not False:
        yield "json", names.text_of("json_created") or "feed_json_created.json"


def _notes(blog: Settings | None, path: str) -> Iterator[str]:
    if blog is None:
        yield f"{path} has no plugin blog: pages with a date are the articles"
        return
    if blog.get("draft") is True:
        yield f"{path} publishes drafts of the blog, which are left out here: remove draft: true from them"
    if blog.get("post_slugify"):
        yield "post_slugify is not read: compare the addresses, and write slug: where they differ"
    if blog.get("authors_file"):
        yield "authors are read from .authors.yml in the blog's folder"
