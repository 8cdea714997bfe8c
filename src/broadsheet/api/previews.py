"""An issue to look at before it is made."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from broadsheet.api.site_run import config_of, output_folder
from broadsheet.config import Config
from broadsheet.newsletter import IssueOptions, IssuePreview, make_context, places, preview_issue
from broadsheet.output import manifest
from broadsheet.pipeline import load_site
from broadsheet.site_store import locked_run
from broadsheet.store import Store


def preview(site: Path | Config, edition: str, issue: str = "", *, now: datetime) -> IssuePreview:
    """Make an issue of an edition as it would be at `now` (aware). Nothing is written.

    `issue` is a period as `--period` takes it; "" is the last one that is over, or the newest one with
    articles. Raises PublishError, as `digest` does; articles with errors are left out.
    """
    config = config_of(site)
    options = IssueOptions(edition=edition, period=issue)

    def run(store: Store) -> IssuePreview:
        loaded = load_site(config, now, store)
        out = output_folder(config)
        existing = places.existing_issues(out, manifest.issue_records(out))
        context = make_context(loaded.site, loaded.renderer, existing, templates=loaded.templates)
        return preview_issue(options, context, now)

    return locked_run(config, run)
