"""A configuration in Python is read as data: what is computed of constants is known, nothing else is."""

import pytest

from broadsheet.init.python_settings import read_assignments


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ('SITEURL = "https://a.example" if not LOCAL else "http://localhost"', "https://a.example"),
        ('SITEURL = "http://localhost" if LOCAL else "https://a.example"', "https://a.example"),
        ('HOST = "a.example"\nSITEURL = f"https://{HOST}"', "https://a.example"),
        ('SITEURL = os.getenv("URL", "https://a.example")', "https://a.example"),
        ('SITEURL = "a" if os.environ.get("CI") == "1" else "b"', None),
    ],
)
def test_an_address(tmp_path, text, url):
    file = tmp_path / "pelicanconf.py"
    file.write_text(f"LOCAL = False\n{text}\n", encoding="utf-8")
    found, unknown = read_assignments(file, tmp_path, {})
    assert found.get("SITEURL") == url
    assert unknown == ([] if url else ["SITEURL"])


@pytest.mark.parametrize(
    "statement", ["from settings import *", "globals().update(load())", "exec(open('a').read())"]
)
def test_settings_from_elsewhere_are_named(tmp_path, statement):
    file = tmp_path / "publishconf.py"
    file.write_text(f"from pelicanconf import *\nimport os\n{statement}\n", encoding="utf-8")
    assert read_assignments(file, tmp_path, {}) == ({}, ["settings in line 3"])
