import string

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
    ],
)
def test_term_slug(name, slug):
    assert urls.term_slug(name) == slug


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
    assert slug == urls.term_slug(name)


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
