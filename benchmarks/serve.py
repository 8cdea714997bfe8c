"""Measures the polls that `publish serve` answers: requests a second, and the processor's time for each.

usage: python benchmarks/serve.py [--seconds N] [--connections N]

wrk (Debian has it) polls a feed as readers do that have the newest version: each answer is a 304.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import CONFIG, write_corpus

PUBLISH = (sys.executable, "-m", "broadsheet")


@dataclass(frozen=True, slots=True)
class Polls:
    """What a server did: answers a second, milliseconds of processor time for each, failures."""

    rate: float
    milliseconds: float
    failures: int


def main() -> None:
    """Run the benchmark and print a line."""
    parser = argparse.ArgumentParser(description="Measure the preview server.")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        write_corpus(site, articles=100, tags=50)
        (site / "publish.toml").write_text(CONFIG.format(engine="commonmark"), encoding="utf-8")
        subprocess.run([*PUBLISH, "-C", site, "build"], check=True, stderr=subprocess.DEVNULL)
        with _serving(site) as (url, process):
            polls = _poll(f"{url}atom.xml", process, options.seconds, options.connections)
    print(
        f"{polls.rate:.0f} polls a second over {options.connections} connections, "
        f"{polls.milliseconds:.2f} ms of processor time each, {polls.failures} failures"
    )


@contextmanager
def _serving(site: Path) -> Iterator[tuple[str, int]]:
    """Yield the address of a server, and the id of its process, once it has built."""
    command = [*PUBLISH, "-C", site, "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        url = ""
        for line in process.stderr:
            url = url or "".join(re.findall(r"http://\S+", line))
            if line.startswith("built"):
                break
        yield url, process.pid
        process.terminate()


def _poll(url: str, process: int, seconds: int, connections: int) -> Polls:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        tag = response.headers["etag"]
    headers = ["-H", "Accept-Encoding: gzip", "-H", f"If-None-Match: {tag}"]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", *headers, url]
    before = _processor_seconds(process)
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    spent = _processor_seconds(process) - before
    count = int(_found(r"(\d+) requests in", told))
    failures = int(_found(r"Non-2xx or 3xx responses: (\d+)", told) or 0)
    return Polls(float(_found(r"Requests/sec:\s+(\S+)", told)), 1000 * spent / count, failures)


def _found(pattern: str, text: str) -> str:
    return "".join(re.findall(pattern, text))


def _processor_seconds(process: int) -> float:
    """Return what a process has spent in and for itself: proc(5), fields 14 and 15."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
