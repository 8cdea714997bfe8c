"""What a shortcode's template knows besides its call: the page and the site.

https://gohugo.io/methods/page/ and https://gohugo.io/methods/site/ . What is not here is not known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from broadsheet.config import Config
from broadsheet.engines.settings import Settings
from broadsheet.errors import UnreadableError
from broadsheet.markdown import GoTable, LooseTable, SafeHtml, go_scratch, go_text
from broadsheet.model import Article
from broadsheet.scripts import UNKNOWN
from broadsheet.source import front_matter
from broadsheet.urls import has_scheme

Read = Callable[[str], str | None]
Convert = Callable[[str], str]

_SIZED = ("Crop", "Fill", "Filter", "Fit", "Process", "Resize")
_SAME = ("Fingerprint", "Minify")


def site_of(config: Config, settings: Settings) -> GoTable:
    """Return `site`."""
    language = config.site.language
    return GoTable(
        {
            "BaseURL": config.articles_url,
            "Copyright": settings.text_of("copyright"),
            "IsMultiLingual": len(config.content.languages) > 1,
            "Language": GoTable({"Lang": language, "LanguageCode": language}),
            "LanguageCode": settings.text_of("languageCode") or language,
            "Params": LooseTable(settings.table("params").data),
            "Title": config.site.title,
        }
    )


def page_of(article: Article, site: GoTable, convert: Convert, read: Read) -> GoTable:
    """Return the page of an article."""
    fields = _fields(article, read)
    is_bundle = posixpath.basename(article.source).startswith("index.")

    def resource(given: list[Any]) -> GoTable | None:
        return picture(article.permalink, go_text(given[0])) if is_bundle else None

    return GoTable(
        {
            "Description": fields.get("description", ""),
            "IsPage": True,
            "Kind": "page",
            "Language": site["Language"],
            "LinkTitle": article.title,
            "Params": LooseTable({**fields, **(fields.get("params") or {})}),
            "Permalink": article.permalink,
            "RelPermalink": rooted(article.permalink),
            "RenderString": lambda given: rendered(convert, *given),
            "Resources": GoTable({"Get": resource, "GetMatch": resource}),
            "Scratch": go_scratch(),
            "Section": article.sections[0] if article.sections else "",
            "Site": site,
            "Store": go_scratch(),
            "Title": article.title,
        }
    )


def _fields(article: Article, read: Read) -> dict[str, Any]:
    try:
        found = front_matter.split(read(article.source) or "", needed=False).fields
    except UnreadableError:
        return {}
    return dict(found)


def rooted(url: str) -> str:
    """Return the path of a URL from the server's root."""
    return urlsplit(url).path or "/"


def picture(home: str, name: str) -> GoTable | None:
    """Return a file beside a page, of which only the address is known; None for one elsewhere."""
    if not name or name.startswith(("/", "#")) or has_scheme(name) or "*" in name:
        return None
    url = urljoin(home, name)
    unknown = dict.fromkeys(("Width", "Height", "MediaType", "ResourceType", "Exif"), UNKNOWN)
    found = GoTable(
        {"Permalink": url, "RelPermalink": rooted(url), "Name": name, "Title": name, **unknown}
    )
    # Smaller pictures are made by the engine only.
    found |= {method: lambda _: found for method in (*_SIZED, *_SAME)}
    return found


def rendered(convert: Convert, *given: Any) -> SafeHtml:
    """`markdownify`, `RenderString`: Markdown, one paragraph without its element unless it is a block."""
    *options, text = given
    made = convert(go_text(text))
    html = made.strip()
    is_block = bool(options) and options[0].get("display") == "block"
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1
    return SafeHtml(html[3:-4] if is_one and not is_block else made)
