"""A corpus to measure with: articles shaped like those of a busy Chinese news site, always the same.

Each has about 7 KB: headings, bold next to CJK punctuation, links, lists, a quotation, footnotes, a
picture; 8 tags by Zipf's law, 3 topics of 40; one in fifty is a draft.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from itertools import accumulate
from pathlib import Path

TOPICS = 40
TAGS_OF_AN_ARTICLE = 8
TOPICS_OF_AN_ARTICLE = 3
NEWEST = datetime(2025, 6, 30, 20, 0, tzinfo=timezone(timedelta(hours=8)))

CHARACTERS = (
    "的一是不了在有人我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可"
    "里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已"
    "老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问"
)
LATIN = (
    "feed reader letter issue edition atom model data agent token cloud chip robot search index "
    "paper market policy open source"
).split()

CONFIG = """\
[site]
title = "Corpus"
url = "https://corpus.example/"
language = "zh-CN"
timezone = "Asia/Shanghai"
description = "Articles to measure with"
author = {{ name = "Editor" }}

[content]
permalink = "/:slug/"

[markdown]
engine = "{engine}"

[taxonomies.tags]
field = "tags"

[taxonomies.topics]
field = "topics"

[feeds]
formats = ["atom", "rss"]

[pages]
enabled = false
"""


def write_corpus(folder: Path, articles: int, tags: int) -> None:
    """Write `articles` files below `folder`/content, with terms from `tags` different tags."""
    content = folder / "content"
    content.mkdir(parents=True)
    image = folder / "static/images/cover (1).png"
    image.parent.mkdir(parents=True)
    image.write_bytes(PNG)
    chance = random.Random(20250630)
    weights = list(accumulate(1 / rank for rank in range(1, tags + 1)))
    for number in range(articles):
        text = article(number, chance, weights)
        (content / f"article-{number:06}.md").write_text(text, encoding="utf-8")


def article(number: int, chance: random.Random, weights: list[float]) -> str:
    """Return one article; `weights` are the tags' cumulative weights."""
    names = dict.fromkeys(
        f"标签{n}" for n in chance.choices(range(len(weights)), cum_weights=weights, k=20)
    )
    topics = chance.sample(range(TOPICS), TOPICS_OF_AN_ARTICLE)
    moment = NEWEST - timedelta(minutes=47 * number)
    lines = [
        "---",
        f"title: {_words(chance, 8)} {number}",
        f"slug: article-{number:06}",
        f"date: {moment.isoformat()}",
        f"draft: {str(chance.random() < 0.02).lower()}",
        "featured_image: /images/cover (1).png",
        f"summary: {_words(chance, 60)}",
        f"tags: [{', '.join(list(names)[:TAGS_OF_AN_ARTICLE])}]",
        f"topics: [{', '.join(f'主题{n}' for n in topics)}]",
        "---",
        "",
        *_body(chance),
    ]
    return "\n".join(lines) + "\n"


def _body(chance: random.Random) -> list[str]:
    lines = [f"> {_words(chance, 40)}", ""]
    for section in range(1, 5):
        lines += [f"## {_words(chance, 6)}", ""]
        for _ in range(2):
            lines += [_paragraph(chance, section), ""]
        lines += [f"- **{_words(chance, 3)}**：{_words(chance, 10)}" for _ in range(3)]
        lines.append("")
    lines += ["## References", ""]
    for section in range(1, 5):
        lines += [f'[^{section}]: [{_words(chance, 5)}](https://example.org/{section} "出处")', ""]
    return lines


def _paragraph(chance: random.Random, section: int) -> str:
    return (
        f"{_words(chance, 30)}，**“{_words(chance, 4)}”**，{_words(chance, 30)}"
        f"[{_words(chance, 3)}](https://example.org/{chance.randrange(1000)})。"
        f"{_words(chance, 20)}[^{section}]。"
    )


def _words(chance: random.Random, count: int) -> str:
    """Return so many words: mostly two Chinese characters, now and then a Latin word."""
    return "".join(
        f" {chance.choice(LATIN)} "
        if chance.random() < 0.1
        else chance.choice(CHARACTERS) + chance.choice(CHARACTERS)
        for _ in range(count)
    ).strip()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
"""A picture of one pixel."""
