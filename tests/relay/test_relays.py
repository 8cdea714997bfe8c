"""Issues through real servers: Postfix by SMTP and sendmail, Dovecot by LMTP; opendkim judges them."""

from __future__ import annotations

import base64
import subprocess
from email import message_from_bytes, policy

from debian_programs import program
from issue_samples import write_key
from letters import Letters, addresses
from servers import dovecot, postfix

from broadsheet.messages.dkim import load_key


def test_postfix_takes_an_issue_and_opendkim_verifies_what_arrives(tmp_path):
    opendkim = program("opendkim")
    key_file = write_key(tmp_path)
    key = load_key("example.org", "b1", key_file)
    dkim = f'dkim = {{ domain = "example.org", selector = "b1", key = "{key_file}" }}'
    with postfix() as server:
        letters = Letters(tmp_path / "site", f"smtp://127.0.0.1:{server.port}", dkim)
        letters.add([*addresses(5), "nobody@example.net"])
        assert letters.counts() == {"audience": 6, "sent": 5, "refused": 1}, server.log()
        mails = server.delivered(5)
    keys = tmp_path / "keys"
    record = base64.b64encode(key.public).decode()
    keys.write_text(f"b1._domainkey.example.org v=DKIM1; k=rsa; p={record}\n")
    config = tmp_path / "opendkim.conf"
    config.write_text(f"TestPublicKeys {keys}\n")
    for mail in mails:
        file = tmp_path / "mail.eml"
        file.write_bytes(mail.replace(b"\n", b"\r\n"))
        done = subprocess.run(
            [opendkim, "-x", config, "-t", file], capture_output=True, text=True, check=False
        )
        assert "succeeded" in done.stdout + done.stderr
    messages = [message_from_bytes(mail, policy=policy.default) for mail in mails]
    assert sorted(message["To"] for message in messages) == addresses(5)
    assert all("bounce+" in message["Return-Path"] for message in messages)


def test_postfixs_sendmail_takes_an_issue(tmp_path):
    sendmail = program("sendmail")
    with postfix() as server:
        wrapper = tmp_path / "sendmail"
        wrapper.write_text(f'#!/bin/sh\nexec {sendmail} -C {server.config} "$@"\n')
        wrapper.chmod(0o755)
        letters = Letters(tmp_path / "site", f"sendmail:{wrapper}", "connections = 2")
        letters.add(addresses(3))
        assert letters.counts() == {"audience": 3, "sent": 3}, server.log()
        mails = server.delivered(3)
    body = message_from_bytes(mails[0], policy=policy.default)
    assert "letters.example.org/u/" in body.get_body(("plain",)).get_content()


def test_dovecot_takes_an_issue_by_lmtp(tmp_path):
    with dovecot() as server:
        letters = Letters(tmp_path / "site", f"lmtp://127.0.0.1:{server.port}", "connections = 2")
        letters.add(addresses(4))
        assert letters.counts() == {"audience": 4, "sent": 4}, server.log()
        mails = server.delivered(4)
    assert len({message_from_bytes(mail)["To"] for mail in mails}) == 4


def test_a_sendmail_that_fails(tmp_path):
    for code, counts in ((75, {"audience": 1, "deferred": 1}), (67, {"audience": 1, "refused": 1})):
        program_ = tmp_path / f"sendmail{code}"
        program_.write_text(f"#!/bin/sh\ncat >/dev/null\necho why >&2\nexit {code}\n")
        program_.chmod(0o755)
        letters = Letters(tmp_path / f"site{code}", f"sendmail:{program_}", "connections = 1")
        letters.add(addresses(1))
        assert letters.counts() == counts
        assert "why" in letters.rows("SELECT reply FROM deliveries")[0][0]
