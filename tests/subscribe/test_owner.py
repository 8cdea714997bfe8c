"""`publish subscribers`: the numbers as text, as JSON and as the owner's page."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from broadsheet.cli import main
from broadsheet.subscribe.guard import POLICY
from broadsheet.subscribe.owner import OwnerPage, make_owner_app
from broadsheet.subscribers import statistics
from broadsheet.subscribers.statistics import DayCount, Departure, DomainCount, SourceCount
from broadsheet.templating.templates import Templates

TODAY = 20_270
FOUND = statistics.Statistics(
    totals={"weekly": {"confirmed": 1234, "pending": 5, "left": 6}, "<b>daily": {"confirmed": 1}},
    days=(DayCount("weekly", TODAY - 3, 1240), DayCount("weekly", TODAY, 0, {"left": 6})),
    sources=(SourceCount("import", "<i>members.csv", 1240, 1234),),
    departures=(Departure("<script>@example.org", "weekly", "complained", TODAY * 86400),),
    domains=(DomainCount("gmail.com", {"gone": 2, "complaint": 1}),),
    issues=(
        statistics.IssueCount(
            "weekly", "2025-W25", 0, 1234, {"sent": 1200, "queued": 34}, {"gone": 2}, "x > y"
        ),
    ),
    waiting=3,
)


def client(tmp_path, found=FOUND, **options):
    page = OwnerPage("A & B", Templates(tmp_path), lambda: found, lambda: TODAY * 86400.0)
    return TestClient(make_owner_app(page), **{"base_url": "http://127.0.0.1:8002"} | options)


def test_the_page_shows_everything_escaped_and_without_script(tmp_path):
    answer = client(tmp_path).get("/")
    assert answer.headers["Content-Security-Policy"] == POLICY
    page = answer.text
    assert "<script" not in page
    assert "style=" not in page
    for text in ("A &amp; B", "1,234", "+1,240 −6", "&lt;b&gt;daily", "&lt;script&gt;@example.org"):
        assert text in page
    for text in ("complained", "gmail.com", "paused: x &gt; y", "3 mails", "&lt;i&gt;members.csv"):
        assert text in page
    assert page.count("<svg") == 3
    assert re.findall(r"<title>(\w+: [\d,]+)</title>", page) == [
        "sent: 1,200",
        "open: 34",
        "gone: 2",
    ]


def test_a_list_without_readers_has_a_page_too(tmp_path):
    nothing = statistics.Statistics({}, (), (), (), (), (), 0)
    answer = client(tmp_path, nothing).get("/")
    assert "There is no reader yet" in answer.text
    assert "<svg" not in answer.text
    assert client(tmp_path).get("/style.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1:8002", {}, 200),
        ("[::1]:8002", {}, 200),
        ("localhost", {}, 200),
        ("evil.example", {}, 421),
        ("owner.example.org", {"x-forwarded-for": "192.0.2.1", "sec-fetch-site": "none"}, 200),
        ("evil.example", {"x-forwarded-for": "192.0.2.1"}, 421),
    ],
)
def test_no_page_of_others_reads_it_by_a_name_that_leads_here(tmp_path, host, headers, status):
    found = client(tmp_path, base_url=f"http://{host}").get("/", headers=headers)
    assert found.status_code == status
    assert ("gmail.com" in found.text) == (status == 200)


def test_nothing_can_be_changed(tmp_path):
    assert client(tmp_path).post("/").status_code == 405


def run(site, capsys, *arguments):
    code = main(["-C", str(site.root), "subscribers", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_text_and_json_of_the_command(site, capsys):
    site.config('[site]\ntitle = "A"\nurl = "https://a.example/"\n[digest.weekly]\naddress = "x"\n')
    assert run(site, capsys)[0] == 1  # No database: none is made.
    addresses = ["a@example.org", "b@example.org"]
    run(site, capsys, "add", *addresses, "--edition", "weekly", "--basis", "asked")
    run(site, capsys, "leave", addresses[0])
    code, out, err = run(site, capsys)
    assert (code, err) == (0, "")
    assert out.startswith("weekly: 1 confirmed, 1 left\n  last 7 days: +2 -1\n")
    assert "Who left\n" in out
    assert re.search(r"a@example\.org weekly: left", out)
    assert "command " in out
    report = json.loads(run(site, capsys, "--json")[1])
    assert report["editions"] == {"weekly": {"confirmed": 1, "left": 1}}
    assert [(day["joined"], day["left"]) for day in report["growth"]] == [(2, {"left": 1})]
    assert report["departures"][0]["address"] == "a@example.org"
    assert set(report) >= {"sources", "domains", "issues", "waiting"}
