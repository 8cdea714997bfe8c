"""Addresses in two forms: the one that mail goes to, and the key by which two addresses are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What nearly all addresses look like; for these, email-validator would decide the same in 50 times the
# time. "--" is left to it, since such a label may be an international one.
_PLAIN = re.compile(
    r"[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+(?:\.[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+)*"
    r"@(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}"
)
_LONGEST_LOCAL = 64
_SPECIAL = ("arpa", "invalid", "local", "localhost", "onion", "test")
_LONGEST = 254
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address that can be written to.

    `address` keeps the local part as typed (NFC); `canonical` has it in small letters. Both have the
    domain in lower-case A-labels. Dots and `+tag` are the owner's business and stay.
    """

    address: str
    canonical: str


def read_address(text: str) -> EmailAddress:
    """Return an address in its two forms. Raises ValueError with what is wrong."""
    text = text.strip()
    if _PLAIN.fullmatch(text) and len(text) <= _LONGEST:
        local, _, domain = text.rpartition("@")
        domain = domain.lower()
        special = domain.rpartition(".")[2] in _SPECIAL or "--" in domain
        if len(local) <= _LONGEST_LOCAL and not special:
            return EmailAddress(f"{local}@{domain}", f"{local.lower()}@{domain}")
    return _read_any(text)


def _read_any(text: str) -> EmailAddress:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - it is slow

    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        reason = str(error).rstrip(".")
        message = (
            f'"{shown(text)}" is not an address ({shown(reason, 200)}); write e.g. ada@example.org'
        )
        raise ValueError(message) from error
    local, domain = str(found.local_part), str(found.ascii_domain).lower()
    canonical = unicodedata.normalize("NFC", local.lower())
    return EmailAddress(f"{local}@{domain}", f"{canonical}@{domain}")


def shown(text: str, length: int = _SHOWN) -> str:
    """Return a text from outside for a message: one line, no control characters, not too long."""
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:length])
    return clean + ("…" if len(text) > length else "")


def clean_line(text: str, length: int = 200) -> str:
    """Return a name or note as it is kept: one line, without controls and direction marks."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():  # The usual case.
        return " ".join(text.split())[:length].rstrip()
    kept = (" " if c.isspace() else c for c in text[: 4 * length])
    joined = "".join(c for c in kept if c == " " or unicodedata.category(c) not in _DROPPED)
    return unicodedata.normalize("NFC", " ".join(joined.split()))[:length].rstrip()


_DROPPED = {"Cc", "Cs", "Co", "Cn", "Cf"}
"""Controls, surrogates, unassigned and format characters, among which are those of direction."""
