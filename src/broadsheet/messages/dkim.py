"""DKIM signatures (RFC 6376, RFC 8463): relaxed/simple, no l=, no x=, oversigned.

What is the same for every reader is canonicalised once. For each reader only the holes are filled,
the body is hashed, and the hash is signed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.errors import needs
from broadsheet.messages.holes import Holes, Template, compile_text, hole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

MIN_RSA_BITS = 1024
"""Verifiers refuse shorter keys (RFC 8301, section 3.2)."""

SIGNED = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Feedback-ID",
    "CFBL-Address",
    "MIME-Version",
    "Content-Type",
)
"""Fields to sign where a message has them."""

OVERSIGNED = tuple(
    name for name in SIGNED if name not in {"List-Id", "Feedback-ID", "CFBL-Address"}
)
"""Fields to sign once more than they occur, so that adding one breaks the signature."""

REPLACED_BY_SES = frozenset({"message-id", "date"})
"""Fields that Amazon SES writes anew, so that they must not be signed (its developer guide)."""

_LINE = 72


class KeyFileError(ValueError):
    """A private key cannot be used; the message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A private key, and where its public half is published: SELECTOR._domainkey.DOMAIN."""

    domain: str
    selector: str
    algorithm: str
    sign: Callable[[bytes], bytes]
    public: bytes
    """What the DNS record has in p=, before base64."""


def load_key(domain: str, selector: str, file: Path) -> DkimKey:
    """Read a private key of RSA or Ed25519 in PEM. Raises KeyFileError."""
    try:
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - slow to import
            ed25519,
            rsa,
        )
    except ImportError as error:
        raise KeyFileError(needs("cryptography", "send")) from error
    key = _private_key(file)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return _of_ed25519(domain, selector, key)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_RSA_BITS:
        return _of_rsa(domain, selector, key)
    raise KeyFileError("is neither RSA of 2048 bits nor Ed25519; make one: openssl genrsa 2048")


def _private_key(file: Path) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    try:
        return serialization.load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        message = (
            f"cannot be read: {error.strerror}; check its path, or make one: openssl genrsa 2048"
        )
        raise KeyFileError(message) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        message = "is no private key in PEM without a password; make one with: openssl genrsa 2048"
        raise KeyFileError(message) from error


def _of_ed25519(domain: str, selector: str, key: Ed25519PrivateKey) -> DkimKey:
    public = key.public_key().public_bytes_raw()

    def sign(data: bytes) -> bytes:
        """Sign the hash of the input, as RFC 8463, section 3 wants it."""
        return key.sign(hashlib.sha256(data).digest())

    return DkimKey(domain, selector, "ed25519-sha256", sign, public)


def _of_rsa(domain: str, selector: str, key: RSAPrivateKey) -> DkimKey:
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

    scheme, digest = padding.PKCS1v15(), hashes.SHA256()
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return DkimKey(
        domain, selector, "rsa-sha256", lambda data: key.sign(data, scheme, digest), public
    )


Field = tuple[str, str]
"""A header field: name, and value with marks of holes, folded as it is sent."""


class Signer:
    """Signs the messages of one issue with one key."""

    def __init__(
        self, key: DkimKey, fields: Sequence[Field], time: int, unsigned: Iterable[str] = ()
    ) -> None:
        """Canonicalise the header. `time` is t=, in seconds; `unsigned` are names to leave out."""
        names, signed = _chosen(fields, frozenset(map(str.lower, unsigned)))
        written = _signature_field(key, names, time)
        canonical = "".join(f"{relaxed(*field)}\r\n" for field in signed)
        self._key = key
        self._written = compile_text(f"DKIM-Signature: {written}")
        self._input = compile_text(canonical + relaxed("DKIM-Signature", written))

    def sign(self, holes: Holes, body_hash: bytes) -> bytes:
        """Return the field DKIM-Signature of a message whose body has that SHA-256 hash."""
        filled = {**holes, "bh": base64.b64encode(body_hash)}
        signature = base64.b64encode(self._key.sign(self._input.fill(filled)))
        lines = [signature[at : at + _LINE] for at in range(0, len(signature), _LINE)]
        return b"%b%b\r\n" % (self._written.fill(filled), b"\r\n ".join(lines))


class BodyHasher:
    """Hashes the bodies of one issue, its first constant part only once."""

    def __init__(self, body: Template) -> None:
        first = body.parts[0] if body.parts and isinstance(body.parts[0], bytes) else b""
        self._skip = 1 if first else 0
        self._start = hashlib.sha256(first)

    def digest(self, pieces: Sequence[bytes]) -> bytes:
        """Return the SHA-256 hash of a body; `pieces` are what `Template.pieces` returned.

        "Simple" canonicalisation changes nothing in a body that ends with exactly one CRLF.
        """
        state = self._start.copy()
        for piece in pieces[self._skip :]:
            state.update(piece)
        return state.digest()


def relaxed(name: str, value: str) -> str:
    """Return a field in the canonical form "relaxed" (RFC 6376, section 3.4.2), without CRLF."""
    unfolded = re.sub(r"[ \t]+", " ", value.replace("\r\n", ""))
    return f"{name.lower()}:{unfolded.strip(' ')}"


def _chosen(fields: Sequence[Field], unsigned: frozenset[str]) -> tuple[list[str], list[Field]]:
    """Return the names for h=, and the fields in that order."""
    found = {name.lower(): (name, value) for name, value in fields}
    names = [name for name in SIGNED if name.lower() in found and name.lower() not in unsigned]
    signed = [found[name.lower()] for name in names]
    return [*names, *(name for name in OVERSIGNED if name.lower() not in unsigned)], signed


def _signature_field(key: DkimKey, names: Sequence[str], time: int) -> str:
    lines = [""]
    for place, name in enumerate(names):
        text = name.lower() + (":" if place < len(names) - 1 else "")
        if len(lines[-1]) + len(text) > _LINE:
            lines.append("")
        lines[-1] += text
    listed = "\r\n  ".join(lines)
    about = f"v=1; a={key.algorithm}; c=relaxed/simple; d={key.domain}; s={key.selector}; t={time};"
    return f"{about}\r\n h={listed};\r\n bh={hole('bh')};\r\n b="
