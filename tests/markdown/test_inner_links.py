"""Links within links are words, and many links take linear time."""

from __future__ import annotations

import time

from broadsheet.markdown.html.inner_links import without_inner_links

BARE = '<a href="http://e.org/">http://e.org/</a>'


def test_bare_urls_within_a_link_are_words():
    """Kills: an end that counts as a beginning; a link without an address that counts as one."""
    assert without_inner_links(f'<a href="/x">{BARE}</a>{BARE}') == (
        f'<a href="/x">http://e.org/</a>{BARE}'
    )
    assert without_inner_links(f'<a id="x">{BARE}</a>') == f'<a id="x">{BARE}</a>'


def test_many_bare_urls_take_linear_time():
    """Kills: from the end of each, all those behind it are looked at."""
    html = BARE * 5000
    started = time.process_time()
    assert without_inner_links(html) == html
    assert time.process_time() - started < 1
