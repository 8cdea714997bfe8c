import re
import sys
from pathlib import Path

import pytest

from broadsheet import cli
from broadsheet.read.front_matter import split

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["configuration.md", "rules.md"])
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


def test_the_readme_example_is_an_article():
    readme = (ROOT / "README.md").read_text("utf-8")
    example = re.search(r"```markdown\n(.*?)```", readme, re.DOTALL)[1]
    assert split(example).fields["title"] == "What feeds are for"


def test_links_and_pictures_of_the_docs_exist():
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        text = re.sub(r"(?ms)^(`{3,}).*?^\1", "", page.read_text("utf-8"))
        for target in re.findall(r"\]\(([^):#]+)\)", text):
            assert (page.parent / target).is_file(), (page, target)
