"""CPU, speed and memory of `publish send`: 60 KB e-mails, DKIM with RSA-2048, 20 connections.

    python benchmarks/send/run.py [--readers 10000] [--tls] [--no-dkim] [--kill]

It needs smtp-sink (Debian's postfix), or with --tls nothing: then a small server of its own takes the
mail. CPU is that of the sending process alone. The rest of the machine should be quiet.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from broadsheet.databases import open_database
from broadsheet.ledger import Ledger
from broadsheet.messages.issues import FinishedIssue, compile_issue
from broadsheet.subscribers import Secret

SECRET = "b" * 40
JOINED = 1_700_000_000
LEAVE = "https://letters.example.org/u/%%token%%"


def main() -> None:
    """Measure, and print one line for each figure."""
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        port = free_port()
        sink = start_sink(root, port, tls=options.tls)
        try:
            make_site(root, port, options)
            compiled = fill(root, options.readers)
            print(f"e-mail: {len(compiled) // 1000} KB compiled; {options.readers} readers")
            if options.kill:
                kill_one(root)
            measure(root, options)
        finally:
            sink.kill()
            sink.wait()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--no-dkim", action="store_true")
    parser.add_argument("--seconds", type=float, default=0, help="end the run after so long")
    parser.add_argument(
        "--kill", action="store_true", help="kill a run first: the start after a crash"
    )
    parser.add_argument("--sink", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sink:
        tls_sink(int(options.sink[0]), Path(options.sink[1]))
    return options


def make_site(root: Path, port: int, options: argparse.Namespace) -> None:
    """Write the site's configuration, and its keys."""
    key = rsa.generate_private_key(65537, 2048)
    (root / "dkim.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    dkim = 'dkim = { domain = "example.org", selector = "b1", key = "dkim.pem" }'
    (root / "publish.toml").write_text(f"""\
[site]
title = "News"
url = "https://example.org/"
author = {{ name = "Ada", email = "ada@example.org" }}
[send]
relay = "{"smtps" if options.tls else "smtp"}://localhost:{port}"
url = "https://letters.example.org/"
bounce_address = "bounce@letters.example.org"
connections = {options.connections}
{"" if options.no_dkim else dkim}
[digest.weekly]
address = false
""")
    (root / "content").mkdir()


def fill(root: Path, readers: int) -> bytes:
    """Make readers, and an issue that is open; returns the issue's compiled form."""
    rows = ((n, f"reader{n}@d{n % 997}.example.net") for n in range(1, readers + 1))
    with closing(open_database(root, "subscribers.sqlite", create=True)) as database:
        with database.write() as session:
            columns = ("id", "canonical", "address", "name", "language", "created")
            session.load("subscribers", columns, ((n, a, a, "", "", JOINED) for n, a in rows))
            columns = ("edition", "subscriber", "state", "reason", "since", "choices")
            numbers = range(1, readers + 1)
            values = (("weekly", n, "confirmed", "", JOINED, "") for n in numbers)
            session.load("subscriptions", columns, values)
        compiled = compile_issue(issue(), datetime.now(UTC), bounce="b@example.org").dump()
        began = time.monotonic()
        ledger = Ledger(database, Secret(SECRET))
        ledger.open_issue("weekly", "2025-W25", compiled, cutoff=time.time(), now=time.time())
        print(f"audience: {time.monotonic() - began:.2f} s")
    return compiled


def issue() -> FinishedIssue:
    """Return an issue of about 60 KB."""
    story = "<p style='margin:0'>A story about something that happened, and what it means.</p>\n"
    headers = (
        ("From", "Ada <ada@example.org>"),
        ("Subject", "News of the week"),
        ("List-Id", "News <weekly.example.org>"),
        ("List-Unsubscribe", f"<{LEAVE}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    text = "A story about something that happened.\n" * 250 + LEAVE + "\n"
    html = f"<html><body>{story * 570}<a href='{LEAVE}'>Leave</a></body></html>\n"
    return FinishedIssue("weekly", "2025-W25", headers, text, html)


def command(root: Path) -> tuple[list[str], dict[str, str]]:
    """Return the command that sends, and its environment."""
    # An installed program has its bytecode.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment = {
        **kept,
        "BROADSHEET_SECRET": SECRET,
        "SSL_CERT_FILE": str(root / "tls.pem"),
    }
    return [sys.executable, "-m", "broadsheet", "-C", str(root), "send"], environment


def kill_one(root: Path) -> None:
    """Start a run, and kill it amid its work."""
    arguments_, environment = command(root)
    process = subprocess.Popen(arguments_, env=environment)
    while count(root, "sent") < 200:
        time.sleep(0.2)
    process.kill()
    process.wait()


def measure(root: Path, options: argparse.Namespace) -> None:
    """Run to the end, or for some seconds, and print CPU, speed and memory."""
    before = count(root, "sent")
    arguments_, environment = command(root)
    began = time.monotonic()
    process = subprocess.Popen(arguments_, env=environment)
    if options.seconds:
        first = began
        while count(root, "sent") == before:
            time.sleep(0.05)
            first = time.monotonic()
        print(f"first delivery after {first - began:.2f} s")
        time.sleep(options.seconds)
        process.send_signal(signal.SIGTERM)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    sent = count(root, "sent") - before
    cpu = usage.ru_utime + usage.ru_stime
    print(
        f"sent {sent} in {seconds:.1f} s: {sent / seconds:.0f}/s, {1000 * cpu / max(sent, 1):.3f} ms CPU "
        f"each, {usage.ru_maxrss // 1024} MB, exit {os.waitstatus_to_exitcode(status)}, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def count(root: Path, state: str) -> int:
    """Return how many deliveries are in a state."""
    opened = open_database(root, "subscribers.sqlite", create=False)
    with closing(opened) as database, database.read() as session:
        rows = session.rows("SELECT COUNT(*) FROM deliveries WHERE state = ?", (state,))
    return int(rows[0][0])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def start_sink(root: Path, port: int, *, tls: bool) -> subprocess.Popen[bytes]:
    """Start what takes the mail."""
    if tls:
        make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        files = ["-nodes", "-keyout", root / "tls.key", "-out", root / "tls.pem", "-days", "2"]
        subprocess.run([*make, *names, *files], check=True, capture_output=True)
        program = [sys.executable, __file__, "--sink", str(port), str(root)]
    else:
        smtp_sink = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin") or "smtp-sink"
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        program = [smtp_sink, *user, f"127.0.0.1:{port}", "200"]
    process = subprocess.Popen(program)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process


def tls_sink(port: int, folder: Path) -> None:
    """Take mail by SMTP over TLS, and drop it, until killed."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "tls.pem", folder / "tls.key")
    with socket.create_server(("127.0.0.1", port), backlog=200) as listener:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(context, connection), daemon=True).start()


def serve(context: ssl.SSLContext, plain: socket.socket) -> None:
    """Serve one connection: everything is accepted."""
    try:
        with context.wrap_socket(plain, server_side=True) as connection:
            connection.sendall(b"220 sink\r\n")
            held = b""
            while received := connection.recv(65536):
                held += received
                while (end := held.find(b"\r\n")) >= 0:
                    line, held = held[:end].upper(), held[end + 2 :]
                    if line.startswith(b"EHLO"):
                        connection.sendall(b"250-sink\r\n250 PIPELINING\r\n")
                    elif line == b"DATA":
                        connection.sendall(b"354 go\r\n")
                        while not held.endswith(b"\r\n.\r\n"):
                            held += connection.recv(65536)
                        held = b""
                        connection.sendall(b"250 2.0.0 taken\r\n")
                    else:
                        connection.sendall(b"250 2.0.0 ok\r\n")
    except OSError:
        pass


if __name__ == "__main__":
    main()
