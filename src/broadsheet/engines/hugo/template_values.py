"""What a shortcode's template knows besides its call: the page and the site.

https://gohugo.io/methods/page/ and https://gohugo.io/methods/site/ . What is not here is not known.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from broadsheet.config import Config
from broadsheet.engines.settings import Settings
from broadsheet.errors import UnreadableError
from broadsheet.markdown import GoTable, LooseTable, SafeHtml, go_scratch, go_text
from broadsheet.model import Article
from broadsheet.source import front_matter

Read = Callable[[str], str | None]
Convert = Callable[[str], str]
Resource = Callable[[list[Any]], GoTable | None]


def site_of(config: Config, settings: Settings, data: Callable[[], Any]) -> GoTable:
    """Return `site`; `data` reads its folder data/."""
    language = config.site.language
    return GoTable(
        {
            "BaseURL": config.articles_url,
            "Data": lambda _: data(),
            "Copyright": settings.text_of("copyright"),
            "IsMultiLingual": len(config.content.languages) > 1,
            "Language": GoTable({"Lang": language, "LanguageCode": language}),
            "LanguageCode": settings.text_of("languageCode") or language,
            "Params": LooseTable(settings.table("params").data),
            "Title": config.site.title,
        }
    )


def page_of(
    article: Article, site: GoTable, convert: Convert, read: Read, resource: Resource
) -> GoTable:
    """Return the page of an article; `resource` finds files beside it."""
    fields = _fields(article, read)
    return GoTable(
        {
            "Description": fields.get("description", ""),
            "File": _file_of(article.source),
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


def _file_of(path: str) -> GoTable:
    """Return what templates know of a page's file, whose folder is that below the content folder."""
    folder, name = posixpath.split(path)
    base, _, suffix = name.rpartition(".")
    return GoTable(
        {
            "BaseFileName": base,
            "ContentBaseName": posixpath.basename(folder) if base == "index" else base,
            "Dir": f"{folder.partition('/')[2]}/",
            "Ext": suffix,
            "LogicalName": name,
            "Path": path.partition("/")[2],
            "TranslationBaseName": base.partition(".")[0],
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


def rendered(convert: Convert, *given: Any) -> SafeHtml:
    """`markdownify`, `RenderString`: Markdown, one paragraph without its element unless it is a block."""
    *options, text = given
    made = convert(go_text(text))
    html = made.strip()
    is_block = bool(options) and options[0].get("display") == "block"
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1
    return SafeHtml(html[3:-4] if is_one and not is_block else made)


def without_scripts(html: str) -> str:
    """Return HTML without scripts and styles typed in it, which no reader sees."""
    parts, done = [], 0
    for tag in _OPENING.finditer(html):
        if tag.start() >= done and " src" not in tag[0]:
            end = html.find(f"</{tag[1]}>", tag.end())
            if end < 0:
                break
            parts.append(html[done : tag.start()])
            done = end + len(tag[1]) + len("</>")
    return "".join([*parts, html[done:]])


_OPENING = re.compile(r"<(script|style)\b[^<>]*>")
