import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import urls


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("images/default (13).png", "https://e.org/a/images/default%20%2813%29.png"),
        ("../x", "https://e.org/x"),
        ("#fn:1", "https://e.org/a/#fn:1"),
        ("/标签?q=微 软", "https://e.org/%E6%A0%87%E7%AD%BE?q=%E5%BE%AE%20%E8%BD%AF"),
        ("HTTPS://EXAMPLE.org/%7ea%2fb", "https://example.org/~a%2Fb"),
        ("https://例子.测试/", "https://xn--fsqu00a.xn--0zwm56d/"),
        ("https://例子.测试:8443/", "https://xn--fsqu00a.xn--0zwm56d:8443/"),
        ("100%.html", "https://e.org/a/100%25.html"),
        ("mailto:a@b.org", "mailto:a@b.org"),
    ],
)
def test_absolute(reference, expected):
    assert urls.absolute(reference, "https://e.org/a/") == expected


def test_absolute_is_idempotent_on_its_own_results():
    once = urls.absolute("b c/(ü)?x=1 2#é", "https://e.org/")
    assert urls.absolute(once, "https://other.org/") == once


def test_what_cannot_be_a_url_is_refused():
    with pytest.raises(ValueError, match="Invalid IPv6"):
        urls.absolute("http://[", "https://e.org/")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("微软", "微软"),
        ("OpenAI", "openai"),
        ("ＡＩ", "ai"),
        ("AI Agent", "ai-agent"),
        ("低代码/无代码", "低代码-无代码"),
        ("C++", "c++"),
        (".NET", ".net"),
        ("🎉", "🎉"),
        ("العربية", "العربية"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u0390", "\u0390"),
        ("\u01f0", "\u01f0"),
        ("e\u0301", "\u00e9"),
        ("  a -- b/ c\\d  ", "a-b-c-d"),
        ("CON1", "con1"),
        ("com10", "com10"),
        ("index.htm", "index.htm"),
        ("a" * 200, "a" * 200),
    ],
)
def test_term_slug(name, slug):
    assert urls.term_slug(name) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C#", "c-951a4d36"),
        ("#", "334359b9"),
        ("\u01f0#", "\u01f0-39831b52"),
        ("..", "5ec1f7e7"),
        ("a.", "a-5ab640fa"),
        ("con", "con-1143da2b"),
        ("CON.x", "con-x-9c23cea3"),
        ("COM\u00b9", "com1-957a49c3"),
        ("index.html", "index.html-0eb54730"),
        ("a\u200bb", "ab-8df62aef"),
        ("e\u200b\u0301", "\u00e9-59a61293"),
        ("a\u00adb", "ab-15463234"),
        ("\ue000", "d3bff2f4"),
        ("\ud800", "91a681b9"),
    ],
)
def test_a_term_that_loses_anything_carries_a_hash(name, slug):
    """The addresses of feeds contain these hashes, so they must never change."""
    assert urls.term_slug(name) == slug


@pytest.mark.parametrize(
    ("name", "start"),
    [("a" * 201, "a" * 191), ("中" * 67, "中" * 63), ("a" * 190 + "- b" * 9, "a" * 190)],
)
def test_a_long_term_is_cut_and_carries_a_hash(name, start):
    slug = urls.term_slug(name)
    assert slug[:-9] == start
    assert slug[-9] == "-"
    assert urls.term_slug(f"{name}b") != slug


def test_terms_that_differ_in_meaning_never_share_a_slug():
    names = ["C", "C++", "C#", "C?", "C*", "con", ".", "..", "...", "", "\0", "a.", "a", "#", "?"]
    assert len({urls.term_slug(name) for name in names}) == len(names)


@given(st.text(max_size=400))
def test_a_slug_is_one_safe_path_component(name):
    slug = urls.term_slug(name)
    assert slug
    assert slug not in {".", ".."}
    assert not set(slug) & set('/\\\0:*?"<>|')
    assert len(slug.encode()) <= urls.MAX_SEGMENT_BYTES
    assert urls.term_slug(slug) == slug


unstable = st.sampled_from(
    "aΑιΙſßẞK.-·/<con \u01f0\u0390\u1fb3\u200b\u200d\u034f\u00ad\u0300\u0301\u0308\u0331\u0338\u0345"
)


@given(st.text(unstable, max_size=8))
def test_the_slug_of_a_slug_is_itself(name):
    slug = urls.term_slug(name)
    assert urls.term_slug(slug) == slug
    assert unicodedata.is_normalized("NFKC", slug)


@given(st.text(string.ascii_letters + " -/", max_size=20))
def test_case_width_and_separators_do_not_make_a_term(name):
    assert (
        urls.term_slug(name)
        == urls.term_slug(name.upper())
        == urls.term_slug(name.replace(" ", "-"))
    )


@given(st.text(max_size=100))
def test_absolute_gives_ascii_or_refuses(reference):
    try:
        url = urls.absolute(reference, "https://e.org/a/")
    except ValueError:
        return
    assert url.isascii()
    assert not set(url) & set(' "<>\n\t')


def test_path_slug_is_hugos():
    assert urls.path_slug("Hello, World! v1.2") == "hello-world-v1.2"
    assert urls.path_slug("../../etc") == "..-..-etc"
    assert urls.path_slug("..") == ""
