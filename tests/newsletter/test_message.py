"""The message: parsed back by `email` with every header and part equal."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from newsletter_samples import WEDNESDAY, article, config, context, written

from broadsheet.model import Article, Person
from broadsheet.placeholders import PLACEHOLDER
from broadsheet.text import one_line

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
        "Date": "Mon, 23 Jun 2025 00:00:00 +0800",
        "From": '"林未 (Editor)" <letters@example.org>',
        "To": "Broadsheet 周报 <letters@example.org>",
        "Reply-To": "answers@example.org",
        "Subject": "微软与 OpenAI",
        "List-Id": "Broadsheet 周报 <news.example.org>",
        "List-Unsubscribe": "<https://example.org/u/%%token%%>, <mailto:leave@example.org?subject=%%token%%>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": "<https://example.org/digests/weekly/>",
        "Archived-At": "<https://example.org/digests/weekly/2025-W25/>",
        "Content-Language": "zh-CN",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
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
    raw = written(context(articles, config('unsubscribe = "https://example.org/u"')))["email.eml"]
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


TAGS = {
    "listmonk": "{{ UnsubscribeURL }}",
    "Mailchimp": "*|UNSUB|*",
    "Mailgun": "%unsubscribe_url%",
    "Buttondown": "{{ unsubscribe_url }}",
    "SendGrid": "<%asm_group_unsubscribe_raw_url%>",
    "Brevo": "{{ unsubscribe }}",
    "Brevo's older form": "[UNSUBSCRIBE]",
    "Mailjet": "[[UNSUB_LINK_EN]]",
    "MailPoet": "[link:subscription_unsubscribe_url]",
    "Keila": "{{ unsubscribe_link }}",
    "ours": "https://example.org/u/%%token%%",
    "a part of the query": "https://example.org/?a=1&u={{ .Subscriber.UUID }}",
    "Mailgun's recipient": "https://example.org/%recipient.token%?to=%20x",
}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("tag", TAGS.values(), ids=TAGS)
def test_tags_of_sending_programs_are_whole_in_header_text_and_html(
    tag: str, language: str
) -> None:
    long = "微软与开放人工智能研究中心宣布新的合作计划" * 30
    articles = [
        article("a", title=long[:90], summary=long),
        *(article(str(n), summary=long) for n in range(9)),
    ]
    digest = f"unsubscribe = '{tag}'\naddress = '北京'"
    raw = written(context(articles, config(digest, f'language = "{language}"')))["email.eml"]
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 900
    link = PLACEHOLDER.search(tag)[0]
    replaced = raw.replace(link.encode(), b"https://list.example/u/?id=3D4f=aa&x=1")
    found = email.message_from_bytes(replaced, policy=email.policy.default)
    expected = tag.replace(link, "https://list.example/u/?id=3D4f=aa&x=1")
    text, html = (part.get_content() for part in found.iter_parts())  # type: ignore[attr-defined]
    assert found["List-Unsubscribe"] == f"<{expected}>"
    assert f" <{expected}>\n" in text.replace("\r\n", "\n")
    assert expected in [a.get("href") for a in lxml_html.fromstring(html).iter("a")]
    shown = lxml_html.fromstring(html.replace("<!--\r\n-->", "").replace("<!--\n-->", ""))
    assert long[:90] in shown.text_content()


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=60))
def test_no_title_makes_a_header(title: str) -> None:
    found = message(article("a", title=f"{title}\r\nBcc: x@example.org\r\n\r\n--x"), digest=FULL)
    assert found["Bcc"] is None
    assert found["Subject"] == one_line(f"{title} Bcc: x@example.org --x".replace("\x00", " "))
    assert len(found.keys()) == 17


def test_the_date_is_the_end_of_the_period_once_it_is_over() -> None:
    offset = timezone(timedelta(hours=5, minutes=45))
    moment = datetime(2025, 6, 19, 7, 0, 0, 123, tzinfo=offset)
    made = context([article("a"), article("b", published=moment)])
    for now, date in (
        ("2025-06-23T00:00:00+08:00", "Mon, 23 Jun 2025 00:00:00 +0800"),
        ("2025-06-22T23:59:59+08:00", "Thu, 19 Jun 2025 07:00:00 +0545"),
    ):
        raw = written(replace(made, now=datetime.fromisoformat(now)))["email.eml"]
        assert f"\r\nDate: {date}\r\n" in f"\r\n{raw.decode()}"


def test_a_preview_is_marked() -> None:
    made = context([article("a")], config("", 'language = "de"'))
    preview = written(replace(made, now=WEDNESDAY))
    assert "X-Preview: yes\r\n" in preview["email.eml"].decode()
    assert "Vorschau" in preview["email.html"].decode()
    assert preview["email.txt"].decode().startswith("[Vorschau]\n")
    found = email.message_from_bytes(preview["email.eml"], policy=email.policy.default)
    assert found["Subject"].startswith("[Vorschau] ")
    final = written(replace(made, now=WEDNESDAY + timedelta(days=5)))
    assert b"X-Preview" not in final["email.eml"]
    assert "Vorschau" not in final["email.html"].decode()


def test_a_recipient_can_be_named() -> None:
    made = replace(context([article("a")]), to=Person("李", "li@example.net"))
    found = email.message_from_bytes(written(made)["email.eml"], policy=email.policy.default)
    assert found["To"] == "李 <li@example.net>"


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
