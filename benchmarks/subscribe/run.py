"""One-click leaving: requests a second, latency at a steady rate, and CPU a request.

    python benchmarks/subscribe/run.py --readers 20000 --workers 2 --rate 200

Starts `publish subscribers serve` on a database of so many readers, and lets each leave once by the POST
that mail programs send (RFC 8058). The client runs on the same machine, so the server's CPU a request is
the figure to compare; requests a second are a lower bound.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from broadsheet.databases import open_database
from broadsheet.subscribers import Secret

KEY = "k" * 32
CONFIG = """\
[site]
title = "Bench"
url = "https://example.org/"
author = {{ name = "Ada", email = "ada@example.org" }}
[digest.weekly]
address = false
[send]
relay = "maildir:mails"
database = "{database}"
url = "http://127.0.0.1:{port}/"
[subscribe]
farewell = {farewell}
"""
BODY = b"List-Unsubscribe=One-Click"
IDLE = 0.05
"""CPU seconds in 2 seconds that are none."""

TICKS = os.sysconf("SC_CLK_TCK")


def fill(root: Path, database: str, readers: int) -> list[str]:
    """Make so many confirmed readers and an issue; return the paths by which they leave."""
    opened = open_database(root, database, create=True)
    now = int(time.time())
    with opened.write() as session:
        columns = ("id", "canonical", "address", "name", "language", "created")
        rows = (
            (n, f"r{n}@example.org", f"r{n}@example.org", "", "", now) for n in _numbers(readers)
        )
        session.load("subscribers", columns, rows)
        columns = ("edition", "subscriber", "state", "reason", "since", "choices")
        rows = (("weekly", n, "confirmed", "", now, "{}") for n in _numbers(readers))
        session.load("subscriptions", columns, rows)
        session.execute(
            "INSERT INTO issues (id, edition, name, cutoff, opened, key_id, audience, paused) "
            "VALUES (1, 'weekly', '2025-W25', 0, 0, '', 0, '')"
        )
    opened.close()
    secret = Secret(KEY)
    return [f"/u/{secret.token('leave', 1, n)}" for n in _numbers(readers)]


def _numbers(readers: int) -> range:
    return range(1, readers + 1)


class Server:
    """The pages in processes of their own."""

    def __init__(self, root: Path, port: int, workers: int) -> None:
        command = [sys.executable, "-m", "broadsheet", "-C", str(root), "subscribers", "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", str(workers)],
            env=os.environ | {"BROADSHEET_SECRET": KEY},
            stderr=subprocess.DEVNULL,
        )
        self._wait(port)

    def _wait(self, port: int) -> None:
        """Wait until it answers, and its last worker has started: then none uses the CPU."""
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=600).close()
                break
            except OSError:
                time.sleep(0.1)
        used = -1.0
        while self.cpu() - used > IDLE:
            used = self.cpu()
            time.sleep(2)

    def cpu(self) -> float:
        """Return the CPU seconds that it and its workers used."""
        return sum(map(_cpu, _family(self.process.pid)))

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(60)


def _family(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in found for each in _family(int(child)))]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def _connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def _leave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: letters.example.org\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(BODY)}\r\n\r\n"
    )
    writer.write(head.encode() + BODY)
    answer = await reader.readuntil(b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200"), answer
    length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))


async def as_fast_as_possible(port: int, paths: list[str], connections: int) -> float:
    """Return requests a second."""
    waiting = iter(paths)

    async def work() -> None:
        reader, writer = await _connect(port)
        for path in waiting:
            await _leave(reader, writer, path)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    return len(paths) / (time.perf_counter() - started)


async def at_a_rate(port: int, paths: list[str], rate: float) -> list[float]:
    """Start a request each 1/rate seconds, whatever became of those before; return their seconds."""
    free = [await _connect(port) for _ in range(50)]
    times: list[float] = []

    async def one(path: str, due: float) -> None:
        pair = free.pop() if free else await _connect(port)
        await _leave(*pair, path)
        times.append(time.perf_counter() - due)
        free.append(pair)

    started = time.perf_counter()
    tasks = []
    for number, path in enumerate(paths):
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(path, due)))
    await asyncio.gather(*tasks)
    return times


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--database", default="subscribers.sqlite")
    parser.add_argument("--farewell", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        values = {"port": port, "database": given.database, "farewell": str(given.farewell).lower()}
        (root / "publish.toml").write_text(CONFIG.format(**values))
        steady = int(given.rate * given.seconds)
        paths = fill(root, given.database, given.readers + steady)
        server = Server(root, port, given.workers)
        try:
            times = asyncio.run(at_a_rate(port, paths[:steady], given.rate))
            times.sort()
            p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
            print(f"at {given.rate:g}/s: p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms")
            before, own = server.cpu(), time.process_time()
            speed = asyncio.run(as_fast_as_possible(port, paths[steady:], given.connections))
            cpu = (server.cpu() - before) / given.readers * 1000
            client = (time.process_time() - own) / given.readers * 1000
            print(
                f"{speed:,.0f} requests/s, {cpu:.2f} ms CPU each, {client:.2f} ms of this client, "
                f"load {os.getloadavg()[0]:.1f}"
            )
        finally:
            server.stop()


if __name__ == "__main__":
    main()
