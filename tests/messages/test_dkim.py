"""Signatures that dkimpy and Debian's opendkim accept, and that any change breaks."""

from __future__ import annotations

import base64
import re
import subprocess
from email import message_from_bytes

import dkim
import pytest
from debian_programs import program
from issue_samples import SECRET, compiled, write_key
from letters import Letters

from broadsheet.messages.composer import Composer, Seal
from broadsheet.messages.dkim import KeyFileError, load_key


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def key(request, tmp_path_factory):
    return load_key("example.org", "b1", write_key(tmp_path_factory.mktemp("key"), request.param))


def record(key):
    kind = "ed25519" if key.algorithm == "ed25519-sha256" else "rsa"
    return f"v=DKIM1; k={kind}; p={base64.b64encode(key.public).decode()}"


def verifies(message, key):
    def dnsfunc(name, timeout=5):
        assert name.rstrip(b".") == b"b1._domainkey.example.org"
        return record(key).encode()

    return dkim.verify(message, dnsfunc=dnsfunc)


def composed(key, text="News.", *, ses=False, subscriber=7):
    composer = Composer(compiled(text), Seal(SECRET, 3), [key], ses=ses)
    return composer.message(subscriber, "reader@example.net")


@pytest.mark.parametrize("text", ["News.", "新闻。" * 400, "x " * 3000 + "\n\n\n"])
def test_dkimpy_verifies(key, text):
    assert verifies(composed(key, text), key)


def test_each_reader_gets_another_signature_and_the_same_at_each_try(key):
    first, second = composed(key), composed(key, subscriber=8)
    assert first == composed(key)
    assert first != second
    assert verifies(second, key)


@pytest.mark.parametrize(
    "name",
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Content-Type",
        "MIME-Version",
    ],
)
def test_an_added_field_breaks_it(key, name):
    message = composed(key)
    assert not verifies(f"{name}: evil\r\n".encode() + message, key)
    head, body = message.split(b"\r\n\r\n", 1)
    assert not verifies(head + f"\r\n{name}: evil\r\n\r\n".encode() + body, key)


def test_a_changed_byte_breaks_it(key):
    message = composed(key)
    body = message.index(b"\r\n\r\n") + 4
    for place in (
        message.index(b"Ada"),
        message.index(b"List-Id: ") + 9,
        body + 5,
        len(message) - 60,
    ):
        changed = bytearray(message)
        changed[place] ^= 1
        assert not verifies(bytes(changed), key), changed[place - 5 : place + 5]
    assert not verifies(message + b"more\r\n", key)


def test_fields_that_the_large_providers_ask_for_are_signed(key):
    header = message_from_bytes(composed(key))["DKIM-Signature"]
    signed = "".join(header.split("h=")[1].split(";")[0].split()).split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "cfbl-address", "message-id"} <= set(
        signed
    )
    assert signed.count("from") == 2
    assert "c=relaxed/simple" in header
    assert " l=" not in header
    assert " x=" not in header


def test_what_ses_replaces_is_not_signed(key):
    message = composed(key, ses=True)
    changed = message.replace(b"Message-ID: <", b"Message-ID: <ses-").replace(
        b"Date: Mon", b"Date: Tue"
    )
    assert verifies(changed, key)
    assert not verifies(composed(key).replace(b"Date: Mon", b"Date: Tue"), key)


def test_opendkim_verifies(key, tmp_path):
    if key.algorithm != "rsa-sha256":
        pytest.skip("Debian's opendkim knows no Ed25519")
    opendkim = program("opendkim")
    keys = tmp_path / "keys"
    keys.write_text(f"b1._domainkey.example.org {record(key)}\n")
    config = tmp_path / "opendkim.conf"
    config.write_text(f"TestPublicKeys {keys}\n")

    def said(message):
        file = tmp_path / "message.eml"
        file.write_bytes(message)
        done = subprocess.run(
            [opendkim, "-x", config, "-t", file], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    code, text = said(composed(key))
    assert code == 0, text
    assert "verification (s=b1, d=example.org, 2048-bit key) succeeded" in text
    assert "succeeded" not in said(composed(key).replace(b"Ada", b"Eve"))[1]
    assert "succeeded" not in said(b"Subject: second\r\n" + composed(key))[1]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "cannot be read"), (b"nonsense", "no private key in PEM"), (b"", "no private key")],
)
def test_a_key_that_cannot_be_used_is_named(tmp_path, content, problem):
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(KeyFileError, match=problem):
        load_key("example.org", "b1", file)


def test_two_keys_sign_one_message_and_each_signature_stands_alone(tmp_path):
    site = Letters(
        tmp_path / "site",
        send='dkim = { domain = "example.org", selector = "r1", key = "rsa.pem",'
        ' second = { selector = "e1", key = "ed25519.pem" } }',
    )
    keys = {
        selector: load_key("example.org", selector, write_key(site.root, algorithm))
        for selector, algorithm in (("r1", "rsa"), ("e1", "ed25519"))
    }
    site.add(["reader@example.net"])
    assert site.counts() == {"audience": 1, "sent": 1}
    (mail,) = site.mails()
    message = re.sub(rb"\A(?:(?:Return-Path|Delivered-To): [^\n]*\n)+", b"", mail)

    def dnsfunc(name, timeout=5):
        return record(keys[name.decode().split(".")[0]]).encode()

    assert message.count(b"\nDKIM-Signature:") + message.startswith(b"DKIM-Signature:") == 2
    crlf = message.replace(b"\n", b"\r\n")
    assert [dkim.DKIM(crlf).verify(n, dnsfunc=dnsfunc) for n in (0, 1)] == [True, True]
    broken = crlf.replace(b"To: <reader", b"To: <leader")
    assert [dkim.DKIM(broken).verify(n, dnsfunc=dnsfunc) for n in (0, 1)] == [False, False]


def test_a_second_key_that_cannot_be_used_is_named(tmp_path):
    site = Letters(
        tmp_path / "site",
        send='dkim = { domain = "example.org", selector = "r1", key = "rsa.pem",'
        ' second = { selector = "e1", key = "gone.pem" } }',
    )
    write_key(site.root)
    done = site.send()
    assert done.returncode == 1
    assert "gone.pem cannot be read" in done.stderr
    assert "send.dkim.second.key" in done.stderr
