"""One entry, as feedparser gives it → the fields of a file. Pure."""

from __future__ import annotations

import html
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import nh3

from broadsheet import dates, urls
from broadsheet.config import values
from broadsheet.text import xml_text

_MARKED_UP = {"text/html", "application/xhtml+xml"}
_NO_TOPIC = ("#kind", "#numcomments")
"""Ends of the schemes of categories that name the kind of an entry, not a term (Blogger)."""

_PARAGRAPH = re.compile(r"<(?:p|figure|ul|ol|blockquote)[\s>]")
_BREAK = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*\n\s*")
"""Separates paragraphs in WordPress exports; WordPress adds `<p>` when it shows a page."""

_TRAILER = re.compile(r" ?The post .{1,300} appeared first on .{1,200}\.$")
"""The sentence that WordPress adds to every description."""

Entry = Mapping[str, Any]


def plain(text: str) -> str:
    """Return HTML as plain text on one line."""
    shown = html.unescape(nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}))
    return " ".join(xml_text(shown).split())


def file_fields(entry: Entry, feed: Entry, url: str, *, escapes: bool = False) -> dict[str, Any]:
    """Return the fields of an entry's file, without empty ones, and its "body".

    `url` is the feed's. Author and language are the feed's if the entry names none. An entry without an
    address has no "permalink". With `escapes`, plain titles may be escaped twice, since RSS does not say
    whether titles are HTML.
    """
    body, summary = _texts(entry)
    if "wp_post_type" in entry and not _PARAGRAPH.search(body):
        body = _BREAK.sub("</p>\n<p>", f"<p>{body.strip()}</p>")
    link = _permalink(entry)
    image = _image(entry)
    found = {
        "title": _title(entry, escapes=escapes),
        "date": _date(entry, "published") or _date(entry, "created") or _date(entry, "updated"),
        "updated": _date(entry, "updated"),
        "id": _one_line(entry.get("id")) or link,
        "permalink": link,
        "authors": _authors(entry) or _authors(feed),
        "tags": list(dict.fromkeys(_tags(entry))),
        "summary": _TRAILER.sub("", plain(summary)).replace(" […]", " …"),
        "image": image,
        "language": _language(entry) or _language_tag(feed.get("language")),
        "enclosures": [each for each in _enclosures(entry) if each["url"] != image],
        "feed": url,
    }
    return {**{name: value for name, value in found.items() if value}, "body": xml_text(body)}


def is_published(entry: Entry) -> bool:
    """Return whether an entry is a published post; WordPress exports also hold drafts and pages."""
    kinds = (entry.get("wp_post_type", "post"), entry.get("wp_status", "publish"))
    return kinds == ("post", "publish") and not entry.get("wp_post_password")


def _one_line(value: Any) -> str:
    return " ".join(xml_text(str(value or "")).split())


def _title(entry: Entry, *, escapes: bool) -> str:
    title = str(entry.get("title") or "")
    if (entry.get("title_detail") or {}).get("type") in _MARKED_UP:
        return plain(title)
    return _one_line(html.unescape(title) if escapes else title)


def _texts(entry: Entry) -> tuple[str, str]:
    """Return the content as HTML, and the summary, "" if there is only the content."""
    contents = [each for each in entry.get("content") or () if each.get("value")]
    detail = entry.get("summary_detail") or {}
    summary = str(entry.get("summary") or "")
    if contents:
        best = max(contents, key=lambda each: each.get("type") in _MARKED_UP)
        content = _as_html(best)
        return content, "" if summary == best["value"] else _as_html(detail)
    return _as_html(detail), ""


def _as_html(text: Mapping[str, Any]) -> str:
    value = str(text.get("value") or "")
    if text.get("type") != "text/plain":
        return value
    return "".join(f"<p>{html.escape(part)}</p>\n" for part in re.split(r"\n\s*\n", value) if part)


def _permalink(entry: Entry) -> str:
    """Return the address of an entry's page, "" if it has none."""
    guid = entry.get("id") if entry.get("guidislink") else ""
    first = next((each.get("href") for each in _enclosed(entry)), "")
    for found in (entry.get("feedburner_origlink"), entry.get("link"), guid, first):
        try:
            return values.web_url(str(found or ""))
        except ValueError:
            continue
    return ""


def _date(entry: Entry, name: str) -> str:
    """Return a date with the zone in which it was written, ISO 8601; "" if there is none."""
    typed = entry.get(name)
    if not typed:
        return ""
    try:
        return dates.parse(str(typed), UTC).isoformat()
    except ValueError:
        parsed = entry.get(f"{name}_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _authors(entry: Entry) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for each in entry.get("authors") or ():
        email, url = _one_line(each.get("email")), _one_line(each.get("href"))
        name = plain(str(each.get("name") or "")) or email.partition("@")[0]
        person = {
            "name": name,
            "email": email if values.EMAIL.fullmatch(email) else "",
            "url": url if urls.has_scheme(url) else "",
        }
        known = {key: value for key, value in person.items() if value}
        if name and known not in found:
            found.append(known)
    return found


def _tags(entry: Entry) -> Iterator[str]:
    for each in entry.get("tags") or ():
        if not str(each.get("scheme") or "").endswith(_NO_TOPIC):
            name = plain(str(each.get("label") or each.get("term") or ""))
            if name:
                yield name


def _language(entry: Entry) -> str:
    details = (*(entry.get("content") or ()), entry.get("title_detail") or {})
    return next((tag for each in details if (tag := _language_tag(each.get("language")))), "")


def _language_tag(value: Any) -> str:
    try:
        return values.language(str(value or ""))
    except ValueError:
        return ""


def _image(entry: Entry) -> str:
    """Return the picture of an entry: from Media RSS, iTunes, or an enclosure."""
    media = entry.get("media_content") or ()
    pictures = (
        *(each.get("url") for each in media if _is_picture(each)),
        *(each.get("url") for each in entry.get("media_thumbnail") or ()),
        (entry.get("image") or {}).get("href"),
        *(each.get("href") for each in _enclosed(entry) if _is_picture(each)),
    )
    return next((_one_line(url) for url in pictures if urls.has_scheme(str(url or ""))), "")


def _enclosed(entry: Entry) -> list[Mapping[str, Any]]:
    return [link for link in entry.get("links") or () if link.get("rel") == "enclosure"]


def _is_picture(file: Mapping[str, Any]) -> bool:
    kind = str(file.get("type") or "")
    return file.get("medium") == "image" or kind.startswith("image/")


def _enclosures(entry: Entry) -> Iterator[dict[str, str]]:
    for each in _enclosed(entry):
        length = str(each.get("length") or "")
        kind = _one_line(each.get("type")).lower()
        try:
            url = values.web_url(str(each.get("href") or ""))
        except ValueError:
            continue
        if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind):
            yield {"url": url, "type": kind, "length": length if length.isdecimal() else "0"}
