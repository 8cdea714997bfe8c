"""A power cut: of each file of the database, only what was there at its last fsync is left.

strace records all writes; they are done again on copies of the files, without those that no fsync followed.
That is the worst that a disk may do which keeps its promises.
"""

from __future__ import annotations

import codecs
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from debian_programs import program
from letters import NOW, PUBLISH, Letters, addresses, twice
from scripted import Script, ScriptedRelay

NAME = "subscribers.sqlite"
CALL = re.compile(
    r"(?P<at>[\d.]+) (?P<call>pwrite64|ftruncate|fsync|fdatasync)\(\d+<(?P<path>[^>]*)>"
    r'(?:, "(?P<content>.*)")?(?:, (?P<numbers>[\d, ]+))?\) += (?P<result>-?\d+)'
)


@pytest.mark.parametrize("taken", [10, 60, 110])
def test_power_loss(tmp_path, taken):
    script = Script()
    with ScriptedRelay(script) as server:
        site = Letters(tmp_path / "site", f"smtp://127.0.0.1:{server.port}", "connections = 5")
        site.add(addresses(150))
        before = {each: copied(site.root / each) for each in (NAME, f"{NAME}-wal")}
        kill_when(site, tmp_path / "calls", lambda: len(script.taken) >= taken)
        lost = restore(site.root, before, tmp_path / "calls")
        states = site.states()
        recipients = {each.recipient for each in script.taken}
        # Whoever the relay has is marked, also where no fsync followed the last writes.
        assert {states[each] for each in recipients} <= {"sent", "handing"}
        site.send()
        states = site.states()
    assert twice([each.recipient for each in script.taken]) == []
    assert set(states.values()) <= {"sent", "unknown"}
    assert sum(state == "unknown" for state in states.values()) <= 2 * 5
    assert len(states) == 150
    sys.stdout.write(f"{taken} taken, {lost} writes lost\n")


def copied(file):
    return bytearray(file.read_bytes() if file.exists() else b"")


def kill_when(site, calls, what):
    """Run until something holds; all writes are in files of the folder `calls`."""
    calls.mkdir()
    tracer = [program("strace"), "-D", "-ff", "-ttt", "-y", "-s", "70000", "-o", calls / "of"]
    wanted = ["-e", "trace=pwrite64,ftruncate,fsync,fdatasync"]
    process = subprocess.Popen(
        [*tracer, *wanted, *PUBLISH, "-C", site.root, "send", "--now", NOW],
        env=site.environment(),
        stderr=subprocess.PIPE,
    )
    end = time.monotonic() + 100
    while not what():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.002)
    process.kill()
    process.communicate(
        timeout=100
    )  # The tracer has that end too, until it has written what it has.


def restore(root, files, calls):
    """Put the files of a database in the state of their last fsync; returns how many writes are lost."""
    synced = {name: bytes(content) for name, content in files.items()}
    lost = dict.fromkeys(files, 0)
    for name, call in ordered(calls):
        if name not in files:
            continue
        if call["call"] in {"fsync", "fdatasync"}:
            synced[name], lost[name] = bytes(files[name]), 0
        else:
            change(files[name], call)
            lost[name] += 1
    for name, content in synced.items():
        (root / name).write_bytes(content)
    (root / f"{NAME}-shm").unlink(missing_ok=True)  # An index of the log, which is made anew.
    return sum(lost.values())


def ordered(calls):
    """Yield (file's name, call) of all threads, by time. Calls that failed changed nothing."""
    found = []
    for file in calls.iterdir():
        for line in file.read_text("latin-1").splitlines():
            match = CALL.match(line)
            if match and int(match["result"]) >= 0:
                found.append((float(match["at"]), Path(match["path"]).name, match))
    assert any(match["call"] == "pwrite64" for _, _, match in found)
    for _, name, match in sorted(found, key=lambda each: each[0]):
        yield name, match


def change(content, call):
    if call["call"] == "ftruncate":
        (length,) = map(int, call["numbers"].split(","))
        del content[length:]
        return
    _, offset = map(int, call["numbers"].split(","))
    written = codecs.decode(call["content"], "unicode_escape").encode("latin-1")
    content.extend(bytes(max(0, offset + len(written) - len(content))))
    content[offset : offset + len(written)] = written


def test_the_model_loses_what_was_not_synced(tmp_path):
    """A program that does not sync loses its last write, and keeps those before."""
    file = tmp_path / "site" / NAME
    file.parent.mkdir()
    code = f"""import os
f = os.open({str(file)!r}, os.O_RDWR | os.O_CREAT)
os.pwrite(f, b"a\\0\\n\\"9" * 3, 0); os.fsync(f); os.pwrite(f, b"lost", 20)"""
    calls = tmp_path / "calls"
    calls.mkdir()
    subprocess.run(
        [program("strace"), "-ff", "-ttt", "-y", "-s", "70000", "-o", calls / "of"]
        + ["-e", "trace=pwrite64,ftruncate,fsync,fdatasync", sys.executable, "-c", code],
        check=True,
    )
    files = {NAME: bytearray(), f"{NAME}-wal": bytearray()}
    assert restore(file.parent, files, calls) == 1
    assert file.read_bytes() == b'a\0\n"9' * 3
    shutil.rmtree(calls)
