"""One reader for each kind of value in publish.toml; those of tables are in `table_values`.

A reader takes what tomllib gives and returns what the record holds, or raises ValueError with
"what is wrong; what to write instead".
"""

from __future__ import annotations

import posixpath
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.language_tags import is_language_code
from broadsheet.model import Person
from broadsheet.text import xml_text

T = TypeVar("T")
Reader = Callable[[object], T]

FORMATS = ("atom", "rss", "json")
"""The formats of feeds; `feeds.FORMATS` writes them."""

_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]+@[^@\s<>,;()\"\[\]\\]+")

EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
"""An address; feeds need no stricter test."""

# The shape of a tag (RFC 5646, section 2.1), as far as feeds need it. Three capital letters are more
# likely the name of something else, such as CSS.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2}|[a-z]{3})(-[A-Za-z0-9]{2,8})*")


def line(value: object) -> str:
    """Read one line of text: white space folded, control characters dropped."""
    if not isinstance(value, str):
        raise ValueError(wrong(value, "text", '"…"'))
    return " ".join(xml_text(value).split())


def name(value: object) -> str:
    """Read one line of text that is not empty."""
    text = line(value)
    if not text:
        raise ValueError('is empty; write e.g. "…"')
    return text


def positive(value: object) -> int:
    """Read a whole number from 1 on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(wrong(value, "a whole number from 1 on", "20"))
    return value


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(wrong(value, "true or false", "true"))
    return value


def strings(value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(wrong(value, "a list of texts", '["…", "…"]'))
    return tuple(line(item) for item in value)


@dataclass(frozen=True, slots=True)
class Choice:
    """Reads one of a few words."""

    allowed: tuple[str, ...]

    def __call__(self, value: object) -> str:
        """Return the word."""
        if value not in self.allowed:
            known = " or ".join(f'"{word}"' for word in self.allowed)
            raise ValueError(wrong(value, "allowed", known))
        return str(value)


@dataclass(frozen=True, slots=True)
class Choices:
    """Reads a list, not empty, of some of a few words."""

    one: Choice

    def __call__(self, value: object) -> tuple[str, ...]:
        """Return the words, each once."""
        words = tuple(dict.fromkeys(self.one(item) for item in strings(value)))
        if not words:
            raise ValueError(wrong(value, "enough", f"one of {', '.join(self.one.allowed)}"))
        return words


def choice(*allowed: str) -> Choice:
    """Return a reader of one of a few words."""
    return Choice(allowed)


def choices(*allowed: str) -> Choices:
    """Return a reader of a list, not empty, of some of a few words."""
    return Choices(Choice(allowed))


def web_url(value: object) -> str:
    """Read an absolute http or https URL."""
    text = line(value)
    try:
        encoded = urls.absolute(text, "")
        parts = urlsplit(encoded)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise ValueError(wrong(value, "a web address", '"https://example.org/"'))
    return encoded


def base_url(value: object) -> str:
    """Read the URL of a folder; a missing slash at its end is added."""
    url = web_url(value)
    if "?" in url or "#" in url:
        raise ValueError(wrong(value, "the address of a folder", '"https://example.org/blog/"'))
    return url if url.endswith("/") else url + "/"


def web_urls(value: object) -> tuple[str, ...]:
    """Read a list of web addresses."""
    return tuple(web_url(item) for item in strings(value))


def feed_places(value: object) -> tuple[str, ...]:
    """Read where feeds are: web addresses, or files below the site's folder; one text or a list."""
    places = strings([value] if isinstance(value, str) else value)
    if "" in places:
        raise ValueError(wrong("", "the address of a feed", '"https://example.org/feed.xml"'))
    return tuple(web_url(place) if urls.has_scheme(place) else folder(place) for place in places)


def url_or_path(value: object) -> str:
    """Read a web address, or a path below the site's URL."""
    text = line(value)
    return web_url(text) if urls.has_scheme(text) else text


def language(value: object) -> str:
    """Read a language tag of BCP 47; `zh_CN` is read as `zh-CN`; `cn` is not a language."""
    tag = line(value).replace("_", "-")
    code = tag.partition("-")[0].lower()
    if not _LANGUAGE.fullmatch(tag) or not is_language_code(code):
        raise ValueError(wrong(value, "a language tag", '"zh-CN" or "en"'))
    return tag


def timezone(value: object) -> zoneinfo.ZoneInfo:
    """Read the name of a time zone of the IANA database."""
    name = line(value)
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise ValueError(wrong(value, "a time zone", '"Asia/Shanghai"')) from error


def person(value: object) -> Person:
    """Read a name, or a table of name, email and url."""
    if isinstance(value, str) and value.strip():
        return Person(line(value))
    if (
        not isinstance(value, dict)
        or not value.get("name")
        or set(value) - {"name", "email", "url"}
    ):
        raise ValueError(wrong(value, "a person", '{ name = "…", email = "…", url = "https://…" }'))
    email = line(value.get("email", ""))
    if email and not EMAIL.fullmatch(email):
        raise ValueError(wrong(email, "an email address", '"editor@example.org"'))
    url = web_url(value["url"]) if value.get("url") else ""
    return Person(name(value["name"]), email, url)


def email_address(value: object) -> str:
    """Read an email address; an international domain becomes ASCII, as headers need it."""
    text = line(value)
    local, _, domain = text.rpartition("@")
    try:
        text = f"{local}@{domain if domain.isascii() else urls.ascii_host(domain)}" if local else ""
    except ValueError:
        text = ""
    if not _MAIL_ADDRESS.fullmatch(text):
        message = f'"{value}" is not an email address; write e.g. "editor@example.org"'
        raise ValueError(message)
    return text


def folder(value: object) -> str:
    """Read a folder below the site's own; `.` is the site's."""
    text = line(value).replace("\\", "/").rstrip("/")
    parts = text.split("/")
    if text.startswith("/") or ".." in parts:
        raise ValueError(wrong(value, "a folder inside the site's", '"content"'))
    return "/".join(part for part in parts if part not in {"", "."})


def database(value: object) -> str:
    """Read a file name below the site's folder, or the address of a PostgreSQL database.

    Raises ValueError. The file is no cache, so it is not allowed in .publish/.
    """
    text = line(value)
    if text.startswith(("postgresql://", "postgres://")):
        if urlsplit(text).password is not None:
            message = "holds a password; take it out, and set PGPASSWORD or use ~/.pgpass"
            raise ValueError(message)
        return text
    text = posixpath.normpath(text) if text and "://" not in text else text  # Finds `./out/` too.
    if "://" in text or not text or text.split("/")[0] == ".publish":
        message = f'"{text}" is not a place for the database; write e.g. "subscribers.sqlite"'
        raise ValueError(message)
    return text


def tables(value: object) -> dict[str, Any]:
    """Check that a value is a table; its keys are read by the loader."""
    if not isinstance(value, dict):
        raise ValueError(wrong(value, "a table", "[name] and keys below it"))
    return value


def wrong(value: object, kind: str, example: str) -> str:
    """Return that a value is not of a kind; what to write instead."""
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return f"{shown} is not {kind}; write e.g. {example}"
