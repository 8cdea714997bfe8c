"""The queue of jobs: announced once, done by whoever is there, rescued from the dead."""

from __future__ import annotations

import asyncio

import pytest
from postgres_cluster import binaries, new_address

from broadsheet.databases import open_database
from broadsheet.workers.queue import Queue, QueueNeed

pytestmark = pytest.mark.skipif(binaries() is None, reason="needs PostgreSQL")


@pytest.fixture
def database(tmp_path):
    opened = open_database(tmp_path, new_address(), create=True)
    yield opened
    opened.close()


async def until(what):
    for _ in range(2000):
        if what():
            return
        await asyncio.sleep(0.02)
    raise AssertionError


def jobs(database, sql="SELECT status::text, queueing_lock FROM {}.procrastinate_jobs ORDER BY id"):
    with database.read() as session:
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE ?"
        ((schema,),) = session.rows(schemas, (f"{database.schema}\\_jobs%",))
        return session.rows(sql.format(schema))


def test_work_is_announced_once_for_each_slot(database):
    async def main():
        async with Queue(database, None) as queue:
            await queue.fill({7: QueueNeed(2), 8: QueueNeed(1)})
            await queue.fill({7: QueueNeed(3)})

    asyncio.run(main())
    assert [lock for _, lock in jobs(database)] == ["7/0", "7/1", "8/0", "7/2"]


def test_work_that_is_not_due_yet_waits(database):
    async def main():
        async with Queue(database, None) as queue:
            await queue.fill({7: QueueNeed(1, 30.0), 8: QueueNeed(0)})

    asyncio.run(main())
    sql = """SELECT extract(epoch FROM scheduled_at - now())::float8
        FROM {}.procrastinate_jobs"""
    ((seconds,),) = jobs(database, sql)
    assert 20 < seconds <= 31


def test_a_job_goes_on_until_there_is_no_more_to_do(database):
    done = []
    answers = iter([0.0, 0.0, None])

    async def work(issue):
        done.append(issue)
        return next(answers)

    async def main():
        async with Queue(database, work) as queue:
            await queue.fill({7: QueueNeed(1)})
            async with queue.taking("a"):
                await until(lambda: len(done) == 3 and not jobs(database))

    asyncio.run(asyncio.wait_for(main(), 60))
    assert done == [7, 7, 7]
    assert jobs(database) == []


def test_the_job_of_a_worker_that_died_is_given_to_another(database):
    done = []

    async def main():
        begun, over = asyncio.Event(), asyncio.Event()

        async def hangs(_):
            begun.set()
            await over.wait()

        async def work(issue):
            done.append(issue)

        async with Queue(database, hangs) as dead:
            await dead.fill({7: QueueNeed(1)})
            async with dead.taking("dead"), Queue(database, work) as queue:
                await begun.wait()
                await queue.rescue()
                assert [status for status, _ in jobs(database)] == ["doing"]  # It is alive.
                _silence(database)
                await queue.rescue()
                assert [status for status, _ in jobs(database)] == ["todo"]
                async with queue.taking("other"):
                    await until(lambda: done)
                over.set()

    asyncio.run(asyncio.wait_for(main(), 60))
    assert done == [7]


def test_a_rescued_job_gives_way_to_one_that_waits_in_its_slot(database):
    async def main():
        begun, over = asyncio.Event(), asyncio.Event()

        async def hangs(_):
            begun.set()
            await over.wait()

        async with Queue(database, hangs) as queue:
            await queue.fill({7: QueueNeed(1)})
            async with queue.taking("dead"):
                await begun.wait()
                await queue.fill({7: QueueNeed(1)})  # A sweep may announce it again meanwhile.
                _silence(database)
                await queue.rescue()
                rows = jobs(database)
                over.set()
            return rows

    assert asyncio.run(asyncio.wait_for(main(), 60)) == [("todo", "7/0")]


def _silence(database):
    """Let the workers' last heartbeats be a minute old."""
    with database.write() as session:
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE ?"
        ((schema,),) = session.rows(schemas, (f"{database.schema}\\_jobs%",))
        session.execute(
            f"UPDATE {schema}.procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
        )
