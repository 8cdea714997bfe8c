"""Postfix end to end: it refuses a reader, reports that to our VERP address, and its alias runs `publish bounces`."""

from __future__ import annotations

import pwd
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import servers
from conftest import CONFIG, SiteFolder
from debian_programs import program
from servers import MailServer
from waiting import until

from broadsheet.cli import main
from broadsheet.databases import open_database
from broadsheet.subscribers import Evidence, Secret, Subscribers, read_address

KEY = "k" * 32
START = 1_748_736_000  # 2025-06-01.
GONE, GOOD = "nobody@example.net", "reader@example.net"
DOCS = (Path(__file__).parent.parent.parent / "docs/subscribing.md").read_text("utf-8")

# Postfix runs an alias's command as another user, who may not be able to run the tests' Python. So the command
# hands the mail to the test, waits for the exit code of `publish bounces -`, and ends with it.
HAND_OVER = """\
#!/bin/sh
cat > {pipe}/$$.part && mv {pipe}/$$.part {pipe}/$$.eml
while [ ! -f {pipe}/$$.code ]; do sleep 0.1; done
exit "$(cat {pipe}/$$.code)"
"""


# Postfix takes everything for example.net, and finds out later who is not there.
ACCEPTING = """\
myhostname = mx.letters.example
mydestination = letters.example
alias_maps = hash:{folder}/etc/aliases
alias_database = hash:{folder}/etc/aliases
local_recipient_maps =
recipient_delimiter = +
default_privs = nobody
smtpd_reject_unlisted_recipient = no
"""


def make_aliases(server: MailServer) -> None:
    """Make the aliases of the documentation, whose commands hand the mail over."""
    pipe, script = server.folder / "pipe", server.folder / "hand-over"
    pipe.mkdir()
    shutil.chown(pipe, "nobody", pwd.getpwnam("nobody").pw_gid)
    script.write_text(HAND_OVER.format(pipe=pipe))
    script.chmod(0o755)
    (aliases,) = re.findall(r"```\n(bounce: .*?)```", DOCS, re.DOTALL)
    command = "/usr/local/bin/publish -C /srv/site bounces -"
    assert aliases.count(command) == 2
    (server.config / "aliases").write_text(aliases.replace(command, str(script)))
    subprocess.run(
        [program("postalias"), "-c", server.config, server.config / "aliases"], check=True
    )


@pytest.fixture
def postfix():
    with servers.postfix(ACCEPTING, make_aliases) as server:
        yield server


@pytest.fixture
def site(tmp_path, postfix, monkeypatch):
    monkeypatch.setenv("BROADSHEET_SECRET", KEY)
    made = SiteFolder(tmp_path)
    made.config(
        f'{CONFIG}[digest.weekly]\nperiod = "week"\naddress = "1 Street"\n[send]\n'
        f'relay = "smtp://127.0.0.1:{postfix.port}"\nbounce_address = "bounce@letters.example"\n'
        'url = "https://letters.example/"\n'
    )
    for day in (17, 24):
        made.article(f"{day}.md", f"date: 2025-06-{day}T08:00:00+08:00")
    database = open_database(tmp_path, "subscribers.sqlite", create=True)
    made.readers = Subscribers(database, Secret(KEY))
    yield made
    database.close()


@pytest.fixture
def answering(postfix, site):
    """Run `publish bounces -` for each mail that an alias hands over; yield their exit codes."""
    over, codes = threading.Event(), []

    def answer():
        command = [sys.executable, "-m", "broadsheet", "-C", str(site.root), "bounces", "-"]
        while not over.wait(0.1):
            for mail in (postfix.folder / "pipe").glob("*.eml"):
                with mail.open("rb") as content:
                    done = subprocess.run(command, stdin=content, check=False)
                codes.append(done.returncode)
                mail.with_suffix(".code").write_text(str(done.returncode))
                mail.rename(mail.with_suffix(".done"))

    thread = threading.Thread(target=answer)
    thread.start()
    yield codes
    over.set()
    thread.join(60)


def add(site, *addresses):
    for address in addresses:
        source = Evidence("import", "members")
        site.readers.add(read_address(address), "weekly", source, START)


def publish(site, *arguments):
    return main(["-C", str(site.root), *arguments])


def delivered(postfix, count):
    return [mail.decode("utf-8", "replace") for mail in postfix.delivered(count)]


def test_a_refused_reader_is_suppressed_and_the_next_issue_skips_it(
    site, postfix, answering, capsys
):
    add(site, GONE, GOOD)
    assert publish(site, "send", "weekly", *_at(23)) == 0
    until(lambda: site.readers.suppression_reason(read_address(GONE)) == "bounced", postfix.log)
    assert len(delivered(postfix, 1)) == 1
    until(lambda: answering == [0], postfix.log)
    assert site.readers.suppression_reason(read_address(GOOD)) == ""
    report = next((postfix.folder / "pipe").glob("*.done")).read_text("utf-8", "replace")
    assert "Final-Recipient: rfc822; nobody@example.net" in report  # Postfix's own words.
    assert publish(site, "send", "weekly", *_at(30)) == 0
    assert len(delivered(postfix, 2)) == 2
    capsys.readouterr()
    publish(site, "subscribers", "--json")
    assert '"audience": 1' in capsys.readouterr().out
    publish(site, "subscribers", "show", GONE)
    assert "bounced" in capsys.readouterr().out


def test_a_mail_to_the_unsubscribe_address_leaves(site, postfix, answering):
    add(site, GOOD)
    assert publish(site, "send", "weekly", *_at(23)) == 0
    (mail,) = delivered(postfix, 1)
    (address,) = re.findall(r"<mailto:(leave\+\w+@letters\.example)", unfolded(mail))
    import smtplib  # noqa: PLC0415

    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail(GOOD, [address], f"From: {GOOD}\nTo: {address}\nSubject: leave\n\n")
    reader = read_address(GOOD)
    until(lambda: site.readers.find(reader).subscriptions[0].state == "left", postfix.log)
    until(lambda: answering == [0], postfix.log)


def unfolded(mail):
    return re.sub(r"\r?\n[ \t]+", " ", mail)


def _at(day):
    return ["--now", f"2025-06-{day:02}T12:00:00+08:00"]
