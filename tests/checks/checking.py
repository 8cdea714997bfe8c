"""What the tests of rules share."""

from __future__ import annotations

from conftest import NOW

from broadsheet.checks import CheckOptions, check
from broadsheet.config.load import load_config
from broadsheet.engines import resolve


def check_all(site, *only):
    """Check a site, or some of its files; return the problems."""
    options = CheckOptions(tuple(site.root / path for path in only), site.out)
    return check(load_config(site.root, resolve), options, now=NOW).problems
