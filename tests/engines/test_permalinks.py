from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from conftest import CONFIG

from broadsheet.config import parse_config
from broadsheet.engines import ENGINES, engine_of, resolve
from broadsheet.engines.eleventy.permalinks import expand_template
from broadsheet.engines.hexo import permalinks as hexo
from broadsheet.engines.hugo import permalinks as hugo
from broadsheet.engines.jekyll import permalinks as jekyll
from broadsheet.engines.nuxt import permalinks as nuxt
from broadsheet.engines.pelican import permalinks as pelican
from broadsheet.engines.permalinks import expand
from broadsheet.engines.slugs import simov_slug
from broadsheet.engines.zola import permalinks as zola
from broadsheet.source.address import Address

ADDRESS = Address(
    date=datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
    title="Ünï: a Title",
    filename="File Name",
    slug="",
    sections=("Posts", "Deep Er"),
    categories=("Life", "Food & Co"),
    path="Posts/Deep Er/File Name",
    folders=("Posts", "Deep Er"),
    language="en",
    author="Ada B",
    fields={"abbrlink": "f00"},
)


@pytest.mark.parametrize(
    ("dialect", "pattern", "path"),
    [
        ("plain", "/:year/:month/:day/:sections/:slug/", "2025/01/02/posts/deep-er/file-name/"),
        ("plain", "/:yearday/:weekday-:weekdayname/:monthname/", "2/4-thursday/january/"),
        ("hugo", "/:folders/:basename/", "Posts/Deep-Er/File-Name/"),
        ("hugo", "/:06/:1/:Jan/:Monday/", "25/1/Jan/Thursday/"),
        ("hugo", "/:sections[1:]/:slug/", "deep-er/Ünï-a-Title/"),
        ("hugo", "/:sections[last]/:sections[0]/:title", "deep-er/posts/Ünï-a-Title"),
        (
            "jekyll",
            "/:categories/:year/:i_month/:title:output_ext",
            "life/food & co/2025/1/File-Name.html",
        ),
        (
            "jekyll",
            "/:slugified_categories/:year_:month_:day/:slug/",
            "life/food-co/2025_01_02/file-name/",
        ),
        ("jekyll", "/:short_year/W:week/:short_day/:y_day/:name", "25/W01/Thu/002/file-name"),
        ("hexo", "/:year/:title/:abbrlink.html", "2025/Posts/Deep Er/File Name/f00.html"),
        (
            "hexo",
            "/:category/:name/:post_title/:timestamp",
            "Life/Food-Co/File Name/uni-a-title/1735787045",
        ),
        ("pelican", "/:category/:author/:slug.html", "life/ada-b/uni-a-title.html"),
        ("pelican", "/:slug_unicode/:basename/:lang", "ünï-a-title/file-name/en"),
        ("zola", "/:sections/:slug/", "Posts/Deep Er/file-name/"),
        ("zola", "/:safe_slug/:raw_slug/", "File Name/File Name/"),
        ("eleventy", "/:path/", "Posts/Deep Er/File Name/"),
        ("eleventy", "/:year/:title/", "2025/ueni-a-title/"),
    ],
)
def test_tokens(dialect, pattern, path):
    scheme = ENGINES[dialect].scheme
    scheme.check(pattern)
    assert expand(pattern, ADDRESS, scheme.tokens) == path


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("/:yaer/", ":yaer is not a token"),
        ("/fixed/", "gives every article one address"),
        (":slug/", "is not a pattern"),
        ("/:slug/?x", "is not a pattern"),
    ],
)
def test_patterns_that_cannot_be(pattern, message):
    with pytest.raises(ValueError, match=message):
        ENGINES["plain"].scheme.check(pattern)


@pytest.mark.parametrize(
    ("make", "text", "slug"),
    [
        (hugo.name_slug, "A & B", "a--b"),
        (hugo.name_slug, "C++ #1", "c++-#1"),
        (hugo.sanitised, "A & B — 100% of %C3%A9", "A-B-100-of-%C3%A9"),
        (hugo.of_pattern, "c++/x/../+a%2Fb/", "/c-/-a/b"),
        (hugo.of_names, "a+b/%C3%A9", "a+b/é"),
        (hugo.without_accents, "Ünï ガ", "Uni カ"),
        (jekyll.slugify, "The _config.yml", "The-config-yml"),
        (hexo.slugize, "Crème brûlée & ココア", "Creme-brulee-ココア"),
        (pelican.slugify, "微软 <b>AI</b>", "wei-ruan-ai"),
        (zola.slugify, "日本 (héhé)", "ri-ben-hehe"),
        (zola.safe, "dot. ", "dot"),
    ],
)
def test_slugs(make, text, slug):
    assert make(text) == slug


def test_eleventys_templates():
    template = (
        "/{{ page.date | date: '%Y/%m' }}/{{ title | slugify }}/{{ page.fileSlug }}/{{ abbrlink }}/"
    )
    assert expand_template(template, ADDRESS) == "/2025/01/ueni-a-title/File Name/f00/"
    template = (
        "{{ page.date | ownFilter('yyyy/MM') }}{{ page.filePathStem | replace('Posts/', \"\") }}"
    )
    assert expand_template(template, ADDRESS) == "2025/01/Deep Er/File Name"
    for program in ("{{ x | nothing }}", "{% if x %}{% endif %}", "{% x %}", "{{ unknown }}"):
        with pytest.raises(ValueError, match="write the address"):
            expand_template(program, ADDRESS)


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/{% if abbrlink %}{{ abbrlink }}{% else %}{{ title | slug }}{% endif %}/", "/f00/"),
        ("/{% if other %}{{ other }}{% else %}{{ title | slug }}{% endif %}/", "/uni:-a-title/"),
        ("/{% if not other and page.fileSlug %}x-{{ title | cut }}{% endif %}/", "/x-Ün/"),
    ],
)
def test_eleventys_templates_with_conditions_and_filters_of_the_site(template, path):
    filters = {"slug": partial(simov_slug, lower=True), "cut": lambda value: value[:2]}
    assert expand_template(template, ADDRESS, filters.get) == path


@pytest.mark.parametrize("name", ENGINES)
def test_a_site_that_names_no_pattern_has_that_of_its_engine(name, tmp_path):
    """Else all its articles would be at the site's own address."""
    config = parse_config(f'{CONFIG}[content]\ndialect = "{name}"\n', tmp_path, resolve)
    dialect = engine_of(config).dialect(config)
    assert dialect.expand(ADDRESS).strip("/"), dialect.pattern(ADDRESS)


@pytest.mark.parametrize(
    ("title", "numbers", "made"),
    [
        ("Hello", "crc16 dec", "62291"),
        ("Hello", "crc32 hex", "f7d18982"),
        ("题解 😀", "crc16 hex", "ef3c"),
        ("题解 😀", "crc32 dec", "1130816300"),
    ],
)
def test_hexo_abbrlinks_numbers_are_made_of_titles(title, numbers, made):
    """As hexo-abbrlink 2.2.1 makes them."""
    scheme = ENGINES["hexo"].scheme
    address = replace(ADDRESS, fields={"title": title, "abbrlink_numbers": numbers})
    assert scheme.expand("/p/:abbrlink/", address) == f"p/{made}/"
    written = replace(address, fields={**address.fields, "abbrlink": 12})
    assert scheme.expand("/p/:abbrlink/", written) == "p/12/"
    with pytest.raises(ValueError, match="abbrlink: …"):
        scheme.expand("/p/:abbrlink/", replace(ADDRESS, fields={}))


@pytest.mark.parametrize(
    ("package", "numbers"), [("hexo-abbrlink", "crc32 dec"), ("hexo-abbrlink2", None)]
)
def test_init_reads_how_hexo_abbrlink_makes_its_numbers(tmp_path, package, numbers):
    (tmp_path / "_config.yml").write_text("permalink: p/:abbrlink/\nabbrlink: {alg: crc32}\n")
    (tmp_path / "package.json").write_text(f'{{"dependencies": {{"{package}": "^2.2.1"}}}}')
    defaults = ENGINES["hexo"].detect_config(tmp_path).defaults
    assert defaults.get("**", {}).get("abbrlink_numbers") == numbers


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("1.Fünf € & © a.draft", "funf-euro-and-(c)-a"),
        ("Was\xa0geht? – heute", "was-geht-heute"),
        ("1.5", "1.5"),
    ],
)
def test_nuxt_writes_signs_as_the_package_slugify_does(name, slug):
    """As slugify 1.6.9 writes them with `lower`. Kills: a table of its own, which knew fewer signs."""
    assert nuxt.part(name) == slug
