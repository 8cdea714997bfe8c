"""`publish send` as a process of its own, against relays that take, refuse, defer and vanish."""

from __future__ import annotations

import signal
import socket
import time
from email import message_from_bytes, policy

import pytest
from database_kinds import on_each_database
from letters import Letters, addresses, twice
from scripted import DROP, Script, ScriptedRelay
from waiting import until

pytestmark = on_each_database


def relayed(tmp_path, server, readers=3, send="connections = 2", **given):
    letters = Letters(tmp_path / "site", f"smtp://127.0.0.1:{server.port}", send, **given)
    letters.add(addresses(readers))
    return letters


def recipients(script):
    return sorted(each.recipient for each in script.taken)


def test_an_issue_reaches_each_reader_once(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(5))
    report = letters.report()
    assert report["code"] == 0, report
    (issue,) = report["issues"]
    assert issue == {
        "edition": "weekly",
        "issue": "2025-W25",
        "audience": 5,
        "sent": 5,
        "queued": 0,
        "deferred": 0,
        "refused": 0,
        "skipped": 0,
        "unknown": 0,
    }
    first = letters.mails()
    assert len(first) == 5
    again = letters.report()
    assert (again["issues"], again["problems"], again["stderr"]) == ([], [], "")
    assert letters.mails() == first


def test_the_issue_is_made_too(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(["Reader@example.net"])
    letters.send()
    assert (letters.root / "out/digests/weekly/2025-W25/email.html").is_file()
    message = message_from_bytes(letters.mails()[0], policy=policy.default)
    assert message["To"] == "Reader@example.net"
    assert message["Subject"] == "新闻 News"
    assert message["Date"].startswith("Tue, 24 Jun 2025 09:00:")
    assert "https://letters.example.org/u/" in message["List-Unsubscribe"]
    assert "bounce+" in message["Return-Path"]


def test_cron_hears_nothing(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(2))
    done = letters.send()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_before_its_time_nothing_is_sent(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(2))
    assert letters.report(now="2025-06-23T07:59:00+00:00")["issues"] == []
    assert letters.counts(now="2025-06-23T08:00:00+00:00") == {"audience": 2, "sent": 2}


def test_whoever_joins_after_the_cut_off_gets_the_next_issue(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(["old@example.net"])
    letters.add(["new@example.net"], since=1_750_700_000)  # 2025-06-23, 17:33
    assert letters.counts() == {"audience": 1, "sent": 1}


def test_whoever_left_since_gets_nothing_more(tmp_path):
    with ScriptedRelay(Script(rcpt="450 4.2.1 later")) as server:
        letters = relayed(tmp_path, server)
        assert letters.counts() == {"audience": 3, "deferred": 3}
        letters.leave("reader1@example.net")
        server.script.rcpt = ""
        assert letters.counts(now="2025-06-24T10:00:00+00:00") == {
            "audience": 3,
            "sent": 2,
            "skipped": 1,
        }
        assert recipients(server.script) == ["reader0@example.net", "reader2@example.net"]


def test_what_is_deferred_is_tried_again_when_its_time_comes(tmp_path):
    with ScriptedRelay(Script(rcpt="450 4.2.1 later")) as server:
        letters = relayed(tmp_path, server)
        letters.send()
        server.script.rcpt = ""
        assert letters.counts(now="2025-06-24T09:01:00+00:00") == {"audience": 3, "deferred": 3}
        assert letters.counts(now="2025-06-24T09:06:00+00:00") == {"audience": 3, "sent": 3}
        first = server.script.taken[0]
        assert first.sender.startswith("bounce+")


def test_a_changed_article_changes_no_issue_under_way(tmp_path):
    with ScriptedRelay(
        Script(rcpt=lambda to: "450 later" if to.startswith("reader1") else "")
    ) as server:
        letters = relayed(tmp_path, server)
        letters.send()
        (letters.root / "content/a.md").write_text("no front matter at all")
        (letters.root / "templates").mkdir()
        server.script.rcpt = ""
        assert letters.counts(now="2025-06-24T10:00:00+00:00") == {"audience": 3, "sent": 3}
        bodies = {each.content.split(b"\r\n\r\n", 1)[1][:200] for each in server.script.taken}
        assert len(bodies) == 1


@pytest.mark.parametrize("step", ["rcpt", "data", "dot"])
def test_a_reader_who_is_refused_is_counted(tmp_path, step):
    def refuse(to):
        return "550 5.1.1 no such user" if to.startswith("reader1") else ""

    with ScriptedRelay(Script(**{step: refuse})) as server:
        letters = relayed(tmp_path, server)
        assert letters.counts() == {"audience": 3, "sent": 2, "refused": 1}
        assert letters.rows("SELECT reason FROM deliveries WHERE state = 'refused'") == [("gone",)]
        assert letters.rows("SELECT count(*) FROM seen") == [(1,)]
        assert (
            letters.uncounted_refusals() == []
        )  # Each is taken for a bounce once, and then left alone.
        assert not twice(recipients(server.script))


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "body"])
def test_a_connection_lost_before_the_dot_is_no_doubt(tmp_path, step):
    lost = []

    def drop(to):
        if not lost:
            lost.append(to)
            return DROP
        return ""

    script = Script(**({"body": DROP} if step == "body" else {step: drop}))
    with ScriptedRelay(script) as server:
        letters = relayed(tmp_path, server, readers=9, send="connections = 1")
        if step == "body":  # It goes on until the run gives up on the relay.
            report = letters.report()
            assert report["code"] == 69
            assert {issue["sent"] for issue in report["issues"]} == {0}
            script.body = ""
        # Who drops a connection late, after the body went out, may leave a doubt.
        options = ("--unknown", "resend") if step == "body" else ()
        later = "2025-06-24T10:00:00+00:00"
        assert letters.counts(*options, now=later) == {"audience": 9, "sent": 9}
    assert not twice(recipients(script))


def test_a_connection_lost_after_the_dot_is_kept_as_unknown(tmp_path):
    def drop(to):
        return DROP if to.startswith("reader1") else ""

    with ScriptedRelay(Script(dot=drop)) as server:
        letters = relayed(tmp_path, server)
        assert letters.counts() == {"audience": 3, "sent": 2, "unknown": 1}
        status = letters.send("--status").stdout
        assert "unknown: reader1@example.net, handed over 2025-06-24T09:00" in status
        assert "closed the connection at final dot" in status
        server.script.dot = ""
        assert letters.report("--unknown", "keep")["issues"] == []
        assert letters.counts("--unknown", "resend") == {"audience": 3, "sent": 3}
    assert recipients(server.script) == sorted(addresses(3))


def test_unknown_may_be_taken_as_sent(tmp_path):
    with ScriptedRelay(Script(dot=DROP)) as server:
        letters = relayed(tmp_path, server, readers=1)
        assert letters.counts() == {"audience": 1, "unknown": 1}
        letters.send("--unknown", "sent")
        assert letters.states() == {"reader0@example.net": "sent"}
        assert server.script.taken == []


def test_a_relay_that_is_gone(tmp_path):
    with socket.socket() as taken:  # Nobody listens there, also in the time of the test.
        taken.bind(("127.0.0.1", 0))
        letters = Letters(tmp_path / "site", f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        letters.add(addresses(2))
        report = letters.report()
    assert report["code"] == 69
    (problem,) = report["problems"]
    assert "does not answer" in problem["message"]
    assert [issue["queued"] for issue in report["issues"]] == [2]


@pytest.mark.parametrize(
    ("step", "reply", "words"),
    [
        ("mail", "550 5.7.1 sender not allowed", "refuses the sender"),
        ("dot", "554 5.7.1 looks like spam", "refuses the issue"),
        ("rcpt", "550 5.7.26 unauthenticated", "SPF"),
    ],
)
def test_a_relay_that_refuses_all_ends_the_run_and_pauses_the_issue(tmp_path, step, reply, words):
    with ScriptedRelay(Script(**{step: reply})) as server:
        letters = relayed(tmp_path, server, readers=30, send="connections = 1")
        report = letters.report()
        assert report["code"] == 1
        (problem,) = report["problems"]
        assert words in problem["message"]
        (issue,) = report["issues"]
        assert issue["refused"] <= 3
        assert issue["queued"] + issue["refused"] == 30
        before = server.script.connections
        assert letters.send().stderr == ""
        assert server.script.connections == before
        assert "paused: " in letters.send("--status").stdout
        setattr(server.script, step, "")
        assert letters.counts("weekly")["sent"] == issue["queued"]


def test_too_many_bounces_of_the_first_readers_end_the_run(tmp_path):
    with ScriptedRelay(Script(rcpt="550 5.1.1 no such user")) as server:
        letters = relayed(tmp_path, server, readers=60)
        report = letters.report()
        assert report["code"] == 1
        assert "of the first" in report["problems"][0]["message"]
        assert report["issues"][0]["refused"] in {26, 27}


def test_421_ends_the_connection_not_the_run(tmp_path):
    once = []

    def closing(to):
        once.append(to)
        return "421 4.3.2 too many messages on this connection" if len(once) == 2 else ""

    with ScriptedRelay(Script(rcpt=closing)) as server:
        letters = relayed(tmp_path, server, readers=4, send="connections = 1")
        assert letters.counts() == {"audience": 4, "sent": 3, "deferred": 1}
        assert server.script.connections == 2


def test_a_domain_that_asks_for_less_is_slowed_and_others_are_not(tmp_path):
    def slow(to):
        return "450 4.7.28 rate limited" if to.endswith("@slow.example") else ""

    with ScriptedRelay(Script(rcpt=slow)) as server:
        letters = relayed(tmp_path, server, readers=0, send="connections = 1")
        letters.add([*addresses(5, "slow.example"), *addresses(20, "fast.example")])
        counts = letters.counts()
        assert counts == {"audience": 25, "sent": 20, "deferred": 5}
        assert letters.rows("SELECT domain FROM paces") == [("slow.example",)]


def test_the_relays_rate_is_kept_also_across_runs(tmp_path):
    with ScriptedRelay(Script()) as server:
        letters = relayed(tmp_path, server, readers=12, send='rate = "4/s"')
        started = time.monotonic()
        assert letters.counts() == {"audience": 12, "sent": 12}
        assert time.monotonic() - started >= 1.5


def test_ctrl_c_and_sigterm_finish_what_is_in_transaction(tmp_path):
    for number in (signal.SIGTERM, signal.SIGINT):
        with ScriptedRelay(Script(dot="seconds 0.5 250 OK")) as server:
            letters = relayed(tmp_path / number.name, server, readers=50, send="connections = 5")
            process = letters.start()
            until(lambda: server.script.taken)
            process.send_signal(number)
            _, err = process.communicate(timeout=30)
            assert process.returncode == 130, err
            assert "interrupted" in err
            states = letters.states()
            sent = {address for address, state in states.items() if state == "sent"}
            assert sent == {each.recipient for each in server.script.taken}
            assert 0 < len(sent) < 50
            assert set(states.values()) == {"sent", "queued"}
            server.script.dot = ""
            letters.send()
            assert recipients(server.script) == sorted(addresses(50))


def test_two_sends_at_once(tmp_path):
    with ScriptedRelay(Script(dot="seconds 0.3 250 OK")) as server:
        letters = relayed(tmp_path, server, readers=60)
        first = letters.start()
        until(lambda: server.script.connections)
        second = letters.send("--json")
        assert second.returncode == 75
        assert "another run (process" in second.stderr
        build = letters.send("--status")
        assert build.returncode == 0
        first.communicate(timeout=30)
        assert recipients(server.script) == sorted(addresses(60))


def test_an_edition_by_name_needs_no_schedule(tmp_path):
    letters = Letters(tmp_path / "site", digest='[digest.other]\naddress = false\nperiod = "week"')
    letters.add(addresses(2), edition="other")
    assert letters.report()["issues"] == []
    assert letters.counts("other") == {"audience": 2, "sent": 2}
    assert letters.report("other", "--issue", "2025-W25")["issues"] == []


def test_fewer_articles_than_skip_below_are_no_issue(tmp_path):
    letters = Letters(tmp_path / "site", digest="skip_below = 2")
    letters.add(addresses(2))
    assert letters.report()["issues"] == []
    assert letters.mails() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (('address = "1 Main Street"', ""), "digest.weekly.address: is missing"),
        (
            (
                'url = "https://letters.example.org/"\nbounce_address = "bounce@letters.example.org"',
                "",
            ),
            "no way to leave",
        ),
        ((', email = "ada@example.org"', ""), "digest.weekly.sender: has no address"),
        (('relay = "maildir:mail"', ""), "send.relay: is missing"),
        (
            ('relay = "maildir:mail"', 'relay = "smtp://ada@mail.example.org"'),
            "BROADSHEET_RELAY_PASSWORD",
        ),
        (
            (
                'relay = "maildir:mail"',
                'relay = "sendmail"\ndkim = { domain = "a.b", selector = "s", key = "no.pem" }',
            ),
            "no.pem cannot be read",
        ),
    ],
)
def test_what_must_not_be_sent_is_refused_with_the_key_to_write(tmp_path, changes, problem):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(1))
    config = letters.root / "publish.toml"
    config.write_text(config.read_text().replace(*changes))
    done = letters.send()
    assert done.returncode == 1
    assert done.stderr.startswith("publish.toml:")
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert letters.mails() == []


def test_a_missing_database_is_not_made(tmp_path, database_kind):
    if database_kind != "sqlite":
        pytest.skip("the file is what is missing")
    letters = Letters(tmp_path / "site")
    (letters.root / "subscribers.sqlite").unlink()
    done = letters.send()
    assert done.returncode == 1
    assert "subscribers.sqlite" in done.stderr
    assert not (letters.root / "subscribers.sqlite").exists()


def test_a_dry_run_says_who_would_get_what_and_why_not(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(2))
    letters.leave("reader1@example.net")
    done = letters.send("--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "weekly 2025-W25: reader0@example.net: would get it",
        "weekly 2025-W25: reader1@example.net: left",
    ]
    assert letters.mails() == []
    assert not (letters.root / "out").exists()
    assert letters.rows("SELECT COUNT(*) FROM issues") == [(0,)]


def test_a_dry_run_of_nothing_says_so(tmp_path):
    letters = Letters(tmp_path / "site")
    done = letters.send("--dry-run")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nothing would be sent; publish send --status shows why\n"


def test_a_proof_is_marked_and_not_recorded(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(2))
    done = letters.send("--test", "me@example.org")
    assert done.returncode == 0, done.stderr
    (mail,) = letters.mails()
    message = message_from_bytes(mail, policy=policy.default)
    assert message["Subject"].startswith("[Test] ")
    assert message["To"] == "me@example.org"
    assert letters.rows("SELECT COUNT(*) FROM issues") == [(0,)]


def test_status_shows_each_issue(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(2))
    assert letters.send("--status").stdout == "weekly 2025-W25: 0 readers: nothing sent (due)\n"
    letters.send()
    assert letters.send("--status").stdout == "weekly 2025-W25: 2 readers: 2 sent\n"
    assert letters.report("--status")["issues"][0]["sent"] == 2


def test_an_unknown_edition_is_wrong_usage(tmp_path):
    letters = Letters(tmp_path / "site")
    assert letters.send("nightly").returncode == 2
    assert letters.send("--issue", "2025-W25").returncode == 2


def test_a_million_gigabytes_are_not_needed_to_say_that_addresses_beyond_ascii_are_not_taken(
    tmp_path,
):
    with ScriptedRelay(Script(), enable_SMTPUTF8=False) as server:
        letters = relayed(tmp_path, server, readers=1)
        letters.add(["用户@example.net"])
        assert letters.counts() == {"audience": 2, "sent": 1, "refused": 1}


def test_an_address_that_the_relay_knows_not_is_suppressed(tmp_path):
    def refuse(to):
        return "550 5.1.1 no such user" if to.startswith("reader1") else ""

    with ScriptedRelay(Script(rcpt=refuse)) as server:
        letters = relayed(tmp_path, server)
        letters.send()
        assert letters.rows("SELECT reason FROM suppressions") == [("bounced",)]
        server.script.rcpt = ""
        (letters.root / "content/b.md").write_text(
            "---\ntitle: More\ndate: 2025-06-26T12:00:00Z\nsummary: S\n---\n\nText.\n"
        )
        counts = letters.counts(now="2025-07-01T09:00:00+00:00")
        assert counts["sent"] == 2
        assert recipients(server.script).count("reader1@example.net") == 0


def test_an_edition_that_cannot_be_made_keeps_no_other_back(tmp_path):
    digest = 'skip_below = 1\n[digest.other]\nsend = "mon 08:00"\n'
    letters = Letters(tmp_path / "site", digest=digest)
    letters.add(addresses(2))
    letters.add(["other@example.net"], edition="other")
    done = letters.send()
    assert done.returncode == 1
    assert "digest.other.address: is missing" in done.stderr
    assert len(letters.mails()) == 2


def test_a_run_ends_when_bounces_pause_its_issue(tmp_path):
    with ScriptedRelay(Script(dot="seconds 0.2 250 OK")) as server:
        letters = relayed(tmp_path, server, readers=300, send="connections = 2")
        process = letters.start()
        until(lambda: server.script.taken)
        with letters._database() as database, database.write() as session:
            session.execute("UPDATE issues SET paused = 'too many complaints'")
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "is paused: too many complaints" in err
        assert len(server.script.taken) < 300


def test_a_clock_that_was_set_back_repeats_and_delays_nothing(tmp_path):
    with ScriptedRelay(
        Script(rcpt=lambda to: "450 later" if to.startswith("reader1") else "")
    ) as server:
        letters = relayed(tmp_path, server)
        assert letters.counts()["deferred"] == 1
        server.script.rcpt = ""
        assert letters.counts(now="2025-06-23T08:30:00+00:00") == {"audience": 3, "sent": 3}
    assert recipients(server.script) == sorted(addresses(3))


def test_who_leaves_while_the_message_is_under_way_does_not_get_it(tmp_path):
    """The subscription is looked up with the mark, after the body was sent."""
    found = {}

    def leave(to):
        if to.startswith("reader1"):
            found["letters"].leave(to)
        return ""

    with ScriptedRelay(Script(data=leave)) as server:
        found["letters"] = letters = relayed(tmp_path, server, send="connections = 1")
        assert letters.counts() == {"audience": 3, "sent": 2, "skipped": 1}
        assert recipients(server.script) == ["reader0@example.net", "reader2@example.net"]


def test_a_relay_that_hangs_after_the_dot_holds_up_one_delivery_only(tmp_path):
    def hang(to):
        return "seconds 3 250 2.0.0 late" if to.startswith("reader0@") else ""

    with ScriptedRelay(Script(dot=hang)) as server:
        letters = relayed(tmp_path, server, readers=20)
        assert letters.counts() == {"audience": 20, "sent": 20}
        assert recipients(server.script) == sorted(addresses(20))
