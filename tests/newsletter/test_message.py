"""The message: parsed back by `email` with every header and part equal."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsletter_samples import WEDNESDAY, article, config, context, written

from broadsheet.model import Article
from broadsheet.newsletter.plain import one_line

FULL = """
sender = { name = "林未 (Editor)", email = "letters@example.org" }
reply_to = "answers@example.org"
unsubscribe = ["mailto:leave@example.org?subject=%%token%%", "https://example.org/u/%%token%%"]
list_id = "news.example.org"
subject = "{lead}"
"""


def message(*articles: Article, digest: str = "", site: str = "") -> EmailMessage:
    raw = written(context(articles, config(digest, site)))["email.eml"]
    return email.message_from_bytes(raw, policy=email.policy.default)  # type: ignore[return-value]


def test_every_header() -> None:
    found = message(article("a", title="微软与 OpenAI"), digest=FULL, site='language = "zh-CN"')
    headers = {name: str(value) for name, value in found.items()}
    identity = headers.pop("Message-ID")
    assert headers.pop("Content-Type").startswith("multipart/alternative; boundary=")
    assert headers == {
        "Date": "Wed, 18 Jun 2025 08:00:00 +0000",
        "From": '"林未 (Editor)" <letters@example.org>',
        "To": "undisclosed-recipients:;",
        "Reply-To": "answers@example.org",
        "Subject": "微软与 OpenAI",
        "List-Id": "Broadsheet 周报 <news.example.org>",
        "List-Unsubscribe": "<https://example.org/u/%%token%%>, <mailto:leave@example.org?subject=%%token%%>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": "<https://example.org/digests/weekly/>",
        "Archived-At": "<https://example.org/digests/weekly/2025-W25/>",
        "Content-Language": "zh-CN",
        "MIME-Version": "1.0",
    }
    assert identity.endswith("@example.org>")
    assert not found.defects


def test_both_parts_are_the_files_beside_the_message() -> None:
    files = written(context([article("a", title="微软 ❤ <b> & “x”"), article("b")], config(FULL)))
    found = email.message_from_bytes(files["email.eml"], policy=email.policy.default)
    text, html = found.iter_parts()  # type: ignore[attr-defined]
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    assert text.get_content().splitlines() == files["email.txt"].decode().splitlines()
    assert html.get_content().splitlines() == files["email.html"].decode().splitlines()


def test_lines_are_short_ascii_and_end_with_crlf() -> None:
    articles = [article(str(n), title="字" * 300, summary="x" * 3000) for n in range(3)]
    raw = written(context(articles, config(FULL)))["email.eml"]
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60))
def test_no_title_makes_a_header(title: str) -> None:
    found = message(article("a", title=f"{title}\r\nBcc: x@example.org\r\n\r\n--x"), digest=FULL)
    assert found["Bcc"] is None
    assert found["Subject"] == one_line(f"{title} Bcc: x@example.org --x".replace("\x00", " "))
    assert len(found.keys()) == 14


def test_the_date_keeps_the_authors_offset_and_is_the_newest_articles() -> None:
    offset = timezone(timedelta(hours=5, minutes=45))
    moment = datetime(2025, 6, 19, 7, 0, 0, 123, tzinfo=offset)
    found = message(article("a"), article("b", published=moment))
    assert found["Date"] == "Thu, 19 Jun 2025 07:00:00 +0545"
    odd = WEDNESDAY.astimezone(timezone(timedelta(hours=8, seconds=43)))
    assert message(article("a", published=odd))["Date"] == "Wed, 18 Jun 2025 08:00:00 +0000"


def test_an_issue_keeps_its_id_when_an_article_is_corrected() -> None:
    one, corrected = message(article("a")), message(article("a", title="Better"))
    assert one["Message-ID"] == corrected["Message-ID"]
    assert one.get_boundary() == corrected.get_boundary()


@pytest.mark.parametrize(
    ("author", "address"),
    [
        ('author = { name = "Ada", email = "ada@example.org" }', "ada@example.org"),
        ('author = "Ada"', "weekly@example.org"),
        ('author = { name = "Ada", email = "阿达@example.org" }', "weekly@example.org"),
        ('author = { name = "Ada", email = "ada@例子.org" }', "ada@xn--fsqu00a.org"),
    ],
)
def test_without_an_address_the_sites_host_stands_in_and_that_is_said(
    author: str, address: str
) -> None:
    made = context([article("a")], config(site=author))
    found = email.message_from_bytes(written(made)["email.eml"], policy=email.policy.default)
    assert found["From"] == f"Ada <{address}>"
    told = [problem.field for problem in made.problems]
    assert told == (["digest.weekly.sender"] if address.startswith("weekly") else [])


def test_without_unsubscribe_there_is_no_such_header() -> None:
    found = message(article("a"))
    assert found["List-Unsubscribe"] is None
    assert found["List-Unsubscribe-Post"] is None
    only_mail = message(article("a"), digest='unsubscribe = "mailto:leave@example.org"')
    assert only_mail["List-Unsubscribe"] == "<mailto:leave@example.org>"
    assert only_mail["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://127.0.0.1:8000/", "127.0.0.1"), ("http://[::1]/", "localhost")],
)
def test_hosts_that_are_no_names(url: str, host: str) -> None:
    assert message(article("a"), site=f'url = "{url}"')["Message-ID"].endswith(f"@{host}>")
