"""SQLite as the readers' database: durable, never made anew, refused when it is not what it should be."""

from __future__ import annotations

import random
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from broadsheet.databases import open_database, sqlite
from broadsheet.databases.schema import VERSION
from broadsheet.errors import DatabaseError

NAME = "subscribers.sqlite"


def filled(folder, rows=3000):
    """Make a database with so many facts, all in one file; returns the file."""
    database = open_database(folder, NAME, create=True)
    with database.write() as session:
        session.load("facts", ("name", "value"), ((f"n{n}", "v" * 80) for n in range(rows)))
    database.close()
    return folder / NAME


def refusal(folder):
    with pytest.raises(DatabaseError) as caught:
        database = open_database(folder, NAME, create=True)
        try:
            with database.read() as session:
                list(session.stream("SELECT * FROM facts"))
        finally:
            database.close()
    return str(caught.value)


def test_a_missing_one_is_made_only_when_asked(tmp_path):
    with pytest.raises(DatabaseError, match="does not exist; run"):
        open_database(tmp_path, NAME, create=False)
    assert not list(tmp_path.iterdir())

    open_database(tmp_path, NAME, create=True).close()
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_every_commit_is_on_the_disk(tmp_path):
    database = open_database(tmp_path, NAME, create=True)
    with database.read() as session:
        assert session.rows("PRAGMA journal_mode") == [("wal",)]
        assert session.rows("PRAGMA synchronous") == [(2,)]
    database.close()


@pytest.mark.parametrize("place", ["header", "middle", "cut", "empty", "folder", "text"])
def test_a_damaged_one_is_reported_and_left_as_it_is(tmp_path, place):
    file = filled(tmp_path)
    content = bytearray(file.read_bytes())
    if place == "folder":
        file.unlink()
        file.mkdir()
    else:
        noise = random.Random(1).randbytes(40000)
        changed = {
            "header": noise[:100] + content[100:],
            "middle": content[:80000] + noise + content[120000:],
            "cut": content[: len(content) // 2],
            "empty": b"",
            "text": b"email\nada@example.org\n" * 300,
        }[place]
        file.write_bytes(changed)

    message = refusal(tmp_path)

    assert message.startswith(f"{NAME}: ")
    assert "restore your backup" in message
    if place != "folder":
        assert file.read_bytes() == changed


def test_another_programs_database_is_refused(tmp_path):
    other = sqlite3.connect(tmp_path / NAME)
    other.execute("CREATE TABLE facts (x)")
    other.commit()
    other.close()

    assert "is not a database of subscribers" in refusal(tmp_path)


def test_a_newer_one_is_refused(tmp_path):
    file = filled(tmp_path)
    newer = sqlite3.connect(file)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    before = file.read_bytes()

    assert "newer Broadsheet" in refusal(tmp_path)
    assert file.read_bytes() == before


def test_a_log_without_its_database_is_no_reason_to_begin_again(tmp_path):
    (tmp_path / f"{NAME}-wal").write_bytes(b"log")

    assert "restore your backup" in refusal(tmp_path)
    assert not (tmp_path / NAME).exists()


def test_two_that_make_it_at_once_have_the_same(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_database(tmp_path, NAME, create=True), range(4)))
    with opened[0].write() as session:
        session.execute("INSERT INTO facts VALUES ('a', 'b')")
    for database in opened:
        with database.read() as session:
            assert session.rows("SELECT value FROM facts") == [("b",)]
        database.close()
    assert {file.name for file in tmp_path.iterdir()} == {NAME}


def test_what_raises_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.execute("INSERT INTO facts VALUES ('a', 'b')")
        raise ZeroDivisionError
    with database.write() as session:
        assert session.rows("SELECT * FROM facts WHERE name = 'a'") == []


def test_who_writes_waits_for_another_process_and_says_so_after_a_minute(tmp_path, monkeypatch):
    other = sqlite3.connect(filled(tmp_path), isolation_level=None, check_same_thread=False)
    database = open_database(tmp_path, NAME, create=False)
    other.execute("BEGIN IMMEDIATE")
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "PATIENCE", 0.05)
        with pytest.raises(DatabaseError, match="in use by another process"), database.write():
            pass
    end = threading.Timer(0.2, other.execute, ["ROLLBACK"])
    end.start()
    with database.write() as session:
        assert session.execute("DELETE FROM facts") == 3000
    end.join()
    other.close()
    database.close()


def test_a_full_disk_is_said_so_and_what_was_written_stays(tmp_path):
    database = open_database(tmp_path, NAME, create=True)
    with database.write() as session:
        session.execute("INSERT INTO facts VALUES ('a', 'b')")
    with database.read() as session:  # SQLite's own way to have no more room.
        (pages,) = session.rows("PRAGMA page_count")[0]
        session.rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DatabaseError, match="disk is full"), database.write() as session:
        session.load("facts", ("name", "value"), ((str(n), "v" * 999) for n in range(99)))
    with database.read() as session:
        assert session.rows("SELECT * FROM facts") == [("a", "b")]
    database.close()


def test_a_backup_while_others_write_is_one_state(tmp_path):
    """Each transaction writes two rows; no backup has one of them only."""
    database = open_database(tmp_path, NAME, create=True)
    writer = open_database(tmp_path, NAME, create=False)
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            with writer.write() as session:
                session.execute("INSERT INTO facts VALUES (?, 'x')", (f"a{number}",))
                session.execute("INSERT INTO facts VALUES (?, 'x')", (f"b{number}",))
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    for number in range(5):
        database.backup(tmp_path / f"backup{number}")
    stop.set()
    thread.join()
    database.close()
    writer.close()

    counts = []
    for number in range(5):
        folder = tmp_path / f"restored{number}"
        folder.mkdir()
        (tmp_path / f"backup{number}").rename(folder / NAME)
        restored = open_database(folder, NAME, create=False)
        with restored.read() as session:
            counts.append(session.rows("SELECT COUNT(*) FROM facts")[0][0])
        restored.close()
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)


def test_a_backup_replaces_no_file(tmp_path):
    file = filled(tmp_path)
    database = open_database(tmp_path, NAME, create=False)
    with pytest.raises(DatabaseError, match="exists"):
        database.backup(file)
    with pytest.raises(DatabaseError, match="cannot be written"):
        database.backup(tmp_path / "missing" / "b")
    database.close()
    assert not [f for f in tmp_path.iterdir() if f.name.endswith(".part")]
