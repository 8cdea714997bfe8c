"""The language that `publish init` guesses by the letters of articles."""

from __future__ import annotations

import pytest

from broadsheet.cli import main
from broadsheet.scaffold.written_language import written_language

HEADER = "---\ntitle: AI\ndate: 2025-06-17T23:20:05+08:00\ndraft: false\n---\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我们在这里说明，订阅源是给谁看的，以及为什么它比邮件更安静，OpenAI 也是如此。", "zh-CN"),
        ("我們在這裡說明，訂閱源是給誰看的，以及為什麼它比郵件更安靜。", "zh-TW"),
        (
            "フィードは読者のためのものです。静かに届きます。東京都千代田区の図書館で読みます。",
            "ja",
        ),
        ("피드는 독자를 위한 것입니다. 조용히 도착합니다.", "ko"),
        ("الخلاصات للقراء، وتصل بهدوء إلى كل من اشترك فيها.", "ar"),
        ("خوراک‌ها برای خوانندگان است و بی‌صدا می‌رسد، چنان که گفتیم و پیش از این بود.", "fa"),
        ("Ленты нужны читателям: они приходят тихо и остаются надолго.", "ru"),
        ("Стрічки потрібні читачам: вони приходять тихо і лишаються надовго, її видно.", "uk"),
        ("הפידים הם בשביל הקוראים, והם מגיעים בשקט לכל מי שנרשם.", "he"),
        ("Feeds are for readers, and arrive quietly; 北京 is a city, Москва another.", ""),
        ("Feeds sind für Leserinnen und Leser.", ""),
        ("", ""),
        ("123 --- !", ""),
    ],
)
def test_letters_tell_the_language(text, language):
    assert written_language([HEADER, text, text]) == language


def test_a_guess_is_marked_as_one(tmp_path):
    article = f"{HEADER}我们在这里说明，订阅源是给谁看的，以及为什么它比邮件更安静。\n" * 2
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(article, encoding="utf-8")
    assert main(["-C", str(tmp_path), "init"]) == 0
    config = (tmp_path / "publish.toml").read_text(encoding="utf-8")
    assert 'language = "zh-CN"  # a guess: e.g. zh-CN, en, de\n' in config


def test_what_the_engine_says_is_no_guess(tmp_path):
    (tmp_path / "hugo.toml").write_text('baseURL = "https://a.example/"\nlanguageCode = "en-GB"\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(f"{HEADER}我们在这里说明。\n" * 9, encoding="utf-8")
    assert main(["-C", str(tmp_path), "init"]) == 0
    assert 'language = "en-GB"\n' in (tmp_path / "publish.toml").read_text(encoding="utf-8")
