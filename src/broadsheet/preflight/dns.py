"""The checks of DNS records: SPF, the DKIM key, DMARC, and where bounces go.

DNS is not queried while issues are sent: the relay does that.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from functools import partial

from broadsheet.dns_queries import Dns, DnsError
from broadsheet.messages import dkim
from broadsheet.preflight.findings import Finding

_MAX_LOOKUPS = 10
"""Terms of an SPF record that may ask DNS again (RFC 7208, section 4.6.4)."""

_LOOKUP_TERM = re.compile(r"[+?~-]?(?:include:|a(?![\w])|mx(?![\w])|ptr|exists:)|redirect=")


def check_dns(
    dns: Dns, sender: str, bounce: str, keys: Sequence[dkim.DkimKey]
) -> Iterator[Finding]:
    """Yield what DNS says of the address in From, the bounce address and the keys."""
    from_domain = sender.rpartition("@")[2]
    bounce_domain = bounce.rpartition("@")[2] or from_domain
    checks = [
        (f"SPF of {bounce_domain}", partial(_spf, dns, bounce_domain)),
        *((f"DKIM key {key.selector}", partial(_dkim, dns, key, from_domain)) for key in keys),
        (f"DMARC of {from_domain}", partial(_dmarc, dns, from_domain)),
        (f"MX of {bounce_domain}", partial(_mx, dns, bounce_domain)),
    ]
    for subject, check in checks:
        try:
            wrong, right = check()
        except DnsError as error:
            wrong, right = str(error), ""
        yield Finding(subject, not wrong, wrong or right)


def check_ptr(dns: Dns, host: str) -> Finding:
    """Return whether the addresses of a machine that delivers itself lead back to its name.

    Gmail refuses mail from others (5.7.25). A machine that is not in DNS delivers through another one.
    """
    subject = f"PTR of {host}"
    try:
        addresses = dns.addresses(host)
        wrong = [each for each in addresses if host.lower() not in dns.names(each)]
    except DnsError as error:
        return Finding(subject, good=False, message=str(error))
    if wrong:
        message = (
            f"{', '.join(wrong)} does not lead back to it; ask whoever gave you the address for a PTR "
            "record, or let Postfix send through another host (relayhost)"
        )
        return Finding(subject, good=False, message=message)
    message = (
        ", ".join(addresses) or "not looked at: it has no address in DNS, so another host delivers"
    )
    return Finding(subject, good=True, message=message)


def _spf(dns: Dns, domain: str) -> tuple[str, str]:
    """Return what is wrong, or "" and what was found."""
    records = [text for text in dns.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        example = "v=spf1 include:spf.your-relay.example -all"
        return f'has no record; publish TXT "{example}" with what your relay says', ""
    if len(records) > 1:
        return "has several records, which counts as none; join them into one", ""
    if "+all" in records[0].split():
        return "lets everyone send (+all); write -all or ~all", ""
    if len(_LOOKUP_TERM.findall(records[0])) > _MAX_LOOKUPS:
        return f"asks DNS more than {_MAX_LOOKUPS} times; take out what does not send", ""
    return "", records[0]


def _dkim(dns: Dns, key: dkim.DkimKey, from_domain: str) -> tuple[str, str]:
    name = f"{key.selector}._domainkey.{key.domain}"
    published = base64.b64encode(key.public).decode("ascii")
    kind = "ed25519" if key.algorithm.startswith("ed25519") else "rsa"
    record = f"v=DKIM1; k={kind}; p={published}"
    found = [text for text in dns.texts(name) if "p=" in text]
    if not found:
        return f'{name} has no record; publish TXT "{record}"', ""
    parts = (part.partition("=") for part in found[0].split(";"))
    tags = {name.strip(): value for name, _, value in parts}
    try:
        same = base64.b64decode(re.sub(r"\s", "", tags.get("p", ""))) == key.public
    except binascii.Error:
        same = False
    if not same:
        return f'{name} has another key; publish TXT "{record}"', ""
    if not _aligned(key.domain, from_domain):
        return (
            f"signs for {key.domain}, not for {from_domain} in From; DMARC wants them to match",
            "",
        )
    return "", f"{name} has the key"


def _dmarc(dns: Dns, domain: str) -> tuple[str, str]:
    """Look at the domain and those above it (the tree walk of RFC 9989)."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        name = ".".join(labels[start:])
        for text in dns.texts(f"_dmarc.{name}"):
            if text.lower().replace(" ", "").startswith("v=dmarc1"):
                return "", text
    return f'has no record; publish TXT "v=DMARC1; p=none" at _dmarc.{domain}', ""


def _mx(dns: Dns, domain: str) -> tuple[str, str]:
    hosts = dns.exchanges(domain)
    if not hosts:
        return "has no MX, so bounces and requests to leave get lost; publish one", ""
    if hosts == [""]:
        return "takes no mail (null MX), so bounces get lost; write another bounce_address", ""
    return "", ", ".join(hosts)


def _aligned(signing: str, sender: str) -> bool:
    """Return whether two domains share their organisational domain, as far as names tell."""
    signing, sender = signing.lower(), sender.lower()
    return signing == sender or sender.endswith(f".{signing}") or signing.endswith(f".{sender}")
