"""`publish send` on a machine whose clock is wrong."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from database_kinds import on_each_database
from letters import NOW, Letters, addresses

from broadsheet.cli import main

pytestmark = on_each_database


class Late(datetime):
    """An hour behind."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) - timedelta(hours=1)


@pytest.fixture
def letters(tmp_path, monkeypatch):
    monkeypatch.setattr("broadsheet.cli.datetime", Late)
    monkeypatch.setenv("BROADSHEET_SECRET", "s" * 40)
    letters = Letters(tmp_path / "site")
    letters.add(addresses(1))
    return letters


def test_the_clock_of_the_databases_server_counts(letters, database_kind):
    """SQLite has no server, so its clock is this machine's."""
    assert main(["-C", str(letters.root), "send", "weekly", "--issue", "2025-W25"]) == 0
    ((opened,),) = letters.rows("SELECT opened FROM issues")
    behind = {"sqlite": 3600, "postgresql": 0}[database_kind]
    assert abs(time.time() - opened - behind) < 600


def test_a_time_that_was_given_counts_as_it_is(letters):
    assert main(["-C", str(letters.root), "send", "--now", NOW]) == 0
    ((opened,),) = letters.rows("SELECT opened FROM issues")
    assert abs(datetime.fromisoformat(NOW).timestamp() - opened) < 600
