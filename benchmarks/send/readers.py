"""A million readers: import, audience, start after a crash, memory, marks with group commit.

    .venv/bin/python benchmarks/send/readers.py [READERS] [FOLDER]

Each step is a process of its own, so that its memory is its own. Times are wall-clock; CPU beside them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from broadsheet.ledger import Ledger, Outcome, Result
from broadsheet.subscribers import Subscribers, open_subscribers, transfer
from broadsheet.subscribers.transfer.importing import import_file

NAME = "subscribers.sqlite"
KEY = {"BROADSHEET_SECRET": "k" * 32}
STEPS = ("import", "audience", "status", "crash", "restart", "marks", "backup")


def main() -> None:
    """Run all steps, or the one that is named, in a process of its own."""
    if len(sys.argv) > 3:
        print(json.dumps(measured(sys.argv[3], Path(sys.argv[2]), int(sys.argv[1]))))
        return
    readers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as folder:
        write_file(Path(folder), readers)
        print(f"{readers:,} readers\n\n| step | seconds | CPU | MB | |\n|---|---|---|---|---|")
        for step in STEPS:
            command = [sys.executable, __file__, str(readers), folder, step]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found = json.loads(done.stdout)
            print("| {step} | {seconds:.2f} | {cpu:.2f} | {mb:.0f} | {note} |".format(**found))


def write_file(folder: Path, readers: int) -> None:
    """Write a CSV file as a program would export it."""
    with (folder / "readers.csv").open("w", encoding="utf-8") as out:
        out.write("uuid,email,name,attributes,status,created_at\n")
        for number in range(readers):
            mixed = number * 2654435761 % 2**32  # No order, as in life.
            out.write(
                f"{mixed:032x},Reader.{mixed:x}@host{mixed % 5000}.example.org,Reader {number},"
                "{},enabled,2021-03-01 10:00:00+00\n"
            )


def measured(step: str, folder: Path, readers: int) -> dict[str, object]:
    """Run a step; returns time, CPU and the highest memory of this process."""
    began, cpu = time.perf_counter(), time.process_time()
    subscribers, _ = open_subscribers(folder, NAME, KEY, create=True)
    note = globals()[f"step_{step}"](subscribers, folder, readers)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    subscribers.database.close()
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"step": step, "seconds": seconds, "cpu": cpu, "mb": mb, "note": note}


def step_import(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Import the file, and measure the disk."""
    options = transfer.ImportOptions(name="readers.csv", edition="weekly", basis="bench")
    with (folder / "readers.csv").open("rb") as stream:
        report, _ = import_file(subscribers, stream, options, 1000)
    assert report.new == readers
    return f"{(folder / NAME).stat().st_size / 1e6:.0f} MB on the disk"


def ledger_of(subscribers: Subscribers) -> Ledger:
    """Return the ledger of the readers."""
    return Ledger(subscribers.database, subscribers.secret)


def step_audience(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Take an issue's audience."""
    before = (folder / NAME).stat().st_size
    issue = ledger_of(subscribers).open_issue("weekly", "W1", b"x" * 60000, cutoff=2000, now=2000)
    assert issue.audience == readers
    size = (folder / NAME).stat().st_size + (folder / f"{NAME}-wal").stat().st_size
    return f"{(size - before) / 1e6:.0f} MB with its log"


def step_status(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Count an issue's deliveries."""
    counts = ledger_of(subscribers).counts(1)
    assert counts.balanced
    return f"{counts.queued:,} queued"


def step_crash(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Lease and mark some deliveries, then end without a word."""
    ledger = ledger_of(subscribers)
    for delivery in ledger.lease(1, "host:1", 200, 3000)[:20]:
        ledger.mark(delivery, 3000)
    return "20 in transaction"


def step_restart(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Do what a run does first: recover, counts, the first lease."""
    ledger = ledger_of(subscribers)
    unknown = ledger.recover("host:2", 4000)
    counts = ledger.counts(1)
    leased = ledger.lease(1, "host:2", 200, 4000)
    assert (unknown, counts.unknown, len(leased)) == (20, 20, 200)
    ledger.release("host:2")
    return f"{unknown} unknown"


def step_marks(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Mark and record with 20 threads, without a relay: what the ledger costs a delivery."""
    ledger = ledger_of(subscribers)
    count = min(10_000, readers // 2)
    deliveries = ledger.lease(1, "host:3", count, 5000)
    began, cpu = time.perf_counter(), time.process_time()

    def work(part: list) -> None:
        for delivery in part:
            ledger.mark(delivery, 5000)
            ledger.record(delivery, Result(Outcome.SENT, "250 2.0.0 Ok: queued as 4XyZ"), 5000)

    threads = [threading.Thread(target=work, args=(deliveries[n::20],)) for n in range(20)]
    run_all(threads)
    ledger.flush()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert ledger.counts(1).sent == count
    return f"{count / seconds:,.0f}/s, {1000 * cpu / count:.3f} ms CPU a delivery"


def run_all(threads: list[threading.Thread]) -> None:
    """Start threads and wait for them."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def step_backup(subscribers: Subscribers, folder: Path, readers: int) -> str:
    """Back the database up, checked."""
    subscribers.database.backup(folder / "backup.sqlite")
    return f"{(folder / 'backup.sqlite').stat().st_size / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
