"""URLs and the path names they are made of: pure functions on text.

References come from people and may contain anything. What leaves this module is a valid URI (RFC 3986):
percent-encoded UTF-8, upper-case escapes, a lower-case host, no escape that is not needed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

MAX_SEGMENT_BYTES = 200
"""Longest path component: file systems end at 255 bytes, and readers add suffixes of their own."""

# Parentheses are legal in a path, but Markdown, mail clients and chat programs end a link at them.
_PATH_SAFE = "/%:@!$&'*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WHOLE = re.compile(r"https?://[^/?#]")
# By far the most references need no encoding: plain addresses and footnotes.
_PLAIN_WHOLE = re.compile(r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")
_PLAIN_FRAGMENT = re.compile(r"#[A-Za-z0-9._~:-]+")
_PORT = re.compile(r":[0-9]*$")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def has_scheme(reference: str) -> bool:
    """Return whether a reference begins with a scheme (`https:…`, `mailto:…`)."""
    return _SCHEME.match(reference) is not None


def is_path(reference: str) -> bool:
    """Return whether a reference looks like the path of a file."""
    return not has_scheme(reference) and not reference.startswith(("//", "#", "?"))


def absolute(reference: str, base: str) -> str:
    """Resolve a reference against a base URL and percent-encode the result.

    `base` is percent-encoded already. Raises ValueError if the reference cannot be a URL, e.g.
    `http://[`.
    """
    if _PLAIN_WHOLE.fullmatch(reference):
        return reference
    if _PLAIN_FRAGMENT.fullmatch(reference):
        return base.partition("#")[0] + reference
    reference = _CONTROL.sub("", reference.strip())
    if len(reference) > 1 and reference[0] == "#":
        return base.partition("#")[0] + "#" + _escape(reference[1:], _QUERY_SAFE)
    if _WHOLE.match(reference):
        return _encode(reference)
    return _encode(urljoin(base, reference))


@lru_cache(maxsize=4096)
def _encode(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(
        (
            parts.scheme,
            _encode_authority(parts.netloc),
            _escape(parts.path, _PATH_SAFE),
            _escape(parts.query, _QUERY_SAFE),
            _escape(parts.fragment, _QUERY_SAFE),
        )
    )


def _encode_authority(authority: str) -> str:
    userinfo, at, host = authority.rpartition("@")
    host = unquote(host) if "%" in host and not host.startswith("[") else host
    if not host.isascii():
        name = _PORT.sub("", host)
        host = ascii_host(name) + host[len(name) :]
    return _escape(userinfo, _PATH_SAFE) + at + quote(host.lower(), safe="[]:%")


def ascii_host(name: str) -> str:
    """Write a host's name in ASCII, as browsers do: UTS 46, non-transitional, so that ß stays itself.

    Names that IDNA 2008 has no place for, such as emoji, are written as IDNA 2003 did. Raises ValueError.
    """
    import idna  # noqa: PLC0415 - few sites link to such hosts

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        pass
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError as error:
        message = f"{name!r} is not a host name"
        raise ValueError(message) from error


def _escape(component: str, safe: str) -> str:
    quoted = quote(component, safe=safe, errors="replace")
    return _ESCAPE.sub(_normal_escape, quoted) if "%" in quoted else quoted


def _normal_escape(match: re.Match[str]) -> str:
    digits = match[1]
    if digits is None:
        return "%25"
    character = chr(int(digits, 16))
    return character if _UNRESERVED.fullmatch(character) else f"%{digits.upper()}"


# Not allowed in file names or in URL paths; separators and invisible characters are handled apart.
_UNSAFE = frozenset(':*?"<>|%#')
_SEPARATORS = frozenset("/\\-")
_JOINERS = frozenset("\u200c\u200d")
# Names that Windows keeps for itself, with any suffix, and the page that lists a taxonomy's terms.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|con(?:in|out)\$|index\.html"
)


@lru_cache(maxsize=65536)
def term_slug(name: str) -> str:
    """Return the path component of a term: NFKC, case-folded, letters of every script kept.

    Names that differ only by case, width or separators have the same slug. A short hash of the name
    is added if the name loses any other character, is too long, or cannot be a folder (`..`, `con`),
    so that names with different meanings (`C`, `C#`, `C?`) never share a path.

    The slug is never empty, contains no separator and cannot leave its folder. The slug of a slug is
    itself. It depends on the name alone, so a new term never moves the feeds of another one.
    """
    # Folding may take letters and accents apart, and so may a character between them that is dropped.
    folded = _nfkc(_nfkc(name).casefold())
    kept, lossless = _keep(folded)
    slug = re.sub("-{2,}", "-", _nfkc(kept)).strip("-")
    if slug and not slug.strip("."):
        slug = ""
    if slug.endswith("."):
        slug, lossless = slug.rstrip("."), False
    if slug and lossless and not _RESERVED.fullmatch(slug) and _fits(slug):
        return slug
    return _hashed(slug, folded.strip())


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _keep(folded: str) -> tuple[str, bool]:
    """Return the characters that a slug keeps, and whether all were kept."""
    kept = []
    lossless = True
    for character in folded:
        if character.isspace() or character in _SEPARATORS:
            kept.append("-")
        elif character in _UNSAFE or _invisible(character):
            lossless = False
        else:
            kept.append(character)
    return "".join(kept), lossless


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and (
        character not in _JOINERS
    )


def _fits(slug: str) -> bool:
    return len(slug.encode()) <= MAX_SEGMENT_BYTES


def _hashed(slug: str, whole: str) -> str:
    digest = hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:8]
    room = MAX_SEGMENT_BYTES - len(digest) - 1
    short = slug.encode()[:room].decode(errors="ignore").rstrip("-.")
    hashed = f"{short}-{digest}" if short else digest
    # Windows reserves `con.x-12345678` too: it looks at what is before the first dot.
    return hashed.replace(".", "-") if _RESERVED.fullmatch(hashed) else hashed


_NOT_IN_SEGMENT = re.compile(r"[^\w.~+@-]+")


def path_slug(name: str) -> str:
    """Return a path component made of a file name or title: lower case, spaces to hyphens.

    Letters and digits of every script and `._~+@-` are kept, the rest is dropped. It is "" if nothing
    is left.
    """
    lowered = re.sub(r"[\s/\\]+", "-", unicodedata.normalize("NFC", name).strip().lower())
    slug = _NOT_IN_SEGMENT.sub("", lowered)
    slug = re.sub("-{2,}", "-", slug).strip("-")
    if not slug.strip("."):
        return ""
    return slug if _fits(slug) else _hashed(slug, name)


def folder_url(base: str, path: str) -> str:
    """Return the URL of a folder below `base` (which ends in `/`): percent-encoded, ends in `/`."""
    return f"{file_url(base, path)}/" if path else base


@lru_cache(maxsize=65536)
def file_url(base: str, path: str) -> str:
    """Return the URL of a file below `base` (which ends in `/`), percent-encoded.

    `path` is a real path, so a `%` or `?` in it is a character, not an escape.
    """
    return base + quote(path, safe="/+~")


def iri(identifier: str, permalink: str, published: datetime) -> str:
    """Return the id of an article as an IRI, which Atom requires: itself if it is one, else a tag URI.

    Other formats allow any text, and the ids of entries that come from a feed are any.
    """
    if has_scheme(identifier) and not re.search(r"[\s<>\"{}|\\^`]", identifier):
        return identifier
    return tag_uri(urlsplit(permalink).hostname or "", f"{published:%Y-%m-%d}", identifier)


def tag_uri(authority: str, date: str, specific: str) -> str:
    """Return a tag URI (RFC 4151): `tag:example.org,2025-06-17:slug`."""
    return f"tag:{authority},{date}:{quote(specific, safe='/@!$*+,;=~')}"


def web_address(text: str) -> str:
    """Return a text if it is a web address, but not one of this machine; otherwise "".

    One without a scheme is taken for an https one.
    """
    text = f"https:{text}" if text.startswith("//") else text
    if re.match(r"https?://(?:localhost|127\.)", text):
        return ""
    return text if text.startswith(("http://", "https://")) else ""


def path_of(url: str) -> str:
    """Return the path of an address, decoded, without its first slash; "" if it cannot be parsed."""
    try:
        return unicodedata.normalize("NFC", unquote(urlsplit(url).path)).lstrip("/")
    except ValueError:
        return ""
