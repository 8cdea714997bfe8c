"""`publish send --check`, against a relay and a DNS server on loopback."""

from __future__ import annotations

import base64

import pytest
from letters import Letters
from nameserver import NameServer
from samples import write_key
from scripted import Script, ScriptedRelay

from broadsheet.dns_queries import resolver_of
from broadsheet.sending.dkim import load_key
from broadsheet.sending.dns import check_dns

SENDER, BOUNCE = "ada@news.example.org", "bounce@letters.example.org"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return load_key("example.org", "b1", write_key(tmp_path_factory.mktemp("key")))


def long_text(text):
    """Split a text into strings of a TXT record, which have 255 bytes at most."""
    return " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))


def records(key, **changes):
    public = base64.b64encode(key.public).decode()
    found = {
        ("letters.example.org", "TXT"): ['"v=spf1 include:relay.example -all"', '"other=1"'],
        ("b1._domainkey.example.org", "TXT"): [long_text(f"v=DKIM1; k=rsa; p={public}")],
        ("_dmarc.example.org", "TXT"): ['"v=DMARC1; p=none"'],
        ("letters.example.org", "MX"): ["10 mx.example.org."],
    }
    for place, value in changes.items():
        name = {"spf": 0, "dkim": 1, "dmarc": 2, "mx": 3}[place]
        found[list(found)[name]] = value
    return {place: value for place, value in found.items() if value}


def findings(key, known, **given):
    with NameServer(known, **given) as server:
        return {
            finding.subject.split(" ")[0]: finding
            for finding in check_dns(resolver_of([server.address]), SENDER, BOUNCE, [key])
        }


def test_all_is_well(key):
    found = findings(key, records(key))
    assert {name: finding.good for name, finding in found.items()} == {
        "SPF": True,
        "DKIM": True,
        "DMARC": True,
        "MX": True,
    }
    assert found["DMARC"].message == "v=DMARC1; p=none"  # Of the domain above that in From.


@pytest.mark.parametrize(
    ("change", "subject", "problem"),
    [
        ({"spf": []}, "SPF", "has no record; publish TXT"),
        ({"spf": ['"v=spf1 -all"', '"v=spf1 a -all"']}, "SPF", "several records"),
        ({"spf": ['"v=spf1 +all"']}, "SPF", "lets everyone send"),
        (
            {"spf": [f'"v=spf1 {" ".join(f"include:{n}.example" for n in range(11))} -all"']},
            "SPF",
            "more than 10",
        ),
        ({"dkim": []}, "DKIM", 'publish TXT "v=DKIM1; k=rsa; p='),
        ({"dkim": ['"v=DKIM1; p=AAAA"']}, "DKIM", "has another key"),
        ({"dkim": ['"v=DKIM1; p="']}, "DKIM", "has another key"),
        ({"dmarc": []}, "DMARC", 'publish TXT "v=DMARC1; p=none" at _dmarc.news.example.org'),
        ({"mx": []}, "MX", "has no MX"),
        ({"mx": ["0 ."]}, "MX", "null MX"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_publish(key, change, subject, problem):
    found = findings(key, records(key, **change))
    assert not found[subject].good
    assert problem in found[subject].message
    assert all(finding.good for name, finding in found.items() if name != subject)


def test_a_key_of_another_domain_does_not_match_from(tmp_path):
    other = load_key("other.example", "b1", write_key(tmp_path))
    known = records(other)
    known["b1._domainkey.other.example", "TXT"] = known.pop(("b1._domainkey.example.org", "TXT"))
    assert "DMARC wants them to match" in findings(other, known)["DKIM"].message


def test_dns_that_does_not_answer_is_said(key, monkeypatch):
    monkeypatch.setattr("broadsheet.sending.dns._SECONDS", 0.3)
    found = findings(key, records(key), silent=True)
    assert all("DNS does not answer" in finding.message for finding in found.values())


def test_the_command(tmp_path):
    key_file = write_key(tmp_path)
    dkim = f'dkim = {{ domain = "example.org", selector = "b1", key = "{key_file}" }}'
    known = records(load_key("example.org", "b1", key_file))
    with ScriptedRelay(Script()) as relay, NameServer(known) as server:
        letters = Letters(tmp_path / "site", f"smtp://127.0.0.1:{relay.port}", dkim)
        done = letters.send("--check", BROADSHEET_NAMESERVERS=server.address)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"relay smtp://127.0.0.1:{relay.port}: ok: answers" in done.stdout
        assert done.stdout.count(": ok: ") == 5
        del known["letters.example.org", "TXT"]
        report = letters.report("--check", BROADSHEET_NAMESERVERS=server.address)
        assert report["code"] == 1
        assert [problem["field"] for problem in report["problems"]] == [
            "SPF of letters.example.org"
        ]
