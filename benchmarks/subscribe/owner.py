"""What the owner sees of a large list: seconds and memory of `publish subscribers` and of its page.

    python benchmarks/subscribe/owner.py --readers 1000000 --issues 5 --folder /var/tmp

The readers joined over three years; one in ten left, one in fifty came back, each issue had bounces.
Each command is a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from broadsheet.databases import Session, open_database

KEY = "k" * 32
CONFIG = """\
[site]
title = "Bench"
url = "https://example.org/"
author = { name = "Ada", email = "ada@example.org" }
[digest.weekly]
address = false
[send]
relay = "maildir:mails"
database = "subscribers.sqlite"
"""
DAY = 86400
YEARS = 3 * 365
COMMAND = [sys.executable, "-m", "broadsheet"]


def fill(root: Path, readers: int, issues: int) -> None:
    """Make the database of a list that has grown for three years."""
    first = int(time.time()) - YEARS * DAY
    with contextlib.closing(open_database(root, "subscribers.sqlite", create=True)) as database:
        with database.write() as session:
            _fill_readers(session, readers, first)
        for issue in range(1, issues + 1):
            with database.write() as session:
                _fill_issue(session, issue, readers)


def _fill_readers(session: Session, readers: int, first: int) -> None:
    def joined(number: int) -> int:
        return first + number * 7919 % (YEARS * DAY)

    session.load(
        "subscribers",
        ("id", "canonical", "address", "name", "language", "created"),
        (
            (n, f"r{n}@h{n % 5000}.example", f"R{n}@h{n % 5000}.example", "", "", joined(n))
            for n in range(1, readers + 1)
        ),
    )
    session.load(
        "sources",
        ("kind", "basis", "origin", "words"),
        (("form", "asked", f"https://example.org/{n}/", "") for n in range(20)),
    )
    session.load(
        "subscriptions",
        ("edition", "subscriber", "state", "reason", "since", "choices"),
        (
            (
                "weekly",
                n,
                *(("left", "left") if n % 10 == 0 else ("confirmed", "")),
                joined(n),
                "{}",
            )
            for n in range(1, readers + 1)
        ),
    )
    session.load(
        "events",
        ("subscriber", "edition", "kind", "at", "source", "detail"),
        _events(readers, joined),
    )


def _events(
    readers: int, joined: Callable[[int], int]
) -> Iterator[tuple[int, str, str, int, int, str]]:
    for n in range(1, readers + 1):
        at = joined(n)
        kinds = ["requested", "confirmed"]
        if n % 50 == 0:
            kinds += ["left", "confirmed"]
        if n % 10 == 0:
            kinds.append("left")
        for place, kind in enumerate(kinds):
            yield n, "weekly", kind, min(at + place * 9 * DAY, int(time.time())), n % 20 + 1, ""


def _fill_issue(session: Session, issue: int, readers: int) -> None:
    session.execute(
        "INSERT INTO issues (id, edition, name, cutoff, opened, key_id, audience, paused, done) "
        "VALUES (?, 'weekly', ?, 0, ?, '', ?, '', 1)",
        (issue, f"2025-W{issue:02}", int(time.time()) - 7 * DAY * issue, readers),
    )
    session.load(
        "deliveries",
        ("issue", "subscriber", "state", "reason", "attempts", "first", "changed", "reply"),
        (
            (
                issue,
                n,
                "refused" if n % 200 == 0 else "sent",
                "",
                1,
                1,
                1,
                "250 2.0.0 Ok: queued as 4F",
            )
            for n in range(1, readers + 1)
        ),
    )
    session.load(
        "bounces",
        ("subscriber", "issue", "kind", "status", "detail", "at"),
        (
            (n, issue, ("gone", "full", "us", "complaint")[n // 100 % 4], "5.1.1", "unknown", 1)
            for n in range(100, readers + 1, 100)
        ),
    )


def _memory(pid: int) -> float:
    """Return the highest memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def show_text(root: Path, *options: str) -> None:
    """Measure `publish subscribers` as text or JSON."""
    started = time.perf_counter()
    with (root / "out").open("wb") as out:
        process = subprocess.Popen([*COMMAND, "-C", str(root), "subscribers", *options], stdout=out)
        _, status, used = os.wait4(process.pid, 0)
    assert status == 0
    seconds, cpu = time.perf_counter() - started, used.ru_utime + used.ru_stime
    size = (root / "out").stat().st_size
    name = " ".join(["publish subscribers", *options])
    print(f"| {name} | {seconds:.1f} | {cpu:.1f} | {used.ru_maxrss / 1024:.0f} | {size:,} bytes |")


def show_page(root: Path) -> None:
    """Measure the owner's page, twice."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    options = ["--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*COMMAND, "-C", str(root), "subscribers", *options], stderr=subprocess.DEVNULL
    )
    try:
        for name in ("the page", "the page again"):
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=60).close()
                    break
                except OSError:
                    time.sleep(0.1)
            started = time.perf_counter()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=600) as answer:
                size = len(answer.read())
            seconds = time.perf_counter() - started
            print(f"| {name} | {seconds:.1f} | | {_memory(process.pid):.0f} | {size:,} bytes |")
    finally:
        process.terminate()
        process.wait(60)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--issues", type=int, default=5)
    parser.add_argument("--folder", help="where the database lies while this runs")
    given = parser.parse_args()
    os.environ["BROADSHEET_SECRET"] = KEY
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        root = Path(folder)
        (root / "publish.toml").write_text(CONFIG)
        fill(root, given.readers, given.issues)
        size = (root / "subscribers.sqlite").stat().st_size / 1e6
        print(f"{given.readers:,} readers, {given.issues} issues, {size:,.0f} MB on the disk\n")
        print("| | seconds | CPU | MB | |\n|---|---|---|---|---|")
        show_text(root)
        show_text(root, "--json")
        show_page(root)


if __name__ == "__main__":
    main()
