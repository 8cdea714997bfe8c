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
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import run as single
from postgres_cluster import Cluster

from broadsheet.databases import open_database
from broadsheet.ledger import Ledger
from broadsheet.sending.message import Addresses, compile_issue
from broadsheet.subscribers import Secret

DELAY = 0.025
LEASE = 20.0


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


async def relay(port: int, delay: float, log: Path) -> None:
    """Answer each command after `delay` seconds, and write down whose messages were taken."""
    out = log.open("a", buffering=1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"220 slow\r\n")
            recipient = ""
            while line := await reader.readline():
                command = line[:4].upper()
                await asyncio.sleep(delay)
                if command == b"EHLO":
                    writer.write(b"250-slow\r\n250 PIPELINING\r\n")
                elif command == b"RCPT":
                    recipient = line.decode().split("<")[1].split(">")[0]
                    writer.write(b"250 2.1.5 ok\r\n")
                elif command == b"DATA":
                    writer.write(b"354 go on\r\n")
                    held = b""
                    while not held.endswith(b"\r\n.\r\n"):
                        part = await reader.read(65536)
                        if not part:
                            return
                        held = (held + part)[-65536:]
                    out.write(f"{recipient}\n")
                    await asyncio.sleep(delay)
                    writer.write(b"250 2.0.0 taken\r\n")
                elif command == b"QUIT":
                    return
                else:
                    writer.write(b"250 2.0.0 ok\r\n")
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=500)
    await server.serve_forever()


class Bench:
    """A site with an issue that is open, a relay, and workers."""

    def __init__(
        self, options: argparse.Namespace, database: str, *, delay: float, short: bool = False
    ) -> None:
        """Start the relay. `short`: e-mails of 1 KB without a signature, instead of 60 KB with one."""
        self.root = Path(tempfile.mkdtemp())
        self.short = short
        self.options, self.database = options, database
        self.log = self.root / "taken"
        self.log.touch()
        port = single.free_port()
        program = [sys.executable, __file__, "relay", "--port", str(port)]
        self.relay = subprocess.Popen([*program, "--delay", str(delay), "--log", str(self.log)])
        settings = argparse.Namespace(tls=False, no_dkim=short, connections=options.connections)
        single.make_site(self.root, port, settings)
        toml = self.root / "publish.toml"
        toml.write_text(toml.read_text().replace("[send]", f'[send]\ndatabase = "{database}"'))
        self.workers: list[subprocess.Popen[bytes]] = []
        while socket.socket().connect_ex(("127.0.0.1", port)):
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
        compiled = compile_issue(issue, Addresses("", "b@example.org"), datetime.now(UTC)).dump()
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
        self.workers.append(subprocess.Popen([sys.executable, "-c", code], env=environment))
        return self.workers[-1]

    def taken(self) -> list[str]:
        """Return the recipients whose messages the relay took."""
        return self.log.read_text().split()

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
        sent = len(bench.taken())
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
        while len(bench.taken()) < 10 * count * options.connections:
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
        return cls(time.monotonic(), len(bench.taken()), cpu)

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
    """Return the processes that a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return list(map(int, listed.split()))


class Proxy:
    """What workers connect to instead of the server; it can swallow everything for a while."""

    def __init__(self, port: int) -> None:
        self.cut = threading.Event()
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while part := source.recv(65536):
                while self.cut.is_set():
                    time.sleep(0.1)
                target.sendall(part)
        except OSError:
            pass
        finally:
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)  # Also wakes the thread of the other direction.


def measure_chaos(options: argparse.Namespace) -> None:
    """Kill, stop and cut while four workers send; then compare relay and ledger."""
    cluster = Cluster()
    proxy = Proxy(cluster.port)
    address = cluster.address("chaos").replace(str(cluster.port), str(proxy.port))
    bench = Bench(options, address, delay=options.delay, short=True)
    bench.fill(options.readers)
    for _ in range(4):
        bench.worker()
    faults: Counter[str] = Counter()
    began = time.monotonic()
    for fault in itertools.cycle(("kill", "stop", "kill", "server") * 2 + ("kill", "cut")):
        wait(20, lambda: len(bench.taken()) >= options.readers * 0.98)
        seconds, taken = time.monotonic() - began, len(bench.taken())
        print(f"{seconds:.0f} s: {taken} taken, {dict(faults)}", flush=True)
        if taken >= options.readers * 0.98 or seconds > options.seconds:
            break
        faults[fault] += 1
        harm(fault, bench, cluster, proxy)
    if len(bench.taken()) >= options.readers * 0.98:
        # What a worker that was killed had leased is handed out after its lease.
        wait(300, lambda: not {"queued", "deferred"} & set(bench.states().values()))
    bench.end()
    report(bench, faults)
    cluster.remove()


def harm(fault: str, bench: Bench, cluster: Cluster, proxy: Proxy) -> None:
    """Do harm: kill a worker, stop one beyond its lease, kill the server, or cut its network."""
    alive = [worker for worker in bench.workers if worker.poll() is None]
    victim = random.choice(alive)
    match fault:
        case "kill":
            victim.kill()
            bench.worker()
        case "stop":
            victim.send_signal(signal.SIGSTOP)
            time.sleep(LEASE + 10)
            victim.send_signal(signal.SIGCONT)
        case "server":
            cluster.kill()
            time.sleep(3)
            cluster.start()
        case _:
            proxy.cut.set()
            time.sleep(60)
            proxy.cut.clear()


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
        seen = len(bench.taken())
        while len(bench.taken()) == seen:
            time.sleep(0.02)
        print(f"{number + 1}: {time.time() - due:.2f} s after it was due")
        time.sleep(2)
    bench.end()
    cluster.remove()


if __name__ == "__main__":
    main()
