import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.errors import Problem, UnreadableError
from broadsheet.source.front_matter import FrontMatter, split


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: A\ntags: [x]\n---\n",
        '+++\ntitle = "A"\ntags = ["x"]\n+++\n',
        '{\n"title": "A",\n"tags": ["x"]\n}\n',
        "\n\n---\ntitle: A\ntags:\n  - x\n...\n",
    ],
)
def test_three_languages_say_the_same(header):
    matter = split(header + "\n    code\n")
    assert matter.fields == {"title": "A", "tags": ["x"]}
    assert matter.body == "\n    code\n"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("no", "no"),
        ("1.10", "1.10"),
        ("12:30", "12:30"),
        ("0755", "0755"),
        ("2024", "2024"),
        ('"false"', "false"),
    ],
)
def test_scalars_stay_as_typed(typed, text):
    assert split(f"---\ntitle: {typed}\n---\n").fields["title"] == text


def test_numbers_and_booleans_in_toml_and_json_are_text():
    assert split("+++\ntags = [2024, true, 1.10]\n+++\n").fields["tags"] == ["2024", "true", "1.10"]
    assert split('{"tags": [2024, true, 1.10, null]}').fields["tags"] == [
        "2024",
        "true",
        "1.10",
        None,
    ]


def test_characters_that_json_writes_in_two_halves_are_whole():
    text = '---\na: "\\ud83d\\ude00 \\\\ud83d"\n---\n'
    assert split(text).fields["a"] == "😀 \\ud83d"


def test_keys_that_python_frontmatter_cannot_load():
    matter = split("---\ncontent: c\nhandler: h\n5: five\n---\nbody")
    assert matter.fields == {"content": "c", "handler": "h", "5": "five"}


def test_a_body_that_opens_with_a_rule_is_whole():
    assert split("---\ntitle: A\n---\n---\ntext\n---\n").body == "---\ntext\n---\n"


def test_keys_given_twice_are_faults_with_their_line():
    assert split("---\ntitle: A\ndate: x\ntitle: B\n---\n").problems == (
        Problem("", 4, "title", "is given twice; keep one of them"),
    )
    assert [p.field for p in split('{"a": 1,\n"a": 2}').problems] == ["a"]


def test_of_keys_that_differ_in_case_alone_the_one_in_lower_case_counts():
    for text in ("---\ntitle: A\nTitle: B\n---\n", "---\nTitle: B\ntitle: A\n---\n"):
        matter = split(text)
        assert matter.fields["title"] == "A"
        assert [(p.line, p.severity) for p in matter.problems] == [(3, "warning")]


def test_a_header_may_be_the_whole_file_where_it_need_not_be_closed():
    matter = split("---\ntitle: A\ntags: [a]\n", closed=False)
    assert (matter.fields, matter.body) == ({"title": "A", "tags": ["a"]}, "")
    with pytest.raises(UnreadableError, match="is not closed"):
        split("---\ntitle: A\n\nText: a: b\n", closed=False)
    with pytest.raises(UnreadableError, match="is not closed"):
        split("---\ntitle: A\n")


def test_lines_count_in_the_file():
    matter = split("\n---\ntitle: A\ndate: x\n---\nbody")
    assert (matter.lines["date"], matter.body_line) == (4, 6)


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("---\ntitle: [译] x\n---\n", 2, 'write title: "[译] x"'),
        ("---\ntitle: a: b\n---\n", 2, 'write title: "a: b"'),
        ("---\ntitle: @x\n---\n", 2, 'write title: "@x"'),
        ('---\ntitle: "核选项"来了\n---\n', 2, """write title: '"核选项"来了'"""),
        ("---\ntitle: 'it's'\n---\n", 2, """write title: "it's\""""),
        ('---\ntitle: "A\n---\n', 2, 'write title: "A"'),
        ("---\ntags:\n- @x\n---\n", 3, 'write - "@x"'),
        ("---\ntags: [a, b\ndate: 2025-01-02\n---\n", 2, "closes its [; write tags: [a, b]"),
        ("---\na: 1\nx: {b: 1\n---\n", 3, "closes its {; write x: {b: 1}"),
        ("---\ntitle: 'B\ndate: 2025-01-02\n---\n", 2, "closes its '; write title: 'B'"),
        ("---\ntags: [" + "a, " * 40 + "b\n---\n", 2, "write ] behind it"),
        ("---\ntags: [a,\n  b: c: d]\n---\n", 3, 'write b: "c: d]"'),
        ("---\ntitle:A\ndate: B\n---\n", 3, "the line above wants a space; write title: A"),
        ("---\na: 1\n\tb: 2\n---\n", 3, "use spaces"),
        ("---\ntitle: A\n", 1, 'write "---"'),
        ("---\n- a\n---\n", 2, "write title: and date: lines"),
        ("+++\ntitle = x\n+++\n", 2, "quote texts"),
        ("+++\ntitle = 'x'\ndate = 2025-13-01\n+++\n", 3, "write a date e.g. 2025-06-17T23"),
        ('+++\na = "1"\na = "2"\n+++\n', 1, "keep one of them"),
        ('{\n"a":\n}\n', 3, "is not JSON"),
        ('{"a": "1",}\ntext', 1, "is not JSON"),
        ("# Title\n", 1, "has no front matter"),
        ("---\nx: " + "[" * 100_000 + "\n---\n", 2, "nested too deeply"),
        ("---\n" + "- " * 100_000 + "\n---\n", 2, "nested too deeply"),
        ('---\na: "it\\\'s"\n---\n', 2, "\\' is no escape in double quotes; write ' or \\\\'"),
        ("---\nx: " + "[" * 51 + "\n---\n", 2, "nested too deeply"),
        ("---\nx: " + "[[]," * 4000 + "\n---\n", 2, "nested too deeply"),
        ("---\nx: " + "[" * 40 + "\n---\n", 3, "is not YAML"),
        ('---\na: "\\ud83d"\n---\n', 2, "half of a character; write the character itself"),
        ("---\na: !!python/object:os.system x\n---\n", 2, "is not YAML"),
        ("---\ntitle: a\u2028(b: [c\n---\n", 2, "mapping values are not allowed"),
        ("---\nx: &a [*a]\n---\n", 2, "holds itself through an alias"),
        ("+++\n\nx = " + "1" * 4400 + "\n+++\n", 3, "more than 1000 digits"),
        ("+++\nx = 0x" + "f" * 4400 + "\n+++\n", 2, "more than 1000 digits"),
        ("+++\n" + ".".join("a" * 400) + " = 1\n+++\n", 1, "nested too deeply"),
        ('{"x": ' + "[" * 400 + "]" * 400 + "}\n", 1, "nested too deeply"),
        ('{"x": 1,\n"date": "\\ud83d"}\n', 2, "holds \\ud83d, half of a character"),
        ("---\na: x\x85y\x80\n---\n", 2, "control character U+0080"),
    ],
)
def test_faults_say_where_and_what_to_write(text, line, advice):
    with pytest.raises(UnreadableError) as caught:
        split(text)
    assert (caught.value.line, advice in str(caught.value)) == (line, True), str(caught.value)


@given(
    st.text()
    | st.text().map(lambda text: f"---\n{text}\n---\n")
    | st.text().map(lambda t: "{" + t + "}")
)
def test_any_text_is_read_or_refused(text):
    try:
        assert isinstance(split(text), FrontMatter)
    except UnreadableError as fault:
        assert fault.line >= 1


@pytest.mark.parametrize(
    "header",
    [
        '---json\n{\n"title": "猫"\n}\n---',
        "---toml\n\ntitle = '猫'\n---",
        "---yaml\n\ntitle: 猫\n---",
    ],
)
def test_a_fence_may_name_its_language(header):
    """gray-matter 4; kills a header that is text of the article, and the lines of its keys."""
    matter = split(f"{header}\nText\n\n---\n")
    assert (matter.fields, matter.lines) == ({"title": "猫"}, {"title": 3})
    assert matter.body == "Text\n\n---\n"
