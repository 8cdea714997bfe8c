"""Articles → the stories of an issue, in its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown import cut
from broadsheet.model import Article
from broadsheet.newsletter.composed import Story
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.selection.arrange import is_link
from broadsheet.text import one_line

SUMMARY_COLUMNS = 480
"""A summary's length; Chinese characters count two. The lead's may be twice as long."""

WORDS_A_MINUTE = 238
"""Adults reading English silently (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

CHARACTERS_A_MINUTE = 400
"""Chinese, Japanese and Korean are counted by characters; Medium counts 500, Chinese apps 300."""

_NOT_READ = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)|<[^<>]*>|https?://\S+")
# Without the rare ideographs beyond U+FFFF, which would make matching four times slower.
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def make_story(
    article: Article, edition: Edition, context: Context, columns: int = SUMMARY_COLUMNS
) -> Story:
    """Compose a story; its summary is cut to `columns`."""
    language = edition.language
    published = article.published.astimezone(edition.site.timezone)
    minutes = 0 if is_link(article) else reading_minutes(article.body)
    return Story(
        title=one_line(article.title),
        url=article.permalink,
        summary=cut(_after_headline(article, one_line(context.texts.summary(article))), columns),
        day="" if is_link(article) else language.day(published.date()),
        moment=published.isoformat(timespec="seconds"),
        minutes=language.say("minutes", n=minutes) if minutes else "",
        authors=language.say("separator").join(_others(article, edition)),
        tags=_tags(article, context),
        language=article.language,
        direction=article.direction,
    )


def _after_headline(article: Article, summary: str) -> str:
    """Drop the start of a summary that is the headline already, as for an article without a title."""
    shown = one_line(article.title)
    if not article.untitled or not summary.startswith(shown.removesuffix("…")):
        return summary
    rest = summary[len(shown.removesuffix("…")) :].lstrip(" .。")
    return f"… {rest}" if rest and shown.endswith("…") else rest


def reading_minutes(markdown: str) -> int:
    """Return the minutes that a body takes to read, rounded up; 0 if there is nothing to read."""
    text = _NOT_READ.sub(" ", markdown)
    rest, runs = _CJK.subn(" ", text)
    characters = len(text) - len(rest) + runs
    words = len(_WORD.findall(rest))
    return -int(-(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE) // 1)


def _tags(article: Article, context: Context) -> tuple[str, ...]:
    """Return the terms of `tags`, else of the site's first taxonomy."""
    taxonomies = context.site.taxonomies
    name = "tags" if "tags" in taxonomies else next(iter(taxonomies), "")
    return tuple(term.name for term in taxonomies[name].terms_of(article)) if name else ()


def _others(article: Article, edition: Edition) -> Iterator[str]:
    """Yield the names of authors other than the site's own, who need not be named each time."""
    own = edition.site.author
    return (person.name for person in article.authors if own is None or person.name != own.name)
