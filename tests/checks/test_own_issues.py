"""`publish check` has nothing to say of the e-mails that `publish digest` makes of good articles."""

from __future__ import annotations

import pytest
from checking import check_all
from conftest import CONFIG
from PIL import Image

from broadsheet.cli import main

PLACEHOLDERS = [
    "{{ UnsubscribeURL }}",
    "*|UNSUB|*",
    "%unsubscribe_url%",
    "{{ unsubscribe_url }}",
    "<%asm_group_unsubscribe_raw_url%>",
    "{{ unsubscribe_link }}",
    "https://example.org/leave/?u={{ .Subscriber.UUID }}",
    "https://example.org/leave/%recipient.token%",
    "https://example.org/leave/%%token%%",
]
WORDS = "一段足够长的摘要，说明这篇文章讲什么，读者为什么应该读它。" * 3


def blamed(site, keys, language="zh-CN"):
    text = CONFIG.replace("zh-CN", language)
    site.config(f'{text}[digest.weekly]\naddress = "上海市示例路 1 号"\n{keys}\n')
    assert main(["-C", str(site.root), "digest", "--period", "2025-W25"]) == 0
    return [p for p in check_all(site) if p.rule.startswith("letter-")]


@pytest.mark.parametrize("tag", PLACEHOLDERS)
def test_placeholders_of_sending_programs(site, tag):
    site.article("a.md", f"title: 渡轮\nsummary: {WORDS}")
    assert blamed(site, f"unsubscribe = '{tag}'") == []


@pytest.mark.parametrize("language", ["zh-CN", "en", "ar"])
def test_pictures_contents_and_headings(site, language):
    folder = site.root / "static/img"
    folder.mkdir(parents=True)
    Image.effect_noise((900, 500), 50).save(folder / "sea.jpg")
    for number in range(16):
        alt = "{ src: /img/sea.jpg, alt: The harbour at dusk }" if number % 2 else "/img/sea.jpg"
        site.article(
            f"{number}.md",
            f"title: Story {number}\ntags: [t{number % 4}]\nsummary: {WORDS}\nimage: {alt}",
        )
    keys = 'group_by = "tags"\nunsubscribe = "https://example.org/leave/%%token%%"\nlimit = 12'
    assert blamed(site, keys, language) == []


def test_an_issue_that_is_too_long_to_be_parsed_is_only_too_long(site):
    """Its end, with the address and the link to leave, was said to be missing."""
    site.article("a.md", f"title: Quay\nsummary: {WORDS}")
    note = site.root / "issues/weekly/2025-W25.md"
    note.parent.mkdir(parents=True)
    note.write_text("All of it, dear readers. \n\n" * 6000, "utf-8")
    found = blamed(site, 'unsubscribe = "https://example.org/leave/%%token%%"', "en")
    assert {problem.rule for problem in found} == {"letter-clipped"}


def test_an_address_from_windows_is_found_as_the_issue_shows_it(site):
    """U+0092 in publish.toml is an apostrophe in the issue."""
    site.article("a.md", f"title: Quay\nsummary: {WORDS}")
    text = CONFIG.replace("zh-CN", "en")
    site.config(f'{text}[digest.weekly]\naddress = "2 Fishermen\\u0092s  Row"\n')
    assert main(["-C", str(site.root), "digest", "--period", "2025-W25"]) == 0
    assert "letter-address" not in {p.rule for p in check_all(site)}
