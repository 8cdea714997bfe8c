"""What the tests of rules share."""

from __future__ import annotations

from conftest import NOW

from broadsheet.checks.run import Run, check
from broadsheet.checks.targets import named_targets, site_targets
from broadsheet.config.load import load_config
from broadsheet.stamps import Stamps
from broadsheet.store import with_store


def check_all(site, *only):
    """Check a site, or some of its files; return the findings."""
    config = load_config(site.root)
    paths = [site.root / path for path in only]
    targets = named_targets(paths, config) if paths else site_targets(config)
    stamps = Stamps(site.root, 0)
    return with_store(None, stamps, lambda store: check(targets, Run(config, NOW, store))).findings
