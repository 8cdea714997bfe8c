"""The pinned environments install where the README promises it, and the locked one is complete."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = ROOT / "requirements-dev.txt"
LOCKED = ROOT / "requirements-locked.txt"

# Debian 12's; packages exist that leave out the first releases of 3.11 (soupsieve 3, pymdown 13).
OLDEST_PYTHON = "3.11.2"


@pytest.mark.parametrize("pin", PINS.read_text().splitlines())
def test_every_pinned_package_is_the_one_installed_and_runs_on_debians_python(pin):
    requirement = Requirement(pin)
    package = distribution(requirement.name)

    assert package.version in requirement.specifier
    assert OLDEST_PYTHON in SpecifierSet(package.metadata.get("Requires-Python", ""))


def locked():
    """Return (requirement, hashes) of each package of the locked file, by its name."""
    text = LOCKED.read_text("utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    found = {}
    for words in lines:
        hashes = [word for word in words if word.startswith("--hash=")]
        requirement = Requirement(" ".join(words[: len(words) - len(hashes)]))
        found[canonicalize_name(requirement.name)] = (requirement, hashes)
    return found


def test_every_locked_package_has_one_version_and_hashes():
    for requirement, hashes in locked().values():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes)


def test_locked_versions_are_those_that_the_tests_run_with():
    pins = {canonicalize_name(Requirement(pin).name): pin for pin in PINS.read_text().splitlines()}
    known = {name: found for name, (found, _) in locked().items() if name in pins}
    assert len(known) > 40
    for name, requirement in known.items():
        assert distribution(name).version in requirement.specifier


def test_the_locked_file_has_all_that_any_extra_needs():
    """Pip refuses a file with hashes if a package that one of its packages needs is not in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    waiting = [Requirement(each) for each in sum(extras.values(), project["dependencies"])]
    found, seen = locked(), set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name == "broadsheet" or (name, frozenset(wanted.extras)) in seen or not applies(wanted):
            continue
        seen.add((name, frozenset(wanted.extras)))
        assert name in found, f"{wanted} is missing: run make locked"
        assert str(found[name][0].specifier).removeprefix("==") in wanted.specifier, wanted
        needed = map(Requirement, distribution(name).requires or [])
        waiting += (each for each in needed if applies(each, wanted.extras))
    assert len(seen) > 30


def applies(requirement, extras=()):
    marker = requirement.marker
    return not marker or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def test_no_two_modules_of_the_tests_share_a_name():
    """pytest imports each by its name alone, so it could not collect both.

    Settings of sites that are written in Python are data, whose names their engines choose.
    """
    folders = ("tests/engines/sites", "tests/engines/variants")
    sites = [PINS.parent / folder for folder in folders]
    paths = PINS.parent.glob("tests/**/*.py")
    names = Counter(p.name for p in paths if not any(map(p.is_relative_to, sites)))
    assert [name for name, count in names.items() if count > 1 and name != "conftest.py"] == []
