"""The pinned development environment installs where the README promises it."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

PINS = Path(__file__).parent.parent / "requirements-dev.txt"

# Debian 12's; packages exist that leave out the first releases of 3.11 (soupsieve 3, pymdown 13).
OLDEST_PYTHON = "3.11.2"


@pytest.mark.parametrize("pin", PINS.read_text().splitlines())
def test_every_pinned_package_is_the_one_installed_and_runs_on_debians_python(pin):
    requirement = Requirement(pin)
    package = distribution(requirement.name)

    assert package.version in requirement.specifier
    assert OLDEST_PYTHON in SpecifierSet(package.metadata.get("Requires-Python", ""))


def test_no_two_modules_of_the_tests_share_a_name():
    """pytest imports each by its name alone, so it could not collect both."""
    names = Counter(path.name for path in PINS.parent.glob("tests/**/*.py"))
    assert [name for name, count in names.items() if count > 1 and name != "conftest.py"] == []
