"""`publish send --check`, against a relay and a DNS server on loopback."""

from __future__ import annotations

import base64

import pytest
from dns.resolver import Resolver
from issue_samples import write_key
from letters import Letters
from nameserver import NameServer
from scripted import Script, ScriptedRelay

from broadsheet.cli import main
from broadsheet.dns_queries import resolver_of
from broadsheet.messages.dkim import load_key
from broadsheet.preflight.dns import check_dns, check_ptr
from broadsheet.preflight.received import check_received

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
        dns = resolver_of([server.address])
        if given:
            dns._resolver.lifetime = 0.3
        return {
            finding.subject.split(" ")[0]: finding
            for finding in check_dns(dns, SENDER, BOUNCE, [key])
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


def test_dns_that_does_not_answer_is_said(key):
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
        assert done.stdout.count(": ok: ") == 6
        del known["letters.example.org", "TXT"]
        report = letters.report("--check", BROADSHEET_NAMESERVERS=server.address)
        assert report["code"] == 1
        assert [problem["field"] for problem in report["problems"]] == [
            "SPF of letters.example.org"
        ]


def test_a_machine_that_names_no_dns_server(tmp_path, monkeypatch, capsys):
    class Nowhere(Resolver):
        def __init__(self):
            super().__init__(str(tmp_path / "no-resolv.conf"))

    monkeypatch.setattr("broadsheet.dns_queries.Resolver", Nowhere)
    letters = Letters(tmp_path / "site")
    assert main(["-C", str(letters.root), "send", "--check"]) == 69
    assert "DNS: this machine names no DNS server: " in capsys.readouterr().err


PTR = "10.2.0.192.in-addr.arpa", "PTR"


@pytest.mark.parametrize(
    ("known", "good", "message"),
    [
        ({("mx.example.org", "A"): ["192.0.2.10"], PTR: ["mx.example.org."]}, True, "192.0.2.10"),
        ({("mx.example.org", "A"): ["192.0.2.10"], PTR: ["isp.example."]}, False, "PTR record"),
        ({("mx.example.org", "A"): ["192.0.2.10"]}, False, "192.0.2.10 does not lead back"),
        ({}, True, "not looked at"),
    ],
)
def test_the_address_of_a_machine_that_delivers_leads_back_to_it(known, good, message):
    with NameServer(known) as server:
        finding = check_ptr(resolver_of([server.address]), "mx.example.org")
    assert finding.good == good
    assert message in finding.message


RECEIVED = b"""\
Delivered-To: me@example.net
Authentication-Results: mx.example.net;
       dkim=pass header.i=@example.org header.s=b1;
       spf=softfail (mx.example.net: spf=pass in a comment) smtp.mailfrom=b@example.org;
       dmarc=pass (p=NONE) header.from=example.org
Authentication-Results: forged.example; spf=pass
DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=b1;
 h=from:to:list-unsubscribe:
  list-unsubscribe-post; bh=x; b=y
From: a@example.org

x
"""


def test_a_proof_that_arrived_tells_what_its_server_found():
    found = {finding.subject: finding for finding in check_received(RECEIVED)}
    good = {subject: finding.good for subject, finding in found.items()}
    assert good == {"SPF": False, "DKIM": True, "DMARC": True, "one-click unsubscribing": True}
    assert "mx.example.net says softfail; let SPF" in found["SPF"].message


def test_a_proof_without_results_or_signature():
    found = {finding.subject: finding for finding in check_received(b"From: a@example.org\n\nx")}
    assert not any(finding.good for finding in found.values())
    assert "show original" in found["Authentication-Results"].message


def test_the_command_reads_a_proof(tmp_path):
    (tmp_path / "proof.eml").write_bytes(RECEIVED)
    with ScriptedRelay(Script()) as relay, NameServer({}) as server:
        letters = Letters(tmp_path / "site", f"smtp://127.0.0.1:{relay.port}")
        options = ("--check", "--received", str(tmp_path / "proof.eml"))
        done = letters.send(*options, BROADSHEET_NAMESERVERS=server.address)
        assert done.returncode == 1
        assert "DKIM: ok: mx.example.net says pass" in done.stdout
        assert letters.send("--received", str(tmp_path / "proof.eml")).returncode == 2
        assert letters.send("--check", "--received", "gone.eml").returncode == 2
