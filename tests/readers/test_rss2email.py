"""rss2email turns new entries into messages, once each."""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
import subprocess

import pytest
from tools import need


@pytest.fixture
def r2e(tmp_path):
    program = need("r2e")
    folder = tmp_path / "r2e"
    (folder / "mail").mkdir(parents=True)

    def run(*arguments):
        command = [program, "-c", folder / "r2e.cfg", "-d", folder / "r2e.json", *arguments]
        home = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            command, env=home, check=False, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    def messages():
        box = mailbox.Maildir(folder / "mail/INBOX")
        return [
            email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
            for key in box.iterkeys()
        ]

    run.messages = messages
    run("new", "reader@example.org")
    config = (folder / "r2e.cfg").read_text()
    config = re.sub("(?m)^email-protocol = .*", "email-protocol = maildir", config)
    config = re.sub("(?m)^maildir-path = .*", f"maildir-path = {folder}/mail", config)
    (folder / "r2e.cfg").write_text(config)
    return run


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_each_article_becomes_one_message(r2e, published, name):
    r2e("add", "site", published.url + name)
    r2e("run")
    subjects = [message["subject"] for message in r2e.messages()]
    assert len(subjects) == 6
    # It takes titles for HTML, in RSS too, where nothing says what they are.
    assert all(title.split(" &")[0] in " ".join(subjects) for title in published.titles[:6])
    assert all("Ada" in message["from"] for message in r2e.messages())
    r2e("run")
    published.write(6)
    published.build()
    r2e("run")
    assert len(r2e.messages()) == 7
    assert published.server.statuses(f"/{name}") == [200, 304, 200]


def test_the_list_of_feeds_is_imported_whole(r2e, published):
    r2e("opmlimport", published.site.out / "feeds.opml")
    r2e("run", "--no-send")
    assert {status for _, _, status in published.server.asked} == {200}
    assert len({path for _, path, _ in published.server.asked}) == 5
