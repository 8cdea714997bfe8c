import re
import sys
from pathlib import Path

import pytest

from broadsheet import cli
from broadsheet.source.front_matter import split

ROOT = Path(__file__).parent.parent

HELP = "argparse words its help differently from Python 3.13 on"


@pytest.mark.parametrize(
    "name",
    [
        "configuration.md",
        "rules.md",
        "generated/publish.schema.json",
        *(
            pytest.param(name, marks=pytest.mark.skipif(sys.version_info >= (3, 13), reason=HELP))
            for name in (
                "generated/publish.1",
                "generated/completion.bash",
                "generated/completion.zsh",
            )
        ),
    ],
)
def test_what_follows_from_the_code_is_as_the_code_has_it(name):
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import generate
    finally:
        sys.path.pop(0)
    assert generate.PAGES[name]() == (ROOT / "docs" / name).read_text("utf-8")


def test_the_readme_names_every_command_and_option():
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = cli.make_parser()._subparsers._group_actions[0].choices
    assert set(re.findall(r"`publish (\w+)", readme)) == set(commands)
    for parser in commands.values():
        for action in parser._actions:
            for option in action.option_strings:
                assert option in {"-h", "--help"} or option in readme


def test_the_templates_that_the_docs_show_change_the_letter(site):
    text = (ROOT / "docs/digest.md").read_text("utf-8")
    found = re.findall(r"`(templates/digest/[\w.]+)` .*?```jinja\n(.*?)```", text, re.DOTALL)
    assert [path for path, _ in found] == [
        "templates/digest/letter.html",
        "templates/digest/_letter.css",
    ]
    for path, content in found:
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (site.root / path).write_text(content, encoding="utf-8")
    for n in range(2):
        site.article(f"{n}.md", "tags: [x]")
    example = re.search(r"```toml\n(\[digest.weekly.colours\]\n.*?)```", text, re.DOTALL)[1]
    site.config((site.root / "publish.toml").read_text("utf-8") + example)
    assert (
        cli.main(["-C", str(site.root), "digest", "--period", "2025-W25", "--now", "2026-01-01"])
        == 0
    )
    letter = site.tree()["digests/weekly/2025-W25/email.html"].decode()
    assert "Pass it on." in letter
    assert "text-transform:uppercase" in letter
    assert "color:#1f5aa8" in letter
    assert 'class="pad foot"' in letter


def test_the_readme_example_is_an_article():
    readme = (ROOT / "README.md").read_text("utf-8")
    example = re.search(r"```markdown\n(.*?)```", readme, re.DOTALL)[1]
    assert split(example).fields["title"] == "What feeds are for"


def test_links_and_pictures_of_the_docs_exist():
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        text = re.sub(r"(?ms)^(`{3,}).*?^\1", "", page.read_text("utf-8"))
        for target in re.findall(r"\]\(([^):#]+)\)", text):
            assert (page.parent / target).is_file(), (page, target)
