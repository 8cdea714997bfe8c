"""A build follows a change of whatever file of the site it reads: no engine's configuration is forgotten."""

import sys
import time
from pathlib import Path

import pytest
from engine_sites import SITES, copy_site

OPTIONS = ("build", "--now", "2026-01-01", "--keep-going")

_opened = set()
_watching = []


def _note(event, arguments):
    if _watching and event == "open" and isinstance(arguments[0], str):
        _opened.add(arguments[0])


sys.addaudithook(_note)


def read_in_a_build(site, *options):
    """Return the files of a site that a build opens, except articles and what belongs to publish itself."""
    _opened.clear()
    _watching.append(True)
    try:
        site.publish(*OPTIONS, *options)
    finally:
        _watching.clear()
    paths = [Path(path) for path in _opened]
    found = {p.relative_to(site.root) for p in paths if p.is_relative_to(site.root) and p.is_file()}
    return {path.as_posix() for path in found if path.parts[0] not in {".publish", "out"}}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Return a site of each engine and the files that its build reads; all are up to date."""
    found = {}
    for folder in sorted(SITES.iterdir()):
        site = copy_site(folder.name, tmp_path_factory.mktemp(folder.name))
        site.publish("init")
        found[folder.name] = (site, read_in_a_build(site, "--no-cache"))
    time.sleep(2.1)  # Files as young as that have no stamp that can be trusted.
    for site, _ in found.values():
        site.publish(*OPTIONS)
        site.publish(*OPTIONS)
    return found


@pytest.mark.parametrize("engine", sorted(folder.name for folder in SITES.iterdir()))
def test_a_changed_configuration_is_read_again(engine, sites):
    site, read = sites[engine]
    others = {path for path in read if not path.endswith((".md", ".mdx", ".qmd", ".rst", ".lr"))}
    assert read_in_a_build(site) <= {"publish.toml"}
    for path in sorted(others - {"publish.toml"}):
        file = site.root / path
        file.write_bytes(file.read_bytes() + b"\n")
        assert path in read_in_a_build(site), path
