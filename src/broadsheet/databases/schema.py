"""The tables, as steps of migration. A step that was released is never changed; add another.

Words in braces differ between databases. All times are Unix time in whole seconds.

- `addresses` of subscribers: `canonical` is the key, `address` what is written to. Ids are never used
  again, so that the deliveries of an erased reader belong to nobody.
- `events` is only ever appended to (except by erasing); `sources` says why and where from.
- `deliveries` is the state machine of `broadsheet.ledger`. Its indexes hold open deliveries only.
- `seen` holds ids of bounces and webhook events that were applied; `bounces` what they said.
- `hits` counts what causes mails, for limits; `outbox` holds mails that are no issues.
- `workers` are processes that send; each renews its row.
"""

from __future__ import annotations

from collections.abc import Mapping

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE subscribers (
            id {serial},
            canonical TEXT {binary} NOT NULL UNIQUE,
            address TEXT {binary} NOT NULL,
            name TEXT NOT NULL,
            language TEXT NOT NULL,
            created BIGINT NOT NULL
        )""",
        """CREATE TABLE subscriptions (
            edition TEXT {binary} NOT NULL,
            subscriber BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'left')),
            reason TEXT NOT NULL,
            since BIGINT NOT NULL,
            choices TEXT NOT NULL,
            PRIMARY KEY (edition, subscriber)
        ){clustered}""",
        "CREATE INDEX subscriptions_of ON subscriptions (subscriber)",
        """CREATE TABLE sources (
            id {serial},
            kind TEXT NOT NULL,
            basis TEXT NOT NULL,
            origin TEXT NOT NULL,
            words TEXT NOT NULL,
            UNIQUE (kind, basis, origin, words)
        )""",
        """CREATE TABLE events (
            id {serial},
            subscriber BIGINT NOT NULL,
            edition TEXT NOT NULL,
            kind TEXT NOT NULL,
            at BIGINT NOT NULL,
            source BIGINT NOT NULL,
            detail TEXT NOT NULL
        )""",
        "CREATE INDEX events_of ON events (subscriber)",
        """CREATE TABLE suppressions (
            mac {bytes} NOT NULL PRIMARY KEY,
            reason TEXT NOT NULL,
            at BIGINT NOT NULL,
            source TEXT NOT NULL
        ){clustered}""",
        """CREATE TABLE issues (
            id {serial},
            edition TEXT NOT NULL,
            name TEXT NOT NULL,
            cutoff BIGINT NOT NULL,
            opened BIGINT NOT NULL,
            key_id TEXT NOT NULL,
            audience BIGINT NOT NULL,
            done BIGINT,
            paused TEXT NOT NULL,
            UNIQUE (edition, name)
        )""",
        "CREATE TABLE compiled (issue BIGINT NOT NULL PRIMARY KEY, content {bytes} NOT NULL)",
        """CREATE TABLE deliveries (
            issue BIGINT NOT NULL,
            subscriber BIGINT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'handing', 'sent', 'deferred', 'refused',
                'skipped', 'unknown')),
            reason TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            first BIGINT,
            changed BIGINT NOT NULL,
            due BIGINT,
            lease TEXT,
            lease_until BIGINT,
            reply TEXT NOT NULL,
            PRIMARY KEY (issue, subscriber)
        ){clustered}""",
        "CREATE INDEX deliveries_queued ON deliveries (issue, subscriber) WHERE state = 'queued'",
        "CREATE INDEX deliveries_deferred ON deliveries (issue, due) WHERE state = 'deferred'",
        "CREATE INDEX deliveries_unknown ON deliveries (issue, subscriber) WHERE state = 'unknown'",
        "CREATE INDEX deliveries_leased ON deliveries (lease) WHERE lease IS NOT NULL",
        """CREATE TABLE buckets (
            name TEXT NOT NULL,
            seconds {double} NOT NULL,
            tokens {double} NOT NULL,
            at {double} NOT NULL,
            PRIMARY KEY (name, seconds)
        ){clustered}""",
        """CREATE TABLE paces (
            domain TEXT NOT NULL PRIMARY KEY,
            rate {double} NOT NULL,
            until {double} NOT NULL,
            good BIGINT NOT NULL
        ){clustered}""",
        "CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    ),
    (
        "CREATE TABLE seen (id TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL){clustered}",
        """CREATE TABLE bounces (
            id {serial},
            subscriber BIGINT NOT NULL,
            issue BIGINT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            detail TEXT NOT NULL,
            at BIGINT NOT NULL
        )""",
        "CREATE INDEX bounces_of ON bounces (subscriber)",
        "CREATE INDEX bounces_in ON bounces (issue)",
        "CREATE TABLE hits (id {serial}, scope TEXT NOT NULL, at BIGINT NOT NULL)",
        "CREATE INDEX hits_of ON hits (scope, at)",
        "CREATE INDEX hits_by_time ON hits (at)",
        """CREATE TABLE outbox (
            id {serial},
            kind TEXT NOT NULL,
            subscriber BIGINT NOT NULL,
            edition TEXT NOT NULL,
            address TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'handing', 'sent', 'refused', 'unknown')),
            attempts INTEGER NOT NULL,
            created BIGINT NOT NULL,
            due BIGINT NOT NULL,
            lease TEXT,
            lease_until BIGINT,
            reply TEXT NOT NULL
        )""",
        "CREATE INDEX outbox_open ON outbox (due) WHERE state IN ('queued', 'handing')",
        "CREATE INDEX outbox_of ON outbox (subscriber)",
    ),
    (
        """CREATE TABLE workers (
            name TEXT NOT NULL PRIMARY KEY,
            connections BIGINT NOT NULL,
            started BIGINT NOT NULL,
            seen BIGINT NOT NULL,
            sent BIGINT NOT NULL,
            rate {double} NOT NULL
        ){clustered}""",
    ),
)

VERSION = len(STEPS)
"""The version of the tables that this program needs."""


def step(number: int, words: Mapping[str, str]) -> list[str]:
    """Return the statements that lead from version `number` to the next, for one database."""
    return [statement.format_map(words) for statement in STEPS[number]]
