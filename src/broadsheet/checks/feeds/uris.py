"""Checks and normalises URIs (RFC 3986), tags (RFC 4151) and URNs (RFC 8141).

The checking functions return what is wrong and what to write instead, or "".
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

_ILLEGAL = re.compile(r"[^A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IP_LITERAL = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/@]*@)?\[[0-9A-Fa-f:.]+\]")
_SPECIFIC = r"[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,]*"
_TAG = re.compile(
    r"tag:(?:[a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:"
    + _SPECIFIC
    + f"(?:#{_SPECIFIC})?"
)
_URN = re.compile(
    r"urn:[a-z0-9][a-z0-9-]{1,31}:(?:[a-z0-9()+,.:=@;$_!*'/&~-]|%[0-9a-f]{2})+", re.IGNORECASE
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PARTS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)(?P<rest>.*)",
    re.DOTALL,
)
_DEFAULT_PORTS = {"http": ":80", "https": ":443", "ftp": ":21"}
_OCTET = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_HTTP = re.compile(r"(?:https?|ftp)://[^/?#]", re.IGNORECASE)
_HOST = re.compile(
    r"https?://(?:(?:[A-Z0-9-]+\.)+|)[A-Z0-9][A-Z0-9-]*(?::\d+)?(?:[/?#]|$)", re.IGNORECASE
)


def reference(text: str) -> str:
    """Check a URI or a relative reference."""
    if not text:
        return ""
    scheme = _SCHEME.match(text)
    kind = scheme[1].lower() if scheme else ""
    if kind == "tag":
        return "" if _TAG.fullmatch(text) else "is not a tag URI; write tag:example.org,2025:name"
    if kind == "urn":
        return _urn(text)
    if wrong := _characters(text):
        return wrong
    if kind in {"http", "ftp"} and not _HTTP.match(text):
        return "has no host; write https://example.org/"
    return ""


def absolute(text: str) -> str:
    """Check a URI with a scheme."""
    if wrong := reference(text):
        return wrong
    scheme = _SCHEME.match(text)
    if scheme is None or scheme.end() == len(text):
        return "is not an absolute URL; write https://… in front"
    return ""


def iri(text: str) -> str:
    """Check an IRI or a relative reference: a URI that may contain letters of every script."""
    return reference(text if text.isascii() else _NOT_ASCII.sub("x", text))


def web(text: str) -> str:
    """Check an http or https URL."""
    if wrong := absolute(text):
        return wrong
    return "" if _HOST.match(text) else "is not a web address; write https://example.org/a.mp3"


def _characters(text: str) -> str:
    rest = _IP_LITERAL.sub("", text)
    if illegal := _ILLEGAL.search(rest):
        shown = "a space" if illegal[0] == " " else illegal[0]
        return f"contains {shown}; percent-encode it"
    return "contains a % without two hex digits; write %25" if _ESCAPE.search(rest) else ""


def _urn(text: str) -> str:
    if text.lower().startswith("urn:uuid:"):
        return "" if _UUID.fullmatch(text) else "is not a UUID; write urn:uuid: and 32 hex digits"
    return "" if _URN.fullmatch(text) else "is not a URN; write urn:isbn:9780306406157 or a URL"


def canonical(text: str) -> str:
    """Return a URI in canonical spelling (RFC 3986, section 6.2.2).

    Scheme and host are in lower case; there is no default port, no `.` or `..` in the path, and no
    needless escapes.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return text
    scheme, authority, path, rest = (
        match["scheme"].lower(),
        match["authority"],
        match["path"],
        match["rest"],
    )
    if authority is None:
        return f"{scheme}:{_escapes(path + rest)}"
    user, at, host = authority.rpartition("@")
    host = host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ":")).removesuffix(":")
    return f"{scheme}://{user}{at if user else ''}{host}{_escapes(_straight(path) + rest)}"


def _straight(path: str) -> str:
    """Return an absolute path without `.` and `..` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    *folders, last = path.split("/")[1:] or [""]
    for name in [*folders, last]:
        if name == "..":
            del kept[-1:]
        elif name != ".":
            kept.append(name)
    return "/" + "/".join(kept + [""] * (last in {".", ".."}))


def _escapes(text: str) -> str:
    return _OCTET.sub(_octet, text)


def _octet(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.match(character) else match[0].upper()


def scheme_of(text: str) -> str:
    """Return the scheme of a URI in lower case, or ""."""
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""


def joined(base: str, text: str) -> str:
    """Return a reference resolved against a base URI; as it is if one of them cannot be parsed."""
    try:
        return urljoin(base, text)
    except ValueError:
        return text
