"""Whatever file of a site a build reads, a change of it is followed: no engine's configuration is forgotten."""

import sys
import time
from pathlib import Path

import pytest
from engine_sites import SITES, copy_site

ENGINES = sorted(folder.name for folder in SITES.iterdir())

_opened = set()
_watching = []


def _note(event, arguments):
    if _watching and event == "open" and isinstance(arguments[0], str):
        mode = arguments[1]
        if mode is None or "r" in mode:
            _opened.add(arguments[0])


sys.addaudithook(_note)


def read_in_a_build(site, *options):
    """Return the files of a site that a build opens, except what belongs to publish itself."""
    _opened.clear()
    _watching.append(True)
    try:
        assert site.publish("build", *options) == 0
    finally:
        _watching.clear()
    paths = (Path(path) for path in _opened)
    found = {p.relative_to(site.root) for p in paths if p.is_relative_to(site.root) and p.is_file()}
    return {path.as_posix() for path in found if path.parts[0] not in {".publish", "out"}}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_changed_file_is_read_again(engine, tmp_path, capsys):
    site = copy_site(engine, tmp_path)
    assert site.publish("init") == 0
    read = read_in_a_build(site, "--no-cache", "--now", "2026-01-01")
    assert "publish.toml" in read
    time.sleep(2.1)  # Files as young as that have no stamp that can be trusted.
    for _ in range(2):
        assert site.publish("build", "--now", "2026-01-01") == 0
    assert read_in_a_build(site, "--now", "2026-01-01") <= {"publish.toml"}
    for path in sorted(read - {"publish.toml"}):
        file = site.root / path
        before = file.read_bytes()
        file.write_bytes(before + b"\n")
        assert path in read_in_a_build(site, "--now", "2026-01-01"), path
    capsys.readouterr()
