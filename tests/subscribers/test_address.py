"""Addresses: what the fast pattern takes, email-validator takes just so."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.subscribers import read_address
from broadsheet.subscribers.address import clean_line

LOCAL = st.text("aA1.+-_'=@ \"", min_size=1, max_size=12)
DOMAIN = st.text("aZ09.-é中", min_size=1, max_size=20)


@given(local=LOCAL, domain=DOMAIN, end=st.sampled_from([".org", ".local", ".c1", "", ".xn--p1ai"]))
@example(local="a" * 64, domain="b", end=".org")
@example(local="a" * 65, domain="b", end=".org")
@example(local="a", domain="b" * 63, end=".org")
@example(local="a", domain="b" * 64, end=".org")
@example(local="a" * 60, domain=".".join(["b" * 60] * 3), end=".org")
@example(local="a" * 64, domain=".".join(["b" * 60] * 3), end=".orgorg")
@example(local="a", domain="b", end=".org\n")
@example(local="a", domain="ab--cd", end=".org")
@settings(max_examples=400)
def test_the_fast_way_is_the_slow_way(local, domain, end):
    text = f"{local}@{domain}{end}"
    try:
        slow = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        with pytest.raises(ValueError, match="is not an address"):
            read_address(text)
        return
    found = read_address(text)
    assert found.address == f"{slow.local_part}@{slow.ascii_domain.lower()}"
    assert found.canonical == found.address.lower()


@pytest.mark.parametrize(
    ("text", "address", "canonical"),
    [
        ("Ada@Example.ORG", "Ada@example.org", "ada@example.org"),
        (" a.d+x@example.org ", "a.d+x@example.org", "a.d+x@example.org"),
        ("ada@Exämple.org", "ada@xn--exmple-cua.org", "ada@xn--exmple-cua.org"),
        ("Jo\u0308rg@example.org", "J\u00f6rg@example.org", "j\u00f6rg@example.org"),
        ("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s", "用户@xn--fsqu00a.xn--fiqs8s"),
        ("ＡＤＡ@example.org", "ＡＤＡ@example.org", "ａｄａ@example.org"),
    ],
)
def test_two_forms(text, address, canonical):
    found = read_address(text)
    assert (found.address, found.canonical) == (address, canonical)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@localhost",
        "ada@example.org\r\nBcc: all@example.org",
        "ada@exa\0mple.org",
        "a\u202eda@example.org",
        '"ada b"@example.org',
        "Ada <ada@example.org>",
        "ada@[127.0.0.1]",
        "ada@example.org,bob@example.org",
        "a" * 10_000_000,
        "@".join("a" * 300),
    ],
)
@pytest.mark.slow
def test_hostile_addresses_are_refused_with_a_short_message(text):
    with pytest.raises(ValueError, match="is not an address") as caught:
        read_address(text)
    message = str(caught.value)
    assert len(message) < 500
    assert message.isprintable()


@given(st.text())
def test_kept_lines_are_one_line_without_controls(text):
    kept = clean_line(text)
    assert kept.isprintable()
    assert len(kept) <= 200
    assert clean_line(kept) == kept
