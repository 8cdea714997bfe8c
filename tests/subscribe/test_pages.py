"""The subscription pages over HTTP, as browsers, mail programs, scanners and attackers ask them."""

from __future__ import annotations

import re

import pytest
from database_kinds import on_each_database
from provider_samples import SIGN, events
from starlette.testclient import TestClient
from subscription_pages import ADA, KEY, Service, path_of

from broadsheet.subscribe.guard import HEADERS, MAX_BODY
from broadsheet.subscribers import Act, Evidence, read_address

pytestmark = on_each_database


@pytest.fixture
def service(tmp_path):
    environment = {"BROADSHEET_SECRET": KEY, "BROADSHEET_WEBHOOK_POSTMARK": "user:password"}
    made = Service(tmp_path, environment)
    yield made
    made.close()


def test_joining_from_the_form_to_the_confirmation(service):
    answer = service.join()
    assert answer.status_code == 200
    assert "Check your mail" in answer.text
    assert service.editions() == []
    (mail,) = service.mails()
    assert mail["To"] == "Ada@example.com"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not {"List-Id", "List-Unsubscribe"} & set(mail.keys())
    link = service.link()
    assert link.startswith("https://letters.example/sub/confirm/weekly/")
    page = service.get(link)
    assert "Confirm my subscription" in page.text
    assert service.editions() == []
    answer = service.press(link)
    assert "You are subscribed" in answer.text
    assert 'href="https://example.org/digests/weekly/"' in answer.text
    assert service.editions() == ["weekly"]


def test_pages_and_mails_are_in_the_language_of_edition_or_browser(service):
    assert '<html lang="en"' in service.get("/weekly").text
    assert '<html lang="zh-CN"' in service.get("/").text
    assert '<html lang="de"' in service.get("/", **{"accept-language": "xx, de;q=0.8"}).text
    assert '<html lang="ar" dir="rtl"' in service.client.get("/?lang=ar").text


def test_a_title_with_markup_is_text(service):
    assert "The &lt;b&gt;Weekly&lt;/b&gt;" in service.get("/weekly").text
    service.join()
    html = service.mails()[0].get_body(("html",)).get_content()
    assert "<b>Weekly" not in html


@pytest.mark.parametrize(
    "path", ["/", "/weekly", "/manage", "/nothing", "/confirm/weekly/x", "/u/x", "/manage/x"]
)
def test_every_page_has_strict_headers_and_neither_script_nor_cookie(service, path):
    answer = service.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert "://" not in re.sub(r"https://(letters\.example|example\.org)/", "", answer.text)


def test_the_style_sheet_is_that_of_the_sites_pages_and_their_own(service):
    answer = service.get("/style.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert "--accent:" in answer.text
    assert ".stack button" in answer.text
    assert "{{" not in answer.text


def test_the_answer_is_the_same_whatever_is_known(service):
    service.patch.undo()
    service.add("known@example.com")
    service.subscribers.suppress(
        read_address("gone@example.com"), Act("complained", Evidence("mail", "x"), 1)
    )
    pages, times = set(), []
    for address in ("new@example.com", "known@example.com", "gone@example.com"):
        answer = service.join(address)
        pages.add(re.sub(r'value="\w{46}"', "", answer.text))
        times.append(answer.elapsed.total_seconds())
    assert len(pages) == 1
    assert min(times) >= 0.3


def test_scanners_that_open_every_link_change_nothing(service):
    service.add(ADA)
    service.join("new@example.com")
    confirm, leave = service.link(), service.issue_link()
    for url in (confirm, confirm.replace("confirm", "not-me"), leave, f"{leave}/undo"):
        service.get(url)
        service.client.head(path_of(url))
    assert service.editions() == ["daily", "weekly"]
    assert service.editions("new@example.com") == []
    assert service.subscribers.suppression_reason(read_address("new@example.com")) == ""


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {},
    ],
)
def test_one_click_needs_no_cookie_origin_or_redirect(service, body):
    service.add(ADA, "bob@example.com")
    answer = service.client.post(path_of(service.issue_link()), **body, follow_redirects=False)
    assert answer.status_code == 200
    assert service.editions() == ["daily"]
    assert service.editions("bob@example.com") == ["daily", "weekly"]


def test_after_leaving_one_can_undo_leave_everything_and_get_a_link(service):
    service.add(ADA)
    leave = service.issue_link()
    page = service.post(leave).text
    for what in ("undo", "all", "link"):
        assert f'action="{leave}/{what}"' in page
    assert "again" in service.press(f"{leave}/undo").text
    assert service.editions() == ["daily", "weekly"]
    service.post(leave)
    service.press(f"{leave}/link")
    assert service.mails()[-1]["To"] == ADA
    service.press(f"{leave}/all")
    assert service.editions() == []
    assert service.press(f"{leave}/nonsense").status_code == 404


def test_a_link_of_an_erased_reader_still_answers(service):
    service.add(ADA)
    leave = service.issue_link()
    service.subscribers.erase(read_address(ADA), service.clock.now)
    assert service.post(leave).status_code == 200


def test_preferences_by_a_mailed_link(service):
    service.add(ADA)
    form = service.get("/manage").text
    token = re.search(r'name="token" value="(\w+)"', form)[1]
    service.clock.now += 3
    service.post("/manage", {"email": ADA, "token": token})
    service.post("/manage", {"email": "nobody@example.com", "token": token})
    link = service.link()
    assert len(service.mails()) == 1
    page = service.get(link)
    assert ADA in page.text
    page = service.press(link, {"edition": ["daily"], "language": "de"})
    assert '<html lang="de"' in page.text
    assert service.editions() == ["daily"]
    assert service.press(f"{link}/export").json()["address"] == ADA
    service.clock.now += 60
    service.press(f"{link}/address", {"email": "new@example.com"})
    assert service.mails()[-1]["To"] == "new@example.com"
    change = service.link()
    assert "/address/" in change
    service.press(change)
    assert service.editions("new@example.com") == ["daily"]
    service.press(f"{link}/erase", {"sure": "1"})
    assert service.editions("new@example.com") is None


def test_the_link_in_an_issue_shows_no_data(service):
    service.add(ADA)
    token = service.issue_link().rpartition("/")[2]
    assert ADA not in service.get(f"/u/{token}").text
    assert service.get(f"/manage/{token}").status_code == 404
    assert service.post(f"/manage/{token}/export").status_code == 404


def test_forms_from_elsewhere_and_from_programs(service):
    assert service.join(origin="https://evil.example").status_code == 403
    service.join("b@example.com", origin="https://example.org")
    service.post("/subscribe", {"email": "c@example.com"})  # A snippet: shown again with a token.
    trapped = service.get("/").text
    token = re.search(r'name="token" value="(\w+)"', trapped)[1]
    service.clock.now += 5
    service.post("/subscribe", {"email": "d@example.com", "token": token, "website": "x"})
    assert [mail["To"] for mail in service.mails()] == ["b@example.com"]


def test_a_form_without_a_token_is_shown_again_with_what_was_typed(service):
    answer = service.post("/subscribe", {"email": "c@example.com", "edition": "weekly"})
    assert 'value="c@example.com"' in answer.text
    assert "Press the button once more" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "a@b",
        "a@b.example\r\nBcc: c@d.example",
        "a@[127.0.0.1]",
        "<script>@x.example",
        "a" * 400,
    ],
)
def test_addresses_that_are_none(service, address):
    answer = service.join(address)
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert service.mails() == []


def test_a_body_that_is_too_large_is_refused(service):
    answer = service.client.post("/subscribe", content=b"x" * (MAX_BODY + 1))
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%ff%00&email=%00@x", b"--x\r\n"])
def test_bodies_that_are_no_form(service, body):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x/y"):
        answer = service.client.post("/subscribe", content=body, headers={"content-type": kind})
        assert answer.status_code in {200, 400, 422}


def test_a_bomber_of_many_networks_causes_one_mail(service):
    for _ in range(30):
        service.join()
    assert len(service.mails()) == 1


def test_a_network_that_asks_too_often_is_told_so(service):
    service.client = TestClient(
        service.service.app, base_url="https://letters.example", client=("192.0.2.7", 1)
    )
    answers = [service.join(f"a{n}@x{n}.example.com").status_code for n in range(6)]
    assert answers == [200] * 5 + [429]


def test_webhooks_of_a_provider_whose_secret_is_known(service):
    service.add(ADA)
    service.issue_link()
    reader = service.subscribers.find(read_address(ADA)).id
    token = service.secret.token("bounce", 1, reader)
    event = next(e for name, e, *_ in events(token) if name == "postmark")
    headers, body = SIGN["postmark"](event)
    assert service.client.post("/hooks/mailgun", content=body).status_code == 404
    assert service.client.post("/hooks/postmark", content=body).status_code == 403
    assert "no header authorization" in service.log[0]
    answer = service.client.post("/hooks/postmark", content=body, headers=headers)
    assert answer.status_code == 200
    assert service.subscribers.suppression_reason(read_address(ADA)) == "bounced"


def test_health(service):
    assert service.get("/health").text == "ok"
