"""Mailboxes: Dovecot by IMAP and POP, a Maildir, files and a pipe."""

from __future__ import annotations

import io
import json
import mailbox
import os
import sys
import threading
from types import SimpleNamespace

import pytest
from bounced_readers import DAY, START, Readers
from certificates import Authority
from database_kinds import on_each_database, place
from dovecot import PASSWORD, Dovecot
from returned_mails import arf, dsn, plain

from broadsheet import cli
from broadsheet.bounces.mailboxes import ImapMailbox, MailServer, OneMail, PopMailbox
from broadsheet.bounces.reports import MAX_BYTES
from broadsheet.errors import UnavailableError

CONFIG = """\
[site]
title = "A"
url = "https://example.org/"
author = { name = "A" }
[send]
bounces = "%s"
database = "%s"
"""
ISSUE_AT = START + DAY

pytestmark = on_each_database


@pytest.fixture
def readers(tmp_path, monkeypatch):
    root = tmp_path / "site"
    root.mkdir()
    monkeypatch.setenv("BROADSHEET_SECRET", "k" * 32)
    found = Readers(root, 3)
    found.root = root
    found.sent = found.issue("1", ISSUE_AT)
    return found


@pytest.fixture
def dovecot(tmp_path, monkeypatch):
    folder = tmp_path / "dovecot"
    folder.mkdir()
    authority = Authority(tmp_path)
    certificate, key = authority.certificate("127.0.0.1")
    server = Dovecot(folder, certificate, key)
    server.authority = authority
    monkeypatch.setenv("BROADSHEET_BOUNCES_PASSWORD", PASSWORD)
    monkeypatch.setenv("BROADSHEET_BOUNCES_CA", str(authority.file))
    yield server
    server.stop()


def bounces(readers, *arguments, address="", database=""):
    text = CONFIG % (address, database or place(readers.root))
    (readers.root / "publish.toml").write_text(text)
    return cli.main(["-C", str(readers.root), "bounces", *arguments])


def mails(readers):
    """Return a bounce, a complaint, a request to leave, and a mail for nobody."""
    token = readers.secret.token
    first = dsn(f"bounce+{token('bounce', readers.sent, readers.number(0))}@letters.example")
    leave = token("leave", readers.sent, readers.number(1))
    second = arf(headers=f"List-Unsubscribe: <https://a.example/u/{leave}>")
    third = plain(f"leave+{token('leave', readers.sent, readers.number(2))}@letters.example")
    return first, second, third, b"From: a@b.example\nTo: c@d.example\n\nHello\n"


def outcome(readers):
    return [(readers.editions(n), readers.suppressed(n)) for n in range(3)]


ALL = [([], "bounced"), ([], "complained"), (["daily"], "")]


def test_imap_removes_what_was_applied_and_marks_the_rest_as_read(readers, dovecot, capsys):
    dovecot.deliver(*mails(readers))
    address = f"imaps://bounce@127.0.0.1:{dovecot.imap}"
    assert bounces(readers, "--json", address=address) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["mails"] == 4
    assert report["effects"] == {"left": 1, "suppressed": 2}
    assert report["ignored"] == {"no token of ours": 1}
    assert outcome(readers) == ALL
    assert (dovecot.count(), dovecot.count("UNSEEN")) == (1, 0)
    assert bounces(readers, "--json", address=address) == 0
    assert json.loads(capsys.readouterr().out)["mails"] == 0


def test_pop_removes_what_was_applied(readers, dovecot):
    dovecot.deliver(*mails(readers))
    assert bounces(readers, address=f"pops://bounce@127.0.0.1:{dovecot.pop}") == 0
    assert outcome(readers) == ALL
    assert dovecot.count() == 1


def test_a_crash_between_commit_and_removal_loses_nothing(readers, dovecot, monkeypatch):
    dovecot.deliver(*mails(readers))
    address = f"imaps://bounce@127.0.0.1:{dovecot.imap}"

    def crash(*_, **__):
        raise OSError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr(ImapMailbox, "done", crash)
        assert bounces(readers, address=address) == 1
    assert dovecot.count() == 4
    assert readers.suppressed(0) == "bounced"
    assert bounces(readers, address=address) == 0
    assert outcome(readers) == ALL


def test_idle_wakes_at_a_new_mail(readers, dovecot):
    box = ImapMailbox(
        MailServer.at(
            f"imaps://bounce@127.0.0.1:{dovecot.imap}",
            PASSWORD,
            ca_file=str(dovecot.authority.file),
        )
    )
    delivery = threading.Timer(0.5, lambda: dovecot.deliver(mails(readers)[0]))
    delivery.start()
    assert box.wait(20)
    delivery.join()
    assert len(list(box.mails())) == 1
    box.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(readers, dovecot, monkeypatch, capsys):
    monkeypatch.delenv("BROADSHEET_BOUNCES_CA")
    for scheme, port in (("imaps", dovecot.imap), ("pops", dovecot.pop)):
        assert bounces(readers, address=f"{scheme}://bounce@127.0.0.1:{port}") == 69
        assert "does not answer" in capsys.readouterr().err


def test_a_wrong_password_is_said(readers, dovecot, monkeypatch, capsys):
    monkeypatch.setenv("BROADSHEET_BOUNCES_PASSWORD", "wrong")
    assert bounces(readers, address=f"imaps://bounce@127.0.0.1:{dovecot.imap}") == 69
    assert "AUTHENTICATIONFAILED" in capsys.readouterr().err.upper()


def test_a_password_may_lie_in_a_file(readers, dovecot, monkeypatch, tmp_path):
    monkeypatch.delenv("BROADSHEET_BOUNCES_PASSWORD")
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    monkeypatch.setenv("BROADSHEET_BOUNCES_PASSWORD_FILE", str(tmp_path / "password"))
    assert bounces(readers, address=f"imaps://bounce@127.0.0.1:{dovecot.imap}") == 0


def test_a_server_that_is_gone_is_unavailable():
    server = MailServer.at("pops://bounce@127.0.0.1:9")
    with pytest.raises(UnavailableError, match="pops://127.0.0.1:9: does not answer"):
        PopMailbox(server)


@pytest.mark.parametrize(
    "address",
    ["imap://u@mail.example.org", "pop://u@192.0.2.1", "https://u@a.example", "imaps://a.example"],
)
def test_an_address_that_is_no_mailbox(readers, address, capsys):
    assert bounces(readers, address=address) == 1
    assert "publish.toml: send.bounces: " in capsys.readouterr().err


def test_a_maildir(readers):
    folder = readers.root / "box"
    box = mailbox.Maildir(folder)
    for mail in mails(readers):
        box.add(mail)
    assert bounces(readers, address="maildir:box") == 0
    assert outcome(readers) == ALL
    (left,) = mailbox.Maildir(folder)
    assert (left.get_subdir(), left.get_flags()) == ("cur", "S")
    assert bounces(readers, address="maildir:box") == 0
    assert bounces(readers, address="maildir:nothing") == 1


def test_a_maildir_keeps_what_was_read_and_the_flags_of_the_rest(readers):
    box = mailbox.Maildir(readers.root / "box")
    for flags in ("F", "S"):
        kept = mailbox.MaildirMessage(b"Subject: x\n\nx\n")
        kept.set_subdir("cur")
        kept.set_flags(flags)
        box.add(kept)
    hidden = readers.root / "box/new/.hidden"
    hidden.write_bytes(b"")
    assert bounces(readers, address="maildir:box") == 0
    hidden.unlink()  # Python before 3.13 takes it for a mail.
    assert sorted(mail.get_flags() for mail in mailbox.Maildir(readers.root / "box")) == ["FS", "S"]


def test_a_mail_is_read_as_far_as_matters(readers, tmp_path):
    mail = mails(readers)[0]
    for name in ("a", "b"):
        with (tmp_path / name).open("wb") as stream:
            stream.write(mail)
            stream.truncate(20_000_000_000)
    assert bounces(readers, str(tmp_path / "a"), str(tmp_path / "b")) == 0
    os.mkfifo(tmp_path / "pipe")
    assert bounces(readers, str(tmp_path / "pipe")) == 1
    rest = io.BytesIO(mail + b"x" * 3_000_000)
    assert len(OneMail.of(rest).content) == MAX_BYTES
    assert rest.read() == b""


def test_files_stay_where_they_are(readers, tmp_path):
    names = []
    for n, mail in enumerate(mails(readers)):
        names.append(tmp_path / f"{n}.eml")
        names[-1].write_bytes(mail)
    assert bounces(readers, *map(str, names)) == 0
    assert outcome(readers) == ALL
    assert all(name.exists() for name in names)
    assert bounces(readers, str(tmp_path / "missing.eml")) == 1


def test_a_pipe(readers, monkeypatch):
    for mail in mails(readers):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail)))
        assert bounces(readers, "-") == 0
    assert outcome(readers) == ALL


def test_without_a_database_nothing_is_removed(readers, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mails(readers)[0])))
    assert bounces(readers, "-", database="gone.sqlite") != 0
    assert "does not exist" in capsys.readouterr().err


def test_neither_files_nor_mailbox(readers, capsys):
    assert bounces(readers) == 1
    assert "send.bounces: is missing" in capsys.readouterr().err
