"""A site's database, opened for sending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from broadsheet.config import Config
from broadsheet.errors import Problem, Severity
from broadsheet.ledger import Ledger
from broadsheet.parallel import process_name
from broadsheet.subscribers import Secret, open_subscribers


@dataclass(frozen=True, slots=True)
class Office:
    """A site's ledger and secret, messages about how they were opened, and this process's name."""

    ledger: Ledger
    secret: Secret
    problems: tuple[Problem, ...]
    worker: str = field(default_factory=process_name)
    """The name of this process in the ledger."""

    @classmethod
    @contextmanager
    def opened(cls, config: Config, environment: Mapping[str, str]) -> Iterator[Office]:
        """Open a site's database, and make its secret if there is none yet.

        Raises DatabaseError: a missing database is never made here. Raises ConfigError.
        """
        readers, made = open_subscribers(config.root, config.send.database, environment)
        try:
            message = "was made now; keep it with your backups: links to unsubscribe depend on it"
            problem = Problem("subscribers.key", 0, "", message, Severity.WARNING)
            ledger = Ledger(readers.database, readers.secret)
            yield cls(ledger, readers.secret, (problem,) if made else ())
        finally:
            readers.database.close()
