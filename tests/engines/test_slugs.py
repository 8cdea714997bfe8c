"""Slugs of two packages of npm. Expected texts are what the packages return (see the module)."""

from __future__ import annotations

import pytest

from broadsheet.engines.slugs import simov_slug, sindresorhus_slug


@pytest.mark.parametrize(
    ("title", "older", "newer"),
    [
        ("It's a dog's life & more", "it-s-a-dog-s-life-and-more", "its-a-dogs-life-and-more"),
        ("don't 'quote' this-", "don-t-quote-this", "dont-quote-this"),
        ("Ünïcödé straße", "uenicoede-strasse", "uenicoede-strasse"),
        ("Цой и Щука", "czoj-i-shhuka", "tsoy-i-schuka"),
        ("Ξένη φωτιά", "kseni-fotia", "kseni-fotia"),
        ("Tiếng Việt đẹp", "tieng-viet-dep", "tieng-viet-dep"),
        ("中文 title", "title", "title"),
        ("col·lecció", "col-leccio", "colleccio"),
        ("♥ 🦄", "love-unicorn", "love-unicorn"),
    ],
)
def test_slugs_of_sindresorhus(title, older, newer):
    assert sindresorhus_slug(title, version=1, decamelize=False) == older
    assert sindresorhus_slug(title, decamelize=False) == newer


def test_options_of_sindresorhus():
    assert sindresorhus_slug("fooBar APISection foo360BAR") == "foo-bar-api-section-foo360-bar"
    assert sindresorhus_slug("a b&c", separator="_", replacements=[("&", "n")]) == "a_bnc"


@pytest.mark.parametrize(
    ("title", "usual", "strict"),
    [
        ("It's 100% of $5", "it's-100percent-of-dollar5", "its-100percent-of-dollar5"),
        ("Hello: World!", "hello:-world!", "hello-world"),
        ("  a -- b  ", "a-b", "a-b"),
        ("Ünïcödé straße", "unicode-strasse", "unicode-strasse"),
        ("Цой и Щука", "coj-i-shuka", "coj-i-shuka"),
        ("中文 title", "title", "title"),
    ],
)
def test_slugs_of_slugify(title, usual, strict):
    assert simov_slug(title, lower=True) == usual
    assert simov_slug(title, lower=True, strict=True) == strict
