"""What pages inherit of their sections."""

from broadsheet.config.records import ContentConfig
from broadsheet.engines.hugo.cascade import cascade_rules
from broadsheet.errors import Problems
from broadsheet.source.files import Source


def test_a_page_inherits_the_slugs_of_the_sections_above_it_alone(tmp_path):
    sources = []
    for folder, slug in {"a": "first", "a/b": "deep", "ab": "like a", "other": "else"}.items():
        path = f"{folder}/_index.md"
        (tmp_path / folder).mkdir()
        (tmp_path / path).write_text(f"---\nslug: {slug}\n---\n")
        sources.append(Source(path, path, tmp_path))
    problems = Problems()
    rules = cascade_rules(sources, problems, ContentConfig())
    given = [rule.give("a/b/page.md") for rule in rules]
    assert [each[":slugs"] for each in given if each] == [
        {"a": "first"},
        {"a": "first", "a/b": "deep"},
    ]
    assert not list(problems)
