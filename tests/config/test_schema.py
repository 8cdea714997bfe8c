"""The JSON Schema that editors use says what the loader says, on every publish.toml at hand."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from broadsheet.cli import main
from broadsheet.commands.print_file import FILES
from broadsheet.config import Config, parse_config
from broadsheet.config.schema import json_schema
from broadsheet.engines import ENGINES, resolve
from broadsheet.errors import ConfigError

ROOT = Path(__file__).parent.parent.parent
SCHEMA = Draft7Validator(json_schema(ENGINES), format_checker=Draft7Validator.FORMAT_CHECKER)
HEAD = '[site]\ntitle = "T"\nurl = "https://e.org/"\n'


def errors(text):
    found = SCHEMA.iter_errors(tomllib.loads(text))
    return sorted("/".join(map(str, error.absolute_path)) for error in found)


def test_it_is_a_schema():
    Draft7Validator.check_schema(SCHEMA.schema)


def files():
    """Return every publish.toml of the repository, those that `publish init` writes included."""
    yield from (ROOT / "publish.toml", ROOT / "tests/golden/site/publish.toml")
    yield from (ROOT / "tests/engines/golden").glob("*.toml")


@pytest.mark.parametrize("file", list(files()), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_files_of_the_repository_are_valid(file):
    assert errors(file.read_text("utf-8")) == []


def blocks():
    """Return the TOML of the documentation; that of other programs has keys at its top."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for number, block in enumerate(
            re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        ):
            if not re.match(r"\s*base_?url", block, re.IGNORECASE):
                yield pytest.param(block, id=f"{page.name}-{number}")


@pytest.mark.parametrize("block", list(blocks()))
def test_the_examples_of_the_documentation_are_valid(block):
    """They leave out what they do not show, also where it is required."""
    found = SCHEMA.iter_errors(tomllib.loads(block))
    assert [error.message for error in found if error.validator != "required"] == []


def texts():
    """Return every text in the tests that is a publish.toml which the loader accepts."""
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and re.search(r"(?m)^\[site\]", text):
                try:
                    parse_config(text, Path("/nowhere"), resolve)
                except ConfigError:
                    continue
                yield text


@pytest.mark.slow
def test_what_the_loader_accepts_in_other_tests_is_valid():
    found = list(dict.fromkeys(texts()))
    assert len(found) > 5
    assert [(text, errors(text)) for text in found if errors(text)] == []


ACCEPTED = """\
[site]
title = "T"
url = "https://e.org/"
author = "Ada"
timezone = "Asia/Shanghai"
[content]
dialect = "auto"
path_fields = ['(?P<slug>.*)\\.md']
fields = { date = "day", image = ["banner", "cover"] }
defaults = { "notes/**" = { author = "Ada", draft = true, weight = 1, tags = ["a"] } }
[taxonomies.any_name]
field = "tags"
aliases = { "A b" = "c" }
paths = { atom = "{slug}.xml" }
[feeds]
formats = ["rss"]
names = { rss = "index.xml" }
any = { any_name = "a", sections = ["b", "c"] }
[feeds.custom.mine]
title = "Mine"
[digest.weekly]
period = "day"
sender = { name = "Ada", email = "ada@e.org" }
unsubscribe = "https://e.org/%%token%%"
links = { "About" = "/about/" }
[digest.weekly.colours]
accent = "#a8400c"
text = "#111"
[digest.daily]
unsubscribe = ["mailto:a@e.org"]
address = false
"""


def test_every_form_of_a_value_that_the_loader_accepts_is_valid():
    parse_config(ACCEPTED, Path("/nowhere"), resolve)
    assert errors(ACCEPTED) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[feeds]\nlimits = 3\n", "feeds"),
        ("[feeds]\nlimit = 0\n", "feeds/limit"),
        ("[feeds]\nlimit = '3'\n", "feeds/limit"),
        ("[feeds]\narchive = 1\n", "feeds/archive"),
        ("[feeds]\nformats = []\n", "feeds/formats"),
        ("[feeds]\nformats = ['atom', 'rdf']\n", "feeds/formats/1"),
        ("[feeds]\nnames = { rdf = 'x' }\n", "feeds/names"),
        ("[feeds]\nany = { tags = 1 }\n", "feeds/any/tags"),
        ("[feeds.custom.x]\n", "feeds/custom/x"),
        ("[feeds.custom]\nx = 1\n", "feeds/custom/x"),
        ("[content]\ndialect = 'wordpress'\n", "content/dialect"),
        ("[content]\npath_fields = ['(']\n", "content/path_fields/0"),
        ("[content]\nfields = { data = ['x'] }\n", "content/fields"),
        ("[content]\ndefaults = { a = 1 }\n", "content/defaults/a"),
        ("[taxonomies.t]\n", "taxonomies/t"),
        ("[taxonomies.t]\nfield = ''\n", "taxonomies/t/field"),
        ("[taxonomies.t]\nfield = 'x'\naliases = ['a']\n", "taxonomies/t/aliases"),
        ("[digest.w]\nperiod = 'year'\n", "digest/w/period"),
        ("[digest.w]\nsender = { email = 'a@e.org' }\n", "digest/w/sender"),
        ("[digest.w]\naddress = true\n", "digest/w/address"),
        ("[digest.w.colours]\naccent = 'red'\n", "digest/w/colours/accent"),
        ("[unknown]\n", ""),
    ],
)
def test_what_the_loader_refuses_is_an_error_at_the_same_place(text, place):
    with pytest.raises(ConfigError):
        parse_config(HEAD + text, Path("/nowhere"), resolve)
    assert errors(HEAD + text) == [place]


def test_title_and_url_are_required():
    assert errors("") == [""]
    assert errors("[site]\n") == ["site", "site"]


def keys(schema, record):
    """Yield the schema of every key of publish.toml that is no table."""
    for field in dataclasses.fields(record):
        found = schema["properties"].get(field.name, {})
        if table := field.metadata.get("table"):
            yield from keys(found.get("additionalProperties") or found, table)
        elif "read" in field.metadata:
            yield f"{record.__name__}.{field.name}", found


def test_every_key_has_its_documentation_and_a_default_that_is_valid():
    found = dict(keys(SCHEMA.schema, Config))
    assert len(found) > 90
    assert [name for name, key in found.items() if not key["description"]] == []
    for key in found.values():
        if "default" in key:
            Draft7Validator(key).validate(key["default"])
    assert found["FeedsConfig.limit"]["default"] == 20
    assert found["FeedsConfig.formats"]["default"] == ["atom", "rss", "json"]
    assert found["FeedsConfig.archive"]["default"] is False
    assert "default" not in found["FeedsConfig.names"]
    assert "default" not in found["SiteConfig.author"]


@pytest.mark.parametrize("name", FILES)
def test_files_for_other_programs_are_printed(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--print", name])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert printed == (ROOT / "docs/generated" / FILES[name]).read_text("utf-8")
    if name == "schema":
        assert json.loads(printed) == SCHEMA.schema
