"""A configuration in Python is read as data: what is computed of constants is known, nothing else is."""

import pytest

from broadsheet.engines.python_settings import read_assignments

WANTED = {"SITENAME", "TIMEZONE", "SITEURL", "AUTHOR", "PATH"}


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
    found, unknown = read_assignments(file, tmp_path, {}, WANTED)
    assert found.get("SITEURL") == url
    assert unknown == ([] if url else ["SITEURL"])


def test_settings_in_several_files(tmp_path):
    texts = {
        "pelicanconf.py": "from base import *\nfrom conf.urls import URL as ARTICLE_URL, OTHER\n"
        'SITENAME = NAME + "!"\nfrom jinja2 import Template\nfrom base import *\n',
        "base.py": 'NAME = "A"\nPATH = find()\nfrom pelicanconf import *\nfrom base import *\n',
        "conf/urls.py": 'from .parts import *\nfrom site_packages import *\nURL = YEAR + "/{slug}/"\n',
        "conf/parts/__init__.py": 'YEAR = "{date:%Y}"\n',
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    found, unknown = read_assignments(tmp_path / "pelicanconf.py", tmp_path, {}, WANTED)
    assert found == {"NAME": "A", "ARTICLE_URL": "{date:%Y}/{slug}/", "SITENAME": "A!"}
    assert unknown == ["PATH", "settings in line 2 of conf/urls.py"]


@pytest.mark.parametrize(
    "statement", ["from settings import *", "globals().update(load())", "exec(open('a').read())"]
)
def test_settings_from_elsewhere_are_named(tmp_path, statement):
    file = tmp_path / "publishconf.py"
    file.write_text(f"from pelicanconf import *\nimport os\n{statement}\n", encoding="utf-8")
    assert read_assignments(file, tmp_path, {}, WANTED) == ({}, ["settings in line 3"])


def test_parts_of_some_settings_may_be_computed(tmp_path):
    """Kills: a list or table that is lost with one of its parts, and others that are read in part."""
    file = tmp_path / "conf.py"
    text = "MARKDOWN = {'a': [f(1), 2], 'b': {'c': x.y}}\nPATH = [f(1)]\n"
    file.write_text(text, encoding="utf-8")
    found, unknown = read_assignments(file, tmp_path, {}, WANTED | {"MARKDOWN"}, {"MARKDOWN"})
    assert found == {"MARKDOWN": {"a": ["f(1)", 2], "b": {"c": "x.y"}}}
    assert unknown == ["PATH"]
