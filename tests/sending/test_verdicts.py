"""What replies mean, and when a run ends itself."""

from __future__ import annotations

import pytest

from broadsheet.relay import Reply, Stage
from broadsheet.sending.verdicts import Breaker, Fate, advice, judge


def reply(text, stage=Stage.RECIPIENT):
    code, _, rest = text.partition(" ")
    enhanced, _, words = rest.partition(" ")
    if not enhanced[:1].isdigit():
        enhanced, words = "", rest
    return Reply(stage, int(code), enhanced, words)


@pytest.mark.parametrize(
    ("text", "stage", "fate", "reason"),
    [
        ("250 2.0.0 ok", Stage.DOT, Fate.SENT, ""),
        ("450 4.2.1 greylisted", Stage.RECIPIENT, Fate.DEFERRED, ""),
        ("451 4.7.1 slow down", Stage.DOT, Fate.DEFERRED, ""),
        ("421 4.3.2 closing", Stage.SENDER, Fate.NOT_TRIED, ""),
        ("550 5.1.1 no such user", Stage.RECIPIENT, Fate.REFUSED, "gone"),
        ("550 5.1.10 null MX", Stage.RECIPIENT, Fate.REFUSED, "gone"),
        ("552 5.2.2 mailbox full", Stage.RECIPIENT, Fate.REFUSED, "full"),
        ("550 5.4.1 unreachable", Stage.RECIPIENT, Fate.REFUSED, "full"),
        ("550 5.7.1 policy", Stage.DATA, Fate.REFUSED, "us"),
        ("552 5.3.4 too big", Stage.DOT, Fate.REFUSED, "us"),
        ("550 User unknown", Stage.RECIPIENT, Fate.REFUSED, "gone"),
        ("550 blocked for spam", Stage.RECIPIENT, Fate.REFUSED, "us"),
        ("550 no", Stage.RECIPIENT, Fate.REFUSED, "full"),
        ("550 5.1.1 spam user unknown", Stage.RECIPIENT, Fate.REFUSED, "gone"),
        ("550 5.1.8 bad sender", Stage.SENDER, Fate.NOT_TRIED, "us"),
    ],
)
def test_what_a_reply_means(text, stage, fate, reason):
    verdict = judge(reply(text, stage))
    assert (verdict.fate, verdict.reason) == (fate, reason)


def test_a_domain_is_slowed_by_421_and_4_7_only():
    slow = ["421 4.7.28 rate", "450 4.7.1 later", "421 busy"]
    assert all(judge(reply(text)).slow for text in slow)
    assert not judge(reply("450 4.2.1 greylisted")).slow
    assert not judge(reply("421 4.7.0 busy", Stage.SENDER)).slow


def ends(*texts, stage=Stage.DOT, breaker=None):
    breaker = breaker or Breaker()
    said = ""
    for text in texts:
        answer = reply(text, stage)
        said = breaker.count(answer, judge(answer)) or said
    return said


def test_three_refusals_of_the_issue_in_a_row_end_the_run():
    spam, good = "554 5.7.1 spam", "250 ok"
    assert ends(spam, spam, spam)
    assert not ends(spam, spam, good, spam, spam, good)


def test_a_twentieth_of_the_last_hundred_ends_the_run():
    assert not ends(*(["250 ok"] * 19 + ["554 5.7.1 spam"]) * 5)
    assert ends(*(["250 ok"] * 15 + ["554 5.7.1 spam"]) * 6)


def test_deferrals_and_full_mailboxes_do_not():
    assert not ends(*["450 4.7.1 later"] * 50)
    assert not ends(*["552 5.2.2 full"] * 20, stage=Stage.RECIPIENT)


def test_bounces_count_among_the_first_readers_only():
    gone = ["550 5.1.1 no"] * 26
    assert ends(*gone, stage=Stage.RECIPIENT)
    assert not ends(*gone, stage=Stage.RECIPIENT, breaker=Breaker(tried=500, refused=10))
    assert ends(*gone[:10], stage=Stage.RECIPIENT, breaker=Breaker(tried=100, refused=20))


def test_codes_of_large_providers_have_advice():
    assert "SPF" in advice(reply("550 5.7.26 x"))
    assert "OAuth" in advice(reply("535 5.7.30 x"))
    assert "--check" in advice(reply("550 5.7.999 x"))
