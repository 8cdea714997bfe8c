"""The W3C feed validator as oracle, where a checkout of it is at hand."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from broadsheet.checks.catalogue import all_rules

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif("FEEDVALIDATOR_SRC" not in os.environ, reason="no checkout of the validator")
@pytest.mark.parametrize("script", ["w3c_agreement.py", "w3c_mutations.py"])
def test_we_agree_with_the_validator(script):
    subprocess.run([sys.executable, ROOT / "benchmarks" / script], check=True)


def test_the_figures_we_publish_are_of_rules_that_exist():
    figures = tomllib.loads((ROOT / "docs/agreement.toml").read_text("utf-8"))
    for agreed, total in figures["folders"].values():
        assert agreed >= 0.95 * total
    named = {rule for found in figures["classes"].values() for rule in found}
    assert named <= all_rules().keys()
