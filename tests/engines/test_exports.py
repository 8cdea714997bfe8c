"""Notes of Logseq and Notion, whose headers are not front matter, and Nikola's headers in files of their own."""

import json

from engine_sites import EngineSite

LOGSEQ = {
    "logseq/config.edn": "{}",
    "journals/2024_01_02.md": "- first thing\n\t- see [[Foo]]\n",
    "pages/Foo.md": "title:: Foo\ndate:: [[2024-02-03]]\ntags:: a, b\n\n- text with [[2024_01_02]]\n",
    "pages/Undated.md": "- no date, no article\n",
}
ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
NOTION = {
    f"Posts {ID}/My page {ID}.md": "# My page\n\nDate: January 2, 2025\nTags: a, b\n\nThe text.\n",
    f"Posts {ID}/Other {ID}.md": "# Other\n\nCreated: January 3, 2025 10:30 AM\n\nNote: no property.\n",
}
CHINESE = {
    f"文章 {ID}/第一页 {ID}.md": "# 第一页\n\n创建时间: 2025年1月2日 10:30\nTags: a\nPublished: Yes\n\n正文。\n",
    f"文章 {ID}/第二页 {ID}.md": "# 第二页\n\n日期: 2025年1月3日\nPublished: No\n\n未发布。\n",
}
NIKOLA = {
    "conf.py": 'BLOG_TITLE = "N"\nSITE_URL = "https://n.example/"\nPOSTS = (("posts/*.txt", "blog", "post.tmpl"),)\n',
    "posts/split.txt": "The text.\n",
    "posts/split.meta": ".. title: Split\n.. slug: split\n.. date: 2025-01-05\n.. tags: x\n",
    "posts/none.txt": "No header at all.\n",
}


def items(root, files, capsys):
    site = EngineSite(root)
    for path, text in files.items():
        site.write(path, text)
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    found = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    said = capsys.readouterr().err
    return {item["url"].partition("example")[2]: item for item in found}, said


def test_logseq(tmp_path, capsys):
    found, said = items(tmp_path, LOGSEQ, capsys)
    assert "found a site of Logseq" in said
    foo, journal = found[".org/pages/foo/"], found[".org/journals/2024_01_02/"]
    assert (foo["title"], foo["date_published"][:10], foo["tags"]) == (
        "Foo",
        "2024-02-03",
        ["a", "b"],
    )
    assert "::" not in foo["content_html"]
    assert (journal.get("title"), journal["date_published"][:10]) == (None, "2024-01-02")
    assert len(found) == 2


def test_notion(tmp_path, capsys):
    found, _ = items(tmp_path, NOTION, capsys)
    page, other = found[".org/my-page/"], found[".org/other/"]
    assert (page["title"], page["date_published"][:10]) == ("My page", "2025-01-02")
    assert page["tags"] == ["a", "b"]
    assert page["content_html"] == "<p>The text.</p>"
    assert other["date_published"][:16] == "2025-01-03T10:30"
    assert other["content_html"] == "<p>Note: no property.</p>"


def test_notion_in_chinese_with_a_box_to_tick(tmp_path, capsys):
    """The box is no date, and a page whose box is empty is not published."""
    found, _ = items(tmp_path, CHINESE, capsys)
    (page,) = found.values()
    assert (page["title"], page["date_published"][:16]) == ("第一页", "2025-01-02T10:30")
    assert page["content_html"] == "<p>正文。</p>"


def test_headers_of_nikola_in_files_of_their_own(tmp_path, capsys):
    found, _ = items(tmp_path, NIKOLA, capsys)
    (post,) = found.values()
    assert list(found) == ["/blog/split/"]
    assert (post["title"], post["tags"]) == ("Split", ["x"])
    assert post["content_html"] == "<p>The text.</p>"


def test_a_text_that_only_looks_so_keeps_its_words(tmp_path, capsys):
    text = "# A\n\nNote: this is prose.\n"
    found, _ = items(tmp_path, {"content/2025-01-02-a.md": text}, capsys)
    (post,) = found.values()
    assert "Note: this is prose." in post["content_html"]
