"""The disk is full during a run: no mark, no dot; nobody gets the issue twice afterwards."""

from __future__ import annotations

from disks import small_disk
from letters import Letters, addresses, twice
from scripted import Script, ScriptedRelay


def test_a_full_disk_ends_the_run_and_repeats_nothing(tmp_path):
    script = Script()
    disk = tmp_path / "disk"
    with ScriptedRelay(script) as server, small_disk(disk, megabytes=16):
        relay = f"smtp://127.0.0.1:{server.port}"
        letters = Letters(disk / "site", relay, "connections = 5")
        letters.add(addresses(400))
        assert letters.send("--dry-run").returncode == 0
        (disk / "site/out").mkdir()
        # The issue and its audience still fit; what became of all deliveries does not.
        (disk / "junk").write_bytes(b"x" * int(_free(disk) - 700_000))
        report = letters.send("--json")
        taken = len(script.taken)
        assert report.returncode == 1, report.stderr
        assert "the disk is full; free some space and run again" in report.stderr
        assert "Traceback" not in report.stderr
        assert 0 < taken < 400
        (disk / "junk").unlink()
        second = letters.report()
        assert second["code"] == 0, second
        states = letters.states()
    recipients = [each.recipient for each in script.taken]
    assert twice(recipients) == []
    assert set(states.values()) <= {"sent", "unknown"}
    assert {a for a, state in states.items() if state == "sent"} <= set(recipients)


def _free(folder):
    import os

    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
