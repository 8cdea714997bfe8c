"""Header values: read back equal by `email`, legal by RFC 2047, and never two headers in one."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.mail_headers import list_id, mailbox, text_header, urls_header
from broadsheet.model import Person
from broadsheet.text import one_line

scripts = st.text(
    st.sampled_from(
        'AI 内参 Weekly 微软与OpenAI: “谈判”僵局 — العدد ١ 👩\u200d💻 =?utf-8?q?x?= "quoted" <a@b> ,;()'
    ),
    max_size=120,
)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value.replace("\r\n", ""))))


@given(scripts | st.text(max_size=200))
@example("AI 内参 OpenAI 与 微软 a b 的 谈判 x y z 僵局 hello world 再来一次 mixed text")
@example("x" * 2000)
@example("字" * 2000)
@example("a\r\nBcc: everyone@example.org")
def test_a_subject_is_read_back_equal(text: str) -> None:
    value = text_header("Subject", text)
    assert decoded(value) == one_line(text)
    message = email.message_from_bytes(
        f"Subject: {value}\r\n\r\n".encode("ascii"), policy=email.policy.default
    )
    assert message["Subject"] == one_line(text)
    assert message.keys() == ["Subject"]
    lines = f"Subject: {value}".split("\r\n")
    assert all(len(line) <= 78 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert all(len(word) <= 75 for word in re.findall(r"=\?utf-8\?\S*\?=", value))
    assert "?==?" not in value


@given(scripts)
@example('O\'Neil, Jr. (the "Editor")')
@example("林未")
def test_a_mailbox_is_read_back_equal(name: str) -> None:
    value = mailbox("From", Person(name, "letters@example.org"))
    shown, address = parseaddr(value.replace("\r\n", ""))
    assert address == "letters@example.org"
    assert decoded(shown) == one_line(name)
    message = email.message_from_bytes(
        f"From: {value}\r\n\r\n".encode("ascii"), policy=email.policy.default
    )
    assert len(message["From"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == "letters@example.org"


@pytest.mark.parametrize(
    ("made", "value"),
    [
        (list_id("Weekly", "weekly.example.org"), "Weekly <weekly.example.org>"),
        (
            urls_header("https://e.org/a", "mailto:a@e.org"),
            "<https://e.org/a>,\r\n <mailto:a@e.org>",
        ),
        (mailbox("From", Person("", "a@e.org")), "a@e.org"),
    ],
)
def test_simple_values(made: str, value: str) -> None:
    assert made == value
