"""Group commit: marks and results of all threads share one transaction, and one fsync."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from broadsheet.databases import Database, Session
from broadsheet.ledger import transitions
from broadsheet.ledger.records import Delivery, Mark, Result


@dataclass(slots=True)
class _Wanted:
    """A mark that a thread waits for, until a commit gives the answer."""

    delivery: Delivery
    now: float
    answer: Mark | None = None
    error: Exception | None = None


class Commits:
    """Collects the writes of all threads. The first thread that gets the lock commits for all.

    While it waits for the disk, others collect for the next transaction, so load makes transactions
    larger.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathering = threading.Lock()
        self._turn = threading.Lock()
        self._marks: list[_Wanted] = []
        self._results: list[transitions.Recorded] = []

    def mark(self, delivery: Delivery, now: float) -> Mark:
        """Return the answer once it is on the disk. Raises what the commit raised."""
        wanted = _Wanted(delivery, now)
        with self._gathering:
            self._marks.append(wanted)
        with self._turn:
            if wanted.answer is None and wanted.error is None:
                self._commit()
        if wanted.error is not None:
            raise wanted.error
        return wanted.answer or Mark.LOST

    def record(self, delivery: Delivery, result: Result, now: float) -> None:
        """Keep a result for the next commit."""
        with self._gathering:
            self._results.append((delivery, result, now))

    def flush(self) -> None:
        """Commit what was collected. Raises what the commit raised; it can be tried again."""
        with self._turn:
            if error := self._commit():
                raise error

    def _commit(self) -> Exception | None:
        """Commit what was collected; each thread that waits for a mark gets its answer or the error.

        Results whose commit failed wait for the next one. If they were written nevertheless,
        writing them again changes nothing.
        """
        with self._gathering:
            marks, self._marks = self._marks, []
            results, self._results = self._results, []
        done = not (marks or results)
        failed: Exception | None = None
        try:
            if not done:
                with self._database.write() as session:
                    answers = _write(session, marks, results)
                done = True
                for wanted, answer in zip(marks, answers, strict=True):
                    wanted.answer = answer
        except Exception as error:  # noqa: BLE001 - it is raised in each thread that waits
            failed = error
        finally:
            if not done:
                failure = failed or InterruptedError("interrupted before the commit")
                for wanted in marks:
                    wanted.error = failure
                with self._gathering:
                    self._results[:0] = results
        return failed


def _write(
    session: Session, marks: list[_Wanted], results: list[transitions.Recorded]
) -> list[Mark]:
    transitions.write_results(session, results)
    return transitions.write_marks(session, [(each.delivery, each.now) for each in marks])
