"""The articles of this repository's own site: their shape, read with a few lines of its own.

What they show (bold beside CJK marks, lists, notes …) is what the builds of the site exercise.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
IMAGES = ROOT / "static" / "images"
FILES = sorted(CONTENT.rglob("*.md"))

KEYS = {"title", "date", "draft", "featured_image", "summary", "tags", "main_topics"}
OPTIONAL = {"updated", "lang", "author", "authors"}

ELEMENTS = {
    "bold ending in a CJK bracket, before text": r"[）]\*\*[一-鿿]",
    "bold inside Chinese quotes": r"“\*\*[^*]+\*\*”",
    "list without a blank line before it": r"^[^\s\-|#>].*：\n- ",
    "list nested by two spaces": r"^- .*\n  - ",
    "ordered list with a list in it": r"^\d\. .*\n  - ",
    "table": r"^\| .*\n\|[-:| ]+\|$",
    "fenced code": r"^```\w+\n",
    "task list": r"^- \[x\] .*\n(?:.*\n)*?- \[ \] ",
    "struck text": r"~~[^~\n]+~~",
    "bare URL": r" https?://\S+ ",
    "definition list": r"^\S+\n: ",
    "heading": r"^### ",
    "image": r"!\[[^]]+\]\(/?images/[^)]+\(\d+\)\.png\)",
    "quotes escaped in a link": r'\[[^]\n]*\\"[^]\n]+\\"[^]\n]*\]\(https://',
    "link to a page beside": r"\]\(\.\./[a-z-]+/\)",
    "link to a file": r"\]\([a-z./-]+\.md\)",
}


def split(file: Path) -> tuple[dict[str, Any], str]:
    _, matter, body = re.split(
        r"^---\n", file.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE
    )
    return yaml.safe_load(matter), body


def without_code(body: str) -> str:
    return re.sub(r"^```.*?^```$|`[^`\n]+`", "", body, flags=re.MULTILINE | re.DOTALL)


ARTICLES = {file: split(file) for file in FILES}
each_article = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@each_article
def test_front_matter_has_the_keys_of_the_seed(file: Path) -> None:
    matter, _ = ARTICLES[file]
    assert matter.keys() >= KEYS
    assert matter.keys() <= KEYS | OPTIONAL
    assert isinstance(matter["draft"], bool)
    assert "\n" not in matter["summary"]
    assert 3 <= len(set(matter["tags"])) <= 8
    assert 1 <= len(set(matter["main_topics"])) <= 3


@each_article
def test_dates_are_written_with_their_offset(file: Path) -> None:
    matter, _ = ARTICLES[file]
    for date in filter(None, (matter["date"], matter.get("updated"))):
        assert date.utcoffset() == timedelta(hours=8)
    assert matter.get("updated", matter["date"]) >= matter["date"]


@each_article
def test_featured_image_is_there_and_small(file: Path) -> None:
    name = ARTICLES[file][0]["featured_image"]
    assert re.fullmatch(r"images/[a-z]+ \(\d+\)\.png", name)
    image = ROOT / "static" / name
    assert image.stat().st_size < 60_000
    with Image.open(image) as opened:
        assert (opened.format, opened.size) == ("PNG", (1200, 675))


@each_article
def test_name_is_a_slug(file: Path) -> None:
    path = file.relative_to(CONTENT).as_posix()
    assert re.fullmatch(r"(essays|guides|notes)/[a-z]+(-[a-z]+)*\.md", path)


@each_article
def test_body_opens_with_a_quotation_and_ends_with_references(file: Path) -> None:
    text, references = ARTICLES[file][1].split("\n## References\n")
    assert text.startswith("\n> ")
    cited = re.findall(r"\[\^(\w+)\]", without_code(text))
    defined = re.findall(r"^\[\^(\w+)\]: ", references, flags=re.MULTILINE)
    assert list(dict.fromkeys(cited)) == defined


@each_article
def test_language_is_the_one_it_is_written_in(file: Path) -> None:
    matter, body = ARTICLES[file]
    chinese = len(re.findall("[一-鿿]", body)) > 100
    assert matter.get("lang", "zh-CN") == ("zh-CN" if chinese else "en")


@each_article
def test_article_is_worth_a_sitting(file: Path) -> None:
    prose = without_code(ARTICLES[file][1])
    length = len(re.findall("[一-鿿]", prose)) / 1.6 + len(re.findall("[A-Za-z]+", prose))
    assert 250 < length < 1500


@each_article
def test_links_between_articles_lead_to_published_ones(file: Path) -> None:
    home = file.relative_to(CONTENT).with_suffix("")
    for link in re.findall(r"\]\((?!https?:|/?images/)([^)]+)\)", without_code(ARTICLES[file][1])):
        base = CONTENT / (home.parent if link.endswith(".md") else home)
        target = (base / link.removesuffix(".md")).resolve().with_suffix(".md")
        assert target in ARTICLES, link
        assert not ARTICLES[target][0]["draft"], link


@each_article
def test_images_in_the_text_are_there(file: Path) -> None:
    for alt, name in re.findall(r"!\[([^]]*)\]\(/?(images/[^)]+\))\.png\)", ARTICLES[file][1]):
        assert alt
        assert (ROOT / "static" / f"{name}.png").is_file()


@pytest.mark.parametrize("element", ELEMENTS)
def test_each_element_is_used_somewhere(element: str) -> None:
    assert any(
        re.search(ELEMENTS[element], body, flags=re.MULTILINE) for _, body in ARTICLES.values()
    )


def test_both_languages_have_their_half() -> None:
    languages = Counter(matter.get("lang", "zh-CN") for matter, _ in ARTICLES.values())
    assert min(languages["en"], languages["zh-CN"]) >= 7


def test_covers_are_all_different() -> None:
    names = [matter["featured_image"] for matter, _ in ARTICLES.values()]
    covers = {(ROOT / "static" / name).read_bytes() for name in names}
    assert len(covers) == len(FILES)


def test_every_image_is_used() -> None:
    everything = "".join(file.read_text(encoding="utf-8") for file in FILES)
    assert [image.name for image in IMAGES.iterdir() if image.name not in everything] == []


def test_weeks_and_days_hold_several_articles() -> None:
    matters = (matter for matter, _ in ARTICLES.values())
    dates: list[datetime] = [matter["date"] for matter in matters if not matter["draft"]]
    weeks = Counter(date.isocalendar()[:2] for date in dates)
    assert weeks[2025, 25] >= 4
    assert weeks[2025, 26] >= 3
    assert max(Counter(date.date() for date in dates).values()) >= 2
    assert {date.month for date in dates} == {5, 6, 7}


def test_one_is_a_draft_one_updated_and_some_by_others() -> None:
    matters = [matter for matter, _ in ARTICLES.values()]
    assert sum(matter["draft"] for matter in matters) == 1
    assert any(matter.get("updated", matter["date"]) > matter["date"] for matter in matters)
    assert any(isinstance(matter.get("authors"), list) for matter in matters)
    assert any("author" in matter for matter in matters)


def test_icon_and_logo_fit_what_rss_allows() -> None:
    with Image.open(ROOT / "static" / "icon.png") as icon:
        assert icon.size == (144, 144)
    with Image.open(ROOT / "static" / "logo.png") as logo:
        assert logo.width <= 144
        assert logo.height <= 400
