"""The message for one reader, as a mail program and a provider read it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from issue_samples import ADDRESSES, DATE, HEADERS, LEAVE, SECRET, compiled, finished

from broadsheet.messages.composer import Composer, Seal
from broadsheet.messages.issues import CompiledIssue, FinishedIssue, MessageError, compile_issue

READER = (7, "Reader@example.net")


def composer(issue=None, **given):
    return Composer(issue or compiled(), Seal(SECRET, 3), **given)


def unix(part):
    return part.get_content().replace("\r\n", "\n")


def parsed(message):
    return message_from_bytes(message, policy=policy.SMTP)


def test_the_headers_of_one_reader():
    message = parsed(composer().message(*READER))
    token = SECRET.token("leave", 3, 7)
    assert message["To"] == "Reader@example.net"
    assert message["From"] == "Ada <ada@example.org>"
    assert message["Date"] == "Mon, 05 Jan 2026 08:00:00 +0000"
    assert message["List-Unsubscribe"] == (
        f"<https://letters.example.org/u/{token}>, <mailto:leave+{token}@letters.example.org>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Feedback-ID"] == "2026-W01:weekly::example.org"
    assert message["CFBL-Address"] == "bounce@letters.example.org; report=arf"
    assert message["Message-ID"] == f"<{composer().message_id(7)}@example.org>"
    assert message["Subject"] == "每周 2026-W01"


def test_both_parts_have_the_readers_link():
    token = SECRET.token("leave", 3, 7)
    message = parsed(composer().message(*READER))
    for part in message.iter_parts():
        assert LEAVE.replace("%%token%%", token) in part.get_content()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=300))
def test_parts_are_read_as_they_were_written(text):
    message = composer(compiled(text, text)).message(*READER)
    plain, html = parsed(message).iter_parts()
    token = SECRET.token("leave", 3, 7)
    assert unix(plain) == finished(text).text.replace("%%token%%", token)
    assert unix(html) == finished(html=text).html.replace("%%token%%", token)
    lines = message.split(b"\r\n")
    assert all(len(line) <= 998 for line in lines)
    assert not any(line.startswith(b".") for line in lines)
    assert b"\n" not in b"".join(lines)
    assert message.isascii()


def test_a_retry_has_the_same_bytes_also_from_the_kept_form():
    kept = CompiledIssue.load(compiled("新闻。" * 99).dump())
    assert kept == compiled("新闻。" * 99)
    assert composer(kept).message(*READER) == composer(compiled("新闻。" * 99)).message(*READER)


def test_another_reader_issue_or_secret_gives_other_ids():
    ids = {
        composer().message_id(7),
        composer().message_id(8),
        composer(compiled(name="2026-W02")).message_id(7),
    }
    assert len(ids) == 3


def test_an_address_beyond_ascii_stands_in_to_as_it_is():
    assert "To: <用户@example.net>\r\n".encode() in composer().message(7, "用户@example.net")


@pytest.mark.parametrize("name", ["第1期", "x" * 80])
def test_a_feedback_id_is_of_short_ascii_fields(name):
    value = parsed(composer(compiled(name=name)).message(*READER))["Feedback-ID"]
    assert len(value.split(":")) == 4
    assert value.isascii()
    assert len(value) < 160


def test_without_a_bounce_address_there_is_none_in_the_headers():
    issue = compile_issue(finished(), DATE)
    message = parsed(composer(issue).message(*READER))
    assert "CFBL-Address" not in message
    assert "List-Help" not in message


def test_the_return_path_carries_a_token():
    token = SECRET.token("bounce", 3, 7)
    assert composer().return_path(7, "b@letters.example.org") == f"b+{token}@letters.example.org"
    assert composer().return_path(7, "") == "ada@example.org"


def test_an_issue_is_read_from_its_files():
    eml = b"Date: x\r\nFrom: Ada\r\n <a@b.c>\r\nTo: y\r\nSubject: News\r\n\r\nbody\r\n"
    forms = {"eml": eml, "text": b"t", "html": "<p>é".encode()}
    issue = FinishedIssue.of_files("weekly", "2026-W01", forms)
    assert issue.headers == (("From", "Ada\r\n <a@b.c>"), ("Subject", "News"))
    assert (issue.text, issue.html) == ("t", "<p>é")


def without(name):
    return tuple(field for field in HEADERS if field[0] != name)


@pytest.mark.parametrize(
    ("issue", "problem"),
    [
        (finished(headers=without("List-Unsubscribe")), "no way to leave"),
        (replace(finished(), html="<p>News</p>"), "no link to leave in its HTML"),
        (replace(finished(), text="News"), "no link to leave in its text"),
        (finished("%%name%%"), "holds %%name%%, which nothing fills"),
        (finished(headers=(*HEADERS, ("X-A", "a\nBcc: b"))), "line end in X-A"),
        (finished(headers=(*HEADERS, ("X-A", "a" * 1000))), "over 998 bytes in X-A"),
    ],
)
def test_an_issue_that_must_not_be_sent_is_refused(issue, problem):
    with pytest.raises(MessageError, match=problem):
        compile_issue(issue, DATE, **ADDRESSES)


def test_a_link_in_html_may_be_escaped():
    url = "https://a.example/leave?a=1&t=%%token%%"
    headers = (*without("List-Unsubscribe"), ("List-Unsubscribe", f"<{url}>"))
    body = f"<a href='{url.replace('&', '&amp;')}'>"
    assert compile_issue(finished(headers=headers, text=url, html=body), DATE, **ADDRESSES)


def test_a_proof_says_so():
    message = parsed(composer(compiled().marked_as_test()).message(*READER))
    assert message["Subject"].startswith("[Test] ")
