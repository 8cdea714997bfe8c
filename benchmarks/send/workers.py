"""Workers on PostgreSQL: CPU against SQLite, speed with 1, 2 and 4, crashes, latency.

    python benchmarks/send/workers.py cpu|speed|chaos|latency [--readers N] [--seconds S]

A private server is made of Debian's PostgreSQL. `chaos` kills one of four workers again and again, stops
one beyond its lease, kills the server, and cuts the network between it and the workers; then every
recipient that the relay took is compared with the ledger. Its e-mails are short and not signed, so
that it counts deliveries and not bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import run as single
from postgres_cluster import Cluster

from broadsheet.databases import open_database
from broadsheet.ledger import Ledger
from broadsheet.messages.issues import compile_issue
from broadsheet.subscribers import Secret

DELAY = 0.025
LEASE = 20.0
STOPPED = 90.0
"""Seconds that a worker is stopped: its lease is over by then, and also a transaction that it was amid."""


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["cpu", "speed", "chaos", "latency", "relay"])
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--port", type=int)
    parser.add_argument("--delay", type=float, default=DELAY)
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    if options.what == "relay":
        asyncio.run(relay(options.port, options.delay, options.log))
    globals()[f"measure_{options.what}"](options)


class Slow(asyncio.Protocol):
    """A session of the relay: it answers each part that it is sent after a while."""

    def __init__(self, delay: float, log: int) -> None:
        self._delay, self._log = delay, log
        self._held = self._recipient = b""
        self._in_message = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport = transport
        transport.write(b"220 slow\r\n")

    def data_received(self, data: bytes) -> None:
        """Take commands, several at a time where they are sent so, or a part of a message."""
        self._held += data
        replies = []
        while self._held:
            if self._in_message:
                if not self._held.endswith(b"\r\n.\r\n"):
                    self._held = self._held[-5:]
                    break
                self._held, self._in_message = b"", False
                os.write(self._log, self._recipient + b"\n")
                replies.append(b"250 2.0.0 taken\r\n")
                continue
            line, ended, rest = self._held.partition(b"\r\n")
            if not ended:
                break
            self._held = rest
            replies.append(self._answer(line))
        if replies:
            self._reply(b"".join(replies), len(replies))

    def _answer(self, line: bytes) -> bytes:
        command = line[:4].upper()
        if command == b"EHLO":
            return b"250-slow\r\n250 PIPELINING\r\n"
        if command == b"RCPT":
            self._recipient = line.partition(b"<")[2].partition(b">")[0]
        if command == b"DATA":
            self._in_message = True
            return b"354 go on\r\n"
        return b"250 2.0.0 ok\r\n"

    def _reply(self, replies: bytes, count: int) -> None:
        if self._delay:
            later = asyncio.get_running_loop().call_later
            later(self._delay * count, self._transport.write, replies)
        else:
            self._transport.write(replies)


async def relay(port: int, delay: float, log: Path) -> None:
    """Answer each command after `delay` seconds, and write down whose messages were taken."""
    make = asyncio.get_running_loop().create_server
    server = await make(lambda: Slow(delay, out), "127.0.0.1", port, backlog=500)
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)  # Which says that it listens.
    await server.serve_forever()


class Bench:
    """A site with an issue that is open, a relay, and workers."""

    def __init__(
        self,
        options: argparse.Namespace,
        database: str,
        *,
        delay: float,
        short: bool = False,
        inside: Sequence[str] = (),
    ) -> None:
        """Start the relay. `short`: e-mails of 1 KB without a signature, instead of 60 KB with one.

        `inside` begins the commands of relay and workers.
        """
        self._inside = inside
        self.root = Path(tempfile.mkdtemp())
        self.short = short
        self.options, self.database = options, database
        self.log = self.root / "taken"
        port = single.free_port()
        program = [*inside, sys.executable, __file__, "relay", "--port", str(port)]
        self.relay = subprocess.Popen([*program, "--delay", str(delay), "--log", str(self.log)])
        settings = argparse.Namespace(tls=False, no_dkim=short, connections=options.connections)
        single.make_site(self.root, port, settings)
        toml = self.root / "publish.toml"
        toml.write_text(toml.read_text().replace("[send]", f'[send]\ndatabase = "{database}"'))
        self.workers: list[subprocess.Popen[bytes]] = []
        self._counted = self._read = 0
        while not self.log.exists():
            time.sleep(0.05)

    def fill(self, readers: int, name: str = "2025-W25") -> None:
        """Make readers, and open an issue for them."""
        with closing(open_database(self.root, self.database, create=True)) as database:
            with database.write() as session:
                rows = [(n, f"reader{n}@d{n % 997}.example.net") for n in range(1, readers + 1)]
                columns = ("id", "canonical", "address", "name", "language", "created")
                joined = single.JOINED
                session.load("subscribers", columns, ((n, a, a, "", "", joined) for n, a in rows))
                columns = ("edition", "subscriber", "state", "reason", "since", "choices")
                values = (("weekly", n, "confirmed", "", joined, "") for n, _ in rows)
                session.load("subscriptions", columns, values)
            self.open(database, name)

    def open(self, database: object, name: str) -> None:
        """Open an issue."""
        issue = single.issue()
        if self.short:
            text = f"News.\n{single.LEAVE}\n"
            issue = replace(issue, text=text, html=f"<html><body>{text}</body></html>\n")
        compiled = compile_issue(issue, datetime.now(UTC), bounce="b@example.org").dump()
        ledger = Ledger(database, Secret(single.SECRET))
        ledger.open_issue("weekly", name, compiled, cutoff=time.time(), now=time.time())

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a run, or a worker."""
        command, environment = single.command(self.root)
        return subprocess.Popen([*command, *arguments], env=environment)

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker whose leases are short, so that a benchmark need not wait for five minutes."""
        code = (
            "import os, sys; from datetime import UTC, datetime; from pathlib import Path;"
            "from broadsheet.api.worker_runs import WorkerOptions, send_worker;"
            "from broadsheet.interrupts import noticed\n"
            "try:\n"
            "  with noticed() as ending:\n"
            f"    send_worker(Path({str(self.root)!r}), WorkerOptions(connections="
            f"{self.options.connections}, lease_seconds={LEASE}, is_ending=ending,"
            " tell=lambda p: print(*p, sep='\\n', file=sys.stderr)),"
            " clock=lambda: datetime.now(UTC), environment=os.environ)\n"
            "except KeyboardInterrupt: pass\n"
        )
        _, environment = single.command(self.root)
        program = [*self._inside, sys.executable, "-c", code]
        self.workers.append(subprocess.Popen(program, env=environment))
        return self.workers[-1]

    def alive(self) -> list[subprocess.Popen[bytes]]:
        """Return the workers that have not ended."""
        return [worker for worker in list(self.workers) if worker.poll() is None]

    def taken(self) -> list[str]:
        """Return the recipients whose messages the relay took."""
        return self.log.read_text().split()

    def count(self) -> int:
        """Return how many messages the relay took."""
        with self.log.open("rb") as log:
            log.seek(self._read)
            part = log.read()
        self._read += len(part)
        self._counted += part.count(b"\n")
        return self._counted

    def is_open(self) -> bool:
        """Return whether a delivery is queued or deferred."""
        sql = "SELECT 1 FROM deliveries WHERE state IN ('queued', 'deferred') LIMIT 1"
        opened = open_database(self.root, self.database, create=False)
        with closing(opened) as database, database.read() as session:
            return bool(session.rows(sql))

    def states(self) -> dict[str, str]:
        """Return the state of each delivery, by address."""
        sql = """SELECT address, state FROM deliveries
            JOIN subscribers ON subscribers.id = subscriber"""
        opened = open_database(self.root, self.database, create=False)
        with closing(opened) as database, database.read() as session:
            return dict(session.rows(sql))

    def end(self) -> None:
        """End workers and relay."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.terminate()
        for worker in self.workers:
            worker.wait()
        self.relay.kill()
        self.relay.wait()


def measure_cpu(options: argparse.Namespace) -> None:
    """Compare the CPU of `publish send` on both databases."""
    cluster = Cluster()
    figures = {}
    for kind, address in (("sqlite", "bench.sqlite"), ("postgresql", cluster.address("cpu"))):
        bench = Bench(options, address, delay=0)
        bench.fill(options.readers)
        process = bench.start()
        _, _, usage = os.wait4(process.pid, 0)
        sent = bench.count()
        figures[kind] = 1000 * (usage.ru_utime + usage.ru_stime) / sent
        print(f"{kind}: {sent} sent, {figures[kind]:.3f} ms CPU each")
        bench.end()
    print(f"PostgreSQL / SQLite: {figures['postgresql'] / figures['sqlite']:.2f}")
    cluster.remove()


def measure_speed(options: argparse.Namespace) -> None:
    """Measure deliveries a second with 1, 2 and 4 workers against a relay that is slow.

    Sender, relay and server share this machine, so give a worker so few connections (--connections 4)
    that the relay's answers are the limit and not the processors: the time in which these are idle
    is printed.
    """
    cluster = Cluster(fsync=True)
    first = 0.0
    for count in (1, 2, 4):
        bench = Bench(options, cluster.address(f"speed{count}"), delay=options.delay)
        bench.fill(options.readers)
        for _ in range(count):
            bench.worker()
        while bench.count() < 10 * count * options.connections:
            time.sleep(0.1)
        time.sleep(5)
        before = Moment.of(bench, cluster)
        time.sleep(options.seconds)
        after = Moment.of(bench, cluster)
        first = first or after.rate(before)
        print(f"{count} workers: {after.rate(before) / first:.2f} times one; {after.told(before)}")
        bench.end()
    cluster.remove()


@dataclass(frozen=True)
class Moment:
    """How many were sent until a time, and the CPU seconds of everyone until then."""

    time: float
    sent: int
    cpu: dict[str, float]

    @classmethod
    def of(cls, bench: Bench, cluster: Cluster) -> Moment:
        """Look now."""
        postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
        cpu = {
            "workers": sum(cpu_seconds(worker.pid) for worker in bench.workers),
            "relay": cpu_seconds(bench.relay.pid),
            "PostgreSQL": sum(map(cpu_seconds, (postmaster, *children(postmaster)))),
            "idle": sum(map(int, Path("/proc/stat").read_text().split()[4:6])) / TICKS,
        }
        return cls(time.monotonic(), bench.count(), cpu)

    def rate(self, before: Moment) -> float:
        """Return deliveries a second since then."""
        return (self.sent - before.sent) / (self.time - before.time)

    def told(self, before: Moment) -> str:
        """Return the rate, and the processors that each used, in one line."""
        seconds = self.time - before.time
        used = (f"{who} {(self.cpu[who] - before.cpu[who]) / seconds:.2f}" for who in self.cpu)
        return f"{self.rate(before):.0f}/s; processors: {', '.join(used)}"


TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process, 0 if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, none if it has ended."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return list(map(int, listed.split()))


class Network:
    """What lies between workers and server: a network namespace, whose link can be down for a while."""

    name = "broadsheet-bench"
    here, there = "10.77.77.1", "10.77.77.2"

    def __init__(self) -> None:
        self.remove()
        self._ip("netns", "add", self.name)
        self._ip("link", "add", "bsbench0", "type", "veth", "peer", "bsbench1", "netns", self.name)
        self._ip("addr", "add", f"{self.here}/30", "dev", "bsbench0")
        self._ip("-n", self.name, "addr", "add", f"{self.there}/30", "dev", "bsbench1")
        self._ip("-n", self.name, "link", "set", "bsbench1", "up")
        self._ip("-n", self.name, "link", "set", "lo", "up")
        self.switch("up")

    @property
    def inside(self) -> list[str]:
        """What begins a command that runs there."""
        return ["ip", "netns", "exec", self.name]

    def switch(self, state: str) -> None:
        """Let the link be up or down."""
        self._ip("link", "set", "bsbench0", state)

    def remove(self) -> None:
        """Remove it."""
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)

    def _ip(self, *arguments: str) -> None:
        subprocess.run(["ip", *arguments], check=True)


def measure_chaos(options: argparse.Namespace) -> None:
    """Kill, stop and cut while four workers send; then compare relay and ledger."""
    network = Network()
    cluster = Cluster(fsync=True, listen=f"127.0.0.1,{network.here}")
    with (cluster.data / "pg_hba.conf").open("a") as allowed:
        allowed.write(f"host all all {network.here}/30 trust\n")
    cluster.stop()
    cluster.start()
    address = cluster.address("chaos").replace("127.0.0.1", network.here)
    bench = Bench(options, address, delay=options.delay, short=True, inside=network.inside)
    print(f"relay's log: {bench.log}; server: {cluster.folder}", flush=True)
    bench.fill(options.readers)
    for _ in range(4):
        bench.worker()
    faults: Counter[str] = Counter()
    over = threading.Event()
    harm = threading.Thread(target=harm_all, args=(bench, cluster, network, faults, over))
    harm.start()
    began = time.monotonic()
    enough = options.readers * 0.99
    while bench.count() < enough and time.monotonic() - began < options.seconds:
        wait(20, lambda: bench.count() >= enough)
        bench.workers[:] = bench.alive()
        for _ in range(4 - len(bench.workers)):
            bench.worker()  # As systemd starts one again that ended because there is no server.
        seconds = time.monotonic() - began
        load, cpu = os.getloadavg()[0], Moment.of(bench, cluster).cpu
        print(
            f"{seconds:.0f} s: {bench.count()} taken, {dict(faults)}, {len(bench.workers)} workers,"
            f" load {load:.1f}, CPU s {cpu['relay']:.0f} relay, {cpu['idle']:.0f} idle",
            flush=True,
        )
    over.set()
    harm.join()
    if bench.count() >= enough:
        # What a worker that was killed had leased is handed out after its lease. What it had handed
        # over is in doubt, though the ledger says so only after 15 minutes.
        wait(300, lambda: not bench.is_open())
    bench.end()
    print(f"{time.monotonic() - began:.0f} s in all")
    report(bench, faults)
    cluster.remove()
    network.remove()


def harm_all(
    bench: Bench, cluster: Cluster, network: Network, faults: Counter[str], over: threading.Event
) -> None:
    """Kill a worker every 20 seconds; meanwhile do all other harm, one after another."""
    others = threading.Thread(target=harm_others, args=(bench, cluster, network, faults, over))
    others.start()
    while not over.wait(20):
        faults["kill"] += 1
        random.choice(bench.alive() or [bench.worker()]).kill()
        bench.worker()
    others.join()


def harm_others(
    bench: Bench, cluster: Cluster, network: Network, faults: Counter[str], over: threading.Event
) -> None:
    """Stop a worker beyond its lease, kill the server, or cut its network, each some minutes."""
    for fault in itertools.cycle(("stop", "server", "stop", "cut", "stop", "server")):
        if over.wait(45):
            return
        faults[fault] += 1
        match fault:
            case "stop":
                victim = random.choice(bench.alive() or [bench.worker()])
                victim.send_signal(signal.SIGSTOP)
                over.wait(STOPPED)
                victim.send_signal(signal.SIGCONT)
            case "server":
                cluster.kill()
                time.sleep(3)
                cluster.start()
            case _:
                network.switch("down")
                over.wait(60)
                network.switch("up")


def wait(seconds: float, is_over: Callable[[], bool]) -> None:
    """Wait until something is over, at most for some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_over():
        time.sleep(1)


def report(bench: Bench, faults: Counter[str]) -> None:
    """Print what became of everyone."""
    taken, states = Counter(bench.taken()), bench.states()
    sent = {address for address, state in states.items() if state == "sent"}
    doubt = {address for address, state in states.items() if state in {"unknown", "handing"}}
    print(f"{dict(faults)}; {Counter(states.values())}")
    print(f"twice: {sum(count > 1 for count in taken.values())}")
    print(f"sent, but the relay lacks them: {len(sent - set(taken))}")
    print(f"taken, but neither sent nor unknown: {len(set(taken) - sent - doubt)}")
    most = bench.options.connections * faults["kill"]
    print(f"unknown: {len(doubt)} (bar {most}), of which delivered: {len(doubt & set(taken))}")


def measure_latency(options: argparse.Namespace) -> None:
    """Measure from the moment a delivery is due to the moment the relay has it, on an idle worker."""
    cluster = Cluster()
    bench = Bench(options, cluster.address("latency"), delay=0)
    bench.fill(1)
    bench.worker()
    while not bench.taken():
        time.sleep(0.05)
    time.sleep(10)
    for number in range(3):
        with closing(open_database(bench.root, bench.database, create=False)) as database:
            due = int(time.time()) + 75
            sql = "UPDATE deliveries SET state = 'deferred', due = ?, first = ?"
            with database.write() as session:
                session.execute(sql, (due, due))
                session.execute("UPDATE issues SET done = NULL")
        seen = bench.count()
        while bench.count() == seen:
            time.sleep(0.02)
        print(f"{number + 1}: {time.time() - due:.2f} s after it was due")
        time.sleep(2)
    bench.end()
    cluster.remove()


if __name__ == "__main__":
    main()
