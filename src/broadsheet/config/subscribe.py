"""`[subscribe]` of publish.toml as a record: the pages of `publish subscribers serve`, and their mails."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.config import values
from broadsheet.config.keys import key


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeConfig:
    """`[subscribe]`: the pages of `publish subscribers serve`, and the mails that they send."""

    forms: bool = key(
        values.flag,
        "Whether the site's pages, the web copies of issues and their archives have a form to subscribe, "
        "if `[send] url` is set.",
        True,
    )
    reminder: bool = key(
        values.flag,
        "Whether who has not confirmed is reminded once, after 3 days.",
        True,
    )
    farewell: bool = key(
        values.flag,
        "Whether who leaves gets a short mail that says so. Nobody who complained gets one.",
        True,
    )
    mails_per_hour: int = key(
        values.positive,
        "The most confirmations that the pages send in an hour; further ones wait, and the log says so.",
        200,
    )
    check_domains: bool = key(
        values.flag,
        "Whether a form refuses an address whose domain takes no mail by DNS (no MX, or a null MX).",
        True,
    )
    proof_of_work: bool = key(
        values.flag,
        "Whether browsers have to solve a puzzle (proof of work by ALTCHA's protocol) before a form is "
        "taken. Forms need JavaScript then.",
        False,
    )
