"""What the columns of other programs' exports mean.

These are listmonk, Mailchimp, Buttondown, Substack, Ghost, Keila, and files with a column `email`.
Nothing tells their files apart, but their columns do not contradict one another, so one table reads all.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from broadsheet.subscribers.address import clean_line, shown

EMAIL = ("email", "email_address", "e_mail", "e_mail_address", "subscriber_email", "mail")
NAME = ("name", "full_name", "display_name")
FIRST_NAME = ("first_name", "firstname", "fname")
LAST_NAME = ("last_name", "lastname", "lname")
LANGUAGE = ("language", "lang", "locale", "preferred_language")
JOINED = (
    *("confirm_time", "optin_time", "opt_in_time", "subscribed_at", "created_at", "creation_date"),
    *("start_date", "inserted_at", "subscription_date", "since"),
)
STATUS = ("status", "subscriber_type", "subscription_status")
KIND = ("type",)
"""As STATUS, but may hold anything else as well."""

CONFIRMED = "confirmed"
LEFT = "left"
BOUNCED = "bounced"
COMPLAINED = "complained"
BLOCKED = "manual"
UNCONFIRMED = "unconfirmed"

_WORDS: Mapping[str, str] = {
    word: meaning
    for meaning, words in {
        CONFIRMED: "enabled active subscribed regular premium confirmed gift gifted trialed trialing "
        "paid free comped member churning churned past_due unpaid paused upcoming",
        LEFT: "unsubscribed left disabled inactive removed deleted cancelled canceled archived "
        "opted_out optout",
        BOUNCED: "bounced cleaned undeliverable unreachable hard_bounced hard_bounce invalid",
        COMPLAINED: "complained complaint spam spammy abuse",
        BLOCKED: "blocklisted blacklisted blocked suppressed",
        UNCONFIRMED: "unconfirmed unactivated pending nonsubscribed non_subscribed transactional",
    }.items()
    for word in words.split()
}

# A column of which any value but an empty one, or of which true or false, means this.
_IF_GIVEN = {
    "unsub_time": LEFT,
    "unsubscribed_at": LEFT,
    "unsubscription_date": LEFT,
    "deleted_at": LEFT,
    "clean_time": BOUNCED,
    "undeliverability_date": BOUNCED,
}
_IF_TRUE = {"email_disabled": LEFT, "unsubscribed": LEFT, "blocked": BLOCKED}
_IF_FALSE = {"subscribed_to_emails": LEFT, "subscribed": LEFT}

_TRUE = ("true", "yes", "1", "t", "y", "on")
_FALSE = ("false", "no", "0", "f", "n", "off")

_GRAVITY = (COMPLAINED, BLOCKED, BOUNCED, LEFT, UNCONFIRMED, CONFIRMED)
"""The first of several meanings counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says of a reader, before the address is read."""

    email: str
    name: str
    language: str
    joined: str
    meaning: str


class Columns:
    """Reads rows by the names of their columns."""

    def __init__(self, names: Sequence[str]) -> None:
        """Find the columns. Raises ValueError if none holds addresses."""
        self._places = {name: place for place, name in reversed(list(enumerate(names)))}
        self._email = self._first(EMAIL)
        if self._email is None:
            message = f"has no column email, but: {shown(', '.join(names), 200)}; name one email"
            raise ValueError(message)
        self._names = [self._first(NAME)]
        if self._names == [None]:
            self._names = [self._first(FIRST_NAME), self._first(LAST_NAME)]
        self._language = self._first(LANGUAGE)
        self._joined = [self._places[name] for name in JOINED if name in self._places]
        self._status = [self._places[name] for name in STATUS if name in self._places]
        self._kind = self._first(KIND)
        self._flags = [
            (self._places[name], table[name], values)
            for table, values in ((_IF_GIVEN, None), (_IF_TRUE, _TRUE), (_IF_FALSE, _FALSE))
            for name in table
            if name in self._places
        ]
        # Most rows of a file say one of a few things.
        self._meaning_of = functools.lru_cache(1000)(self._found_meaning)

    def _first(self, names: Sequence[str]) -> int | None:
        return next((self._places[name] for name in names if name in self._places), None)

    def line(self, row: Sequence[str]) -> Line:
        """Read a row. Raises ValueError if it is not UTF-8, or its status is unknown."""
        if _has_surrogates("".join(row)):
            message = "is not UTF-8; save the file as CSV in UTF-8"
            raise ValueError(message)
        names = (_cell(row, place) for place in self._names)
        return Line(
            _cell(row, self._email),
            clean_line(" ".join(filter(None, names))),
            clean_line(_cell(row, self._language), 35),
            clean_line(next(filter(None, (_cell(row, p) for p in self._joined)), ""), 40),
            self._meaning(row),
        )

    def _meaning(self, row: Sequence[str]) -> str:
        status = tuple(_cell(row, place) for place in self._status)
        flags = tuple(_cell(row, place) for place, _, _ in self._flags)
        return self._meaning_of(status, _cell(row, self._kind), flags)

    def _found_meaning(self, status: Sequence[str], kind: str, flags: Sequence[str]) -> str:
        found = {_meaning_of(cell) for cell in status if cell}
        if word := _WORDS.get(_word(kind)):
            found.add(word)
        for cell, (_, meaning, values) in zip(flags, self._flags, strict=True):
            if cell and (values is None or cell.casefold() in values):
                found.add(meaning)
        return next((meaning for meaning in _GRAVITY if meaning in found), CONFIRMED)


@functools.lru_cache(1000)
def _meaning_of(cell: str) -> str:
    word = _word(cell)
    if word not in _WORDS:
        message = (
            f'"{shown(cell)}" is not a status; write subscribed, unsubscribed, bounced, complained '
            "or unconfirmed"
        )
        raise ValueError(message)
    return _WORDS[word]


@functools.lru_cache(1000)
def _word(cell: str) -> str:
    return "_".join(cell.casefold().replace("-", " ").split())


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _has_surrogates(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)
