"""A compiled issue → the message for one reader: the holes are filled, and the whole is signed.

The same issue, reader and secret give the same bytes at every try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from broadsheet.messages.dkim import REPLACED_BY_SES, BodyHasher, DkimKey, Field, Signer
from broadsheet.messages.holes import compile_text, hole
from broadsheet.messages.issues import CompiledIssue
from broadsheet.subscribers import Secret


@dataclass(frozen=True, slots=True)
class Seal:
    """The inputs of an issue's tokens: its number in the ledger, and a key of the secret.

    A proof has the number 0, which no issue has: its tokens do nothing.
    """

    secret: Secret
    number: int = 0
    key: str = ""


TokenHeader = Callable[[str], tuple[str, str]]
"""Returns the header field, name and value, that carries a token."""

_PLACE = "THE-TOKEN"


def _with_token(fields: Sequence[Field], token_header: TokenHeader | None) -> Sequence[Field]:
    """Add the field for a provider; a plain word holds its place, since values may be JSON."""
    if token_header is None:
        return fields
    name, value = token_header(_PLACE)
    return (*fields, (name, value.replace(_PLACE, hole("bounce"))))


class Composer:
    """Makes the messages of one issue; safe to share between threads."""

    def __init__(
        self,
        issue: CompiledIssue,
        seal: Seal,
        keys: Iterable[DkimKey] = (),
        *,
        ses: bool = False,
        token_header: TokenHeader | None = None,
    ) -> None:
        """Prepare the parts that all readers share.

        `ses`: the relay is Amazon SES. `token_header` makes the header field that a provider
        repeats in its reports of bounces; it is not signed, since some providers remove it.
        """
        unsigned = REPLACED_BY_SES if ses else ()
        time = int(issue.date.timestamp())
        self._issue = issue
        self._seal = seal
        self._name = f"{issue.edition}/{issue.name}"
        written = "".join(f"{n}: {v}\r\n" for n, v in _with_token(issue.fields, token_header))
        self._head = compile_text(f"{written}\r\n")
        self._reported = "bounce" in self._head.names
        self._body = issue.body
        self._hasher = BodyHasher(issue.body)
        self._signers = [Signer(key, issue.fields, time, unsigned) for key in keys]

    def message(self, subscriber: int, address: str) -> bytes:
        """Return the whole message: lines ended by CRLF, none of which begins with a dot."""
        return self.composed(subscriber, address)[1]

    def composed(self, subscriber: int, address: str) -> tuple[str, bytes]:
        """Return the left half of its Message-ID, and the message."""
        identity = self.message_id(subscriber)
        holes = {
            "address": address.encode(),
            "message_id": identity.encode("ascii"),
            "leave": self._token("leave", subscriber).encode("ascii"),
        }
        if self._reported:
            holes["bounce"] = self._token("bounce", subscriber).encode("ascii")
        body = self._body.pieces(holes)
        signed: list[bytes] = []
        if self._signers:
            digest = self._hasher.digest(body)
            signed = [signer.sign(holes, digest) for signer in self._signers]
        return identity, b"".join((*signed, *self._head.pieces(holes), *body))

    def message_id(self, subscriber: int) -> str:
        """Return the left half of a delivery's Message-ID, the same at every try."""
        seal = self._seal
        return seal.secret.mac("message-id", self._name, subscriber, key=seal.key).hex()

    def return_path(self, subscriber: int, bounce: str) -> str:
        """Return the envelope's sender: the bounce address with a token (VERP), else that of From."""
        local, _, domain = bounce.rpartition("@")
        token = self._token("bounce", subscriber) if local else ""
        return f"{local}+{token}@{domain}" if local else self._issue.sender

    def _token(self, purpose: str, subscriber: int) -> str:
        return self._seal.secret.token(purpose, self._seal.number, subscriber, key=self._seal.key)
