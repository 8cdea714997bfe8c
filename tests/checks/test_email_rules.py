"""Mutation: each rule's bad example, planted into a good letter, is found by that rule."""

from __future__ import annotations

import re
import time
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.checks import catalogue  # noqa: F401 - registers the rules
from broadsheet.checks.emails.issue import EMAIL_RULES, check_issue
from broadsheet.checks.emails.parsed_html import parse_html

HTML = """\
<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Weekly</title>
<style>p { margin: 0 }</style>
</head>
<body style="background-color:#ffffff">
<div style="display:none">What this week was about.</div>
<table role="presentation" width="600"><tr><td style="color:#222222; font-size:16px">
<h1 style="font-size:28px">Weekly</h1>
<p>Enough words that the letter is not made of pictures alone, which filters take for spam, as they
should: nobody writes a letter of pictures to a friend.</p>
<h2><a href="https://example.org/one/" style="color:#a8400c">What feeds are for</a></h2>
<p>Why a text file beats a timeline.</p>
<p style="color:#666666">1 Example Street</p>
<p style="color:#666666"><a href="https://example.org/leave" style="color:#666666">Unsubscribe</a></p>
</td></tr></table>
</body>
</html>
"""
PLAIN = """\
Weekly

What feeds are for
Why a text file beats a timeline.
https://example.org/one/

Unsubscribe <https://example.org/leave>
"""
HEADERS = {
    "From": "Ada <ada@example.org>",
    "To": "undisclosed-recipients:;",
    "Subject": "Weekly: what feeds are for",
    "Date": "Tue, 17 Jun 2025 08:00:00 +0000",
    "Message-ID": "<1@example.org>",
    "List-Id": "<weekly.example.org>",
    "List-Unsubscribe": "<https://example.org/leave>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def plant(folder, example=""):
    html, plain, headers = HTML, PLAIN, dict(HEADERS)
    if example == "no text":
        html = re.sub(
            r"(?s)<h1.*</p>\n", '<img src="https://example.org/a.png" alt="" width="9">', html
        )
    elif example.startswith("no <"):
        html = re.sub(rf"{re.escape(example[3:])}\b[^>]*>", "", html)
    elif example.startswith("<div"):
        html = re.sub(r"<div.*</div>", example, html)
    elif example.startswith("<"):
        html = html.replace("</td></tr></table>", f"{example}\n</td></tr></table>")
    elif example.startswith("text:"):
        given = example.removeprefix("text:").strip()
        plain = "" if not given else given if "HTML" in given else f"{PLAIN}\n{given}\n"
    elif example.startswith("address:"):
        (folder / "address").write_text(example.removeprefix("address:").strip())
    elif example:
        name, value = re.fullmatch(r"([\w-]+): ?(.*)", example).groups()
        headers[name] = value
    message = _message(html, plain, headers)
    (folder / "email.html").write_text(html, encoding="utf-8")
    (folder / "email.txt").write_text(plain, encoding="utf-8")
    (folder / "email.eml").write_bytes(message)


def _message(html, plain, headers):
    message = EmailMessage(SMTP)
    message.set_content(plain, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    kind = headers.pop("Content-Type", "")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    data = head.encode() + message.as_bytes()
    return (
        re.sub(rb"Content-Type: multipart/alternative;", f"Content-Type: {kind};".encode(), data)
        if kind
        else data
    )


def problems(folder):
    address = folder / "address"
    known = address.read_text() if address.exists() else ""
    return list(check_issue(folder, "out/digests/weekly/2025-W25", known, size_of))


def size_of(url):
    """Return the bytes of a picture that is named by their number."""
    found = re.search(r"/([0-9]+)\.", url)
    return int(found[1]) if found else None


def test_pictures_are_weighed_together_too(tmp_path):
    images = "".join(
        f'<img src="https://example.org/{size}.png" alt="" width="9" height="9">'
        for size in (900_001, 900_002, 900_003)
    )
    plant(tmp_path, images)
    (found,) = [each for each in problems(tmp_path) if each.rule == "letter-image-heavy"]
    assert "2.7 MB together" in found.message


def test_a_good_letter_is_clean(tmp_path):
    plant(tmp_path)
    assert problems(tmp_path) == []


@pytest.mark.parametrize("rule", EMAIL_RULES.rules, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_by_its_rule_and_by_no_other_error(tmp_path, rule):
    plant(tmp_path, rule.bad)
    found = problems(tmp_path)
    assert rule.id in {problem.rule for problem in found}
    assert {problem.rule for problem in found if problem.severity == "error"} <= {rule.id}
    for problem in found:
        if problem.rule == rule.id:
            assert problem.path.startswith("out/digests/weekly/2025-W25/email.")
            assert "; " in problem.message


@pytest.mark.parametrize("rule", EMAIL_RULES.rules, ids=lambda rule: rule.id)
def test_the_good_example_is_clean(tmp_path, rule):
    plant(tmp_path, rule.good)
    assert [f for f in problems(tmp_path) if f.rule == rule.id or f.severity == "error"] == []


def test_missing_parts_are_named(tmp_path):
    plant(tmp_path)
    (tmp_path / "email.eml").unlink()
    (problem,) = problems(tmp_path)
    assert (problem.rule, problem.path[-9:]) == ("letter-part-missing", "email.eml")


@pytest.mark.parametrize(
    ("subject", "shouts"),
    [
        ("AI内参 周报：OPENAI 与 GPT 的较量，以及监管的未来走向", False),
        ("AI内参 GPU 周报", False),
        ("WEEKLY: WHAT FEEDS ARE FOR", True),
        ("ЧТО НОВОГО НА ЭТОЙ НЕДЕЛЕ", True),
        ("U.S. AI", False),
    ],
)
def test_names_in_capitals_are_no_shouting(tmp_path, subject, shouts):
    plant(tmp_path, f"Subject: {Header(subject, 'utf-8', maxlinelen=500).encode()}")
    assert any("in capitals" in problem.message for problem in problems(tmp_path)) is shouts


def test_braces_that_an_article_is_about_are_no_template_left_behind(tmp_path):
    plant(tmp_path, "<p>Why {{ site.title }} is empty</p>")
    assert "letter-template" in {problem.rule for problem in problems(tmp_path)}
    text = tmp_path / "email.txt"
    text.write_text(text.read_text() + "\nWhy {{ site.title\n}} is empty\n")
    assert "letter-template" not in {problem.rule for problem in problems(tmp_path)}


def test_lines_must_end_in_crlf(tmp_path):
    plant(tmp_path)
    eml = tmp_path / "email.eml"
    eml.write_bytes(eml.read_bytes().replace(b"\r\n", b"\n"))
    assert [f.rule for f in problems(tmp_path)] == ["letter-lines"]


def test_what_is_hidden_or_a_placeholder_is_left_alone(tmp_path):
    hidden = '<p style="display:none;font-size:1px;color:#fff">x</p>'
    plant(tmp_path, f'{hidden}<a href="%%leave%%">Leave</a>')
    assert [problem.rule for problem in problems(tmp_path)] == ["letter-text-differs"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<body style="background:#000"><p style="color:#FFF">x', ("#ffffff", "#000000")),
        ('<body bgcolor="#eeeeee"><p>x', ("#000000", "#eeeeee")),
        ('<body><td style="background-color:white"><a href="x">x', ("#0000ee", "#ffffff")),
        ('<body><p style="color:#123456">a</p><b>x', ("#000000", "#ffffff")),
        ("<body><p style='color:#123456'>a<br>x", ("#123456", "#ffffff")),
    ],
)
def test_colours_are_inherited(html, expected):
    style = parse_html(html).texts[-1].style
    assert (style.colour, style.background) == expected


@given(st.text(alphabet="<>/=\"' ab:;#{}!-\n", max_size=200), st.binary(max_size=200))
def test_nothing_breaks_it(tmp_path, html, raw):
    (tmp_path / "email.html").write_text(f"<body>{html}")
    (tmp_path / "email.txt").write_bytes(raw)
    (tmp_path / "email.eml").write_bytes(raw)
    problems(tmp_path)


def test_a_hostile_letter_takes_no_time(tmp_path):
    plant(tmp_path)
    (tmp_path / "email.html").write_text("<p>" * 20_000 + "<a href=" * 500 + "{{" * 20_000)
    (tmp_path / "email.txt").write_text("a" * 500_000)
    started = time.process_time()
    problems(tmp_path)
    assert time.process_time() - started < 10
