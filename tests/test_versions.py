"""What empties the store: another version of a package that shapes the output, and no other."""

from __future__ import annotations

from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from broadsheet.versions import RENDERING, package_of

OF_THE_HTTP_CLIENT = {
    "cachetools",
    "certifi",
    "chardet",
    "charset-normalizer",
    "idna",
    "requests",
    "urllib3",
}
"""premailer can fetch style sheets; Broadsheet gives it none to fetch."""


def needed(package, extras=("",)):
    """Return the packages that a package needs, and that these need."""
    found = set()
    for line in distribution(package).requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": e}) for e in extras):
            found |= {canonicalize_name(wanted.name)} | needed(wanted.name)
    return found


def test_every_package_that_output_depends_on_is_listed():
    shaping = needed("broadsheet", ("", "math", "precompress", "rst")) - OF_THE_HTTP_CLIENT
    assert {canonicalize_name(name) for name in RENDERING} - {"tzdata"} == shaping - {"tzdata"}


@pytest.mark.parametrize(
    ("folder", "package"),
    [
        ("jinja2-3.1.6.dist-info", "jinja2"),
        ("Jinja2-3.1.6.dist-info", "jinja2"),
        ("python_frontmatter-1.3.0.dist-info", "python_frontmatter"),
        ("pymdown.extensions-10.0.dist-info", "pymdown_extensions"),
        ("PyYAML-6.0.3-py3.11.egg-info", "pyyaml"),
        ("lxml-4.9.2.egg-info", "lxml"),
        ("types_pyyaml-6.0.12.20261113.dist-info", "types_pyyaml"),
        ("markdown_it_py-99.dist-info", "markdown_it_py"),
        ("lxml", ""),
        ("lxml.egg-info", ""),
        ("lxml-info", ""),
        ("lxml-4.9.2.data", ""),
    ],
)
def test_the_package_of_an_installers_folder(folder, package):
    assert package_of(folder) == package
