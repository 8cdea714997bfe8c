"""Each rule for editions finds its bad example, and says nothing of its good one."""

from __future__ import annotations

import io

import pytest
from checking import check_all
from conftest import CONFIG
from PIL import Image, ImageDraw

from broadsheet.checks import catalogue  # noqa: F401 - registers the rules
from broadsheet.checks.editions import EDITION_RULES
from broadsheet.cli import main
from broadsheet.mail_pictures import vanishes

NAVY, WHITE, CLEAR = (20, 30, 60, 255), (250, 250, 250, 255), (0, 0, 0, 0)
MONDAY = ("--now", "2025-06-23T08:00:00+08:00")


def logo(ground=CLEAR, ink=NAVY):
    image = Image.new("RGBA", (300, 60), ground)
    ImageDraw.Draw(image).rectangle((20, 20, 280, 40), fill=ink)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def write(site, keys, article=""):
    """Make the issue 2025-W25, and add an article afterwards."""
    site.config(f"{CONFIG}[digest.weekly]\n{keys}\n")
    pictures = site.root / "static/img"
    pictures.mkdir(parents=True, exist_ok=True)
    (pictures / "navy.png").write_bytes(logo())
    (pictures / "white.png").write_bytes(logo(ink=WHITE))
    site.article("a.md", "date: 2025-06-17")
    assert main(["-C", str(site.root), "digest", *MONDAY]) == 0
    if article:
        site.article("late.md", article)


def found(site, rule):
    return [problem for problem in check_all(site) if problem.rule == rule]


def split(example):
    keys, _, article = example.partition("---\n")
    return keys, article


@pytest.mark.parametrize("rule", EDITION_RULES.rules, ids=lambda rule: rule.id)
def test_examples(site, rule):
    write(site, *split(rule.bad))
    (problem,) = found(site, rule.id)
    assert problem.line > 0
    assert "; " in problem.message
    write(site, *split(rule.good))
    assert found(site, rule.id) == []


def test_a_late_article_is_named_until_an_issue_has_it(site):
    write(site, 'late = true\naddress = "x"', "date: 2025-06-18")
    (problem,) = found(site, "issue-missed")
    assert (problem.path, problem.line) == ("content/late.md", 2)
    assert "no issue of weekly has this article of 2025-W25" in problem.message
    assert "the next issue will have it" in problem.message
    assert main(["-C", str(site.root), "digest", "--now", "2025-06-30T08:00:00+08:00"]) == 0
    assert found(site, "issue-missed") == []


def test_only_what_an_issue_could_have_had_is_missed(site):
    write(site, 'none = { tags = ["short"] }', "date: 2025-06-18\ntags: [short]")
    site.article("other-week.md", "date: 2025-06-11")
    assert found(site, "issue-missed") == []


def test_a_preview_misses_nothing(site):
    site.config(f"{CONFIG}[digest.weekly]\n")
    site.article("a.md", "date: 2025-06-17")
    now = ("--period", "current", "--now", "2025-06-18T08:00:00+08:00")
    assert main(["-C", str(site.root), "digest", *now]) == 0
    site.article("late.md", "date: 2025-06-17T01:00:00+08:00")
    assert found(site, "issue-missed") == []


def test_an_issue_of_one_term_misses_nothing(site):
    site.config(f"{CONFIG}[digest.weekly]\n")
    site.article("a.md", "date: 2025-06-17\ntags: [x]")
    assert main(["-C", str(site.root), "digest", "--term", "tags=x", *MONDAY]) == 0
    site.article("late.md", "date: 2025-06-18")
    assert found(site, "issue-missed") == []


def test_a_site_without_a_newsletter_needs_no_address(site):
    site.article("a.md")
    assert found(site, "edition-address") == []
    site.config(f"{CONFIG}[digest.weekly]\naddress = false\n")
    assert found(site, "edition-address") == []


@pytest.mark.parametrize(
    ("content", "is_lost"),
    [
        (logo(), True),
        (logo(ink=WHITE), False),
        (logo(ground=WHITE), False),
        (logo(ground=NAVY, ink=WHITE), False),
        (logo(ink=CLEAR), False),
    ],
    ids=["navy", "white", "on white", "white on navy", "nothing"],
)
def test_what_vanishes_on_a_dark_ground(content, is_lost):
    assert vanishes(content, "#1b1b1e") is is_lost
    assert vanishes(content, "#ffffff") is (content == logo(ink=WHITE))


def test_the_logo_of_the_site_counts_and_may_be_an_svg(site):
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M1 1h7v1H1z"/></svg>'
    write(site, 'address = "x"')
    (site.root / "static/img/mark.svg").write_text(mark)
    site.config(CONFIG.replace("[taxonomies.tags]", 'logo = "/img/mark.svg"\n[taxonomies.tags]', 1))
    (problem,) = found(site, "edition-logo-dark")
    assert problem.path == "publish.toml"
    (site.root / "static/img/mark.svg").unlink()
    (problem,) = found(site, "edition-logo-dark")
    assert "cannot be shown: its file is missing" in problem.message


def test_heavy_pictures_of_an_issue_are_named(site):
    site.config(f"{CONFIG}[digest.weekly]\n")
    frames = [Image.effect_noise((1600, 900), 80 + n) for n in range(3)]
    pictures = site.root / "static/img"
    pictures.mkdir(parents=True)
    frames[0].save(pictures / "moves.gif", save_all=True, append_images=frames[1:])
    site.article("a.md", "date: 2025-06-17\nimage: /img/moves.gif")
    assert main(["-C", str(site.root), "digest", *MONDAY]) == 0
    (problem,) = found(site, "letter-image-heavy")
    assert problem.path.endswith("2025-W25/email.html")
