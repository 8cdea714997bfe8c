"""A PostgreSQL server of the tests' own: on loopback, in a temporary folder, as a user that is not root."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


def binaries():
    """Return the folder of the newest server of this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    path = shutil.which("postgres")
    return Path(path).parent if path else None


class Cluster:
    """A server that is started and stopped, or killed, as tests want."""

    def __init__(self, *, fsync=False, within="/tmp", listen="127.0.0.1"):
        self.listen = listen
        self.fsync = "on" if fsync else "off"
        self.folder = Path(tempfile.mkdtemp(prefix="broadsheet-pg", dir=within))
        self.folder.chmod(0o755)
        self.user = None
        if os.geteuid() == 0:
            known = {each.pw_name for each in pwd.getpwall()}
            self.user = "postgres" if "postgres" in known else "nobody"
            shutil.chown(self.folder, self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data = self.folder / "data"
        self.run(
            "initdb",
            "-D",
            self.data,
            "-U",
            "owner",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        self.start()

    def run(self, program, *arguments, check=True):
        return subprocess.run(
            [binaries() / program, *map(str, arguments)],
            check=check,
            user=self.user,
            cwd="/tmp",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self):
        options = f"-c listen_addresses={self.listen} -c port={self.port} -c fsync={self.fsync} -k {self.folder}"
        self.run("pg_ctl", "-D", self.data, "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop", check=False)

    def kill(self):
        """Kill it as a power cut would, all its processes at once."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(postmaster)],
            check=False,
            capture_output=True,
            text=True,
        )
        for pid in (postmaster, *map(int, found.stdout.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for _ in range(100):
            if not Path(f"/proc/{postmaster}").exists():
                return
            time.sleep(0.05)

    def address(self, schema):
        return f"postgresql://owner@127.0.0.1:{self.port}/postgres?schema={schema}"

    def remove(self):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def cluster():
    made = Cluster()
    atexit.register(made.remove)
    return made


def new_address():
    """Return the address of a schema that is not made yet."""
    return cluster().address(f"t{secrets.token_hex(6)}")
