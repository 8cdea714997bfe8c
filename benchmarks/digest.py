"""Measures `publish digest`: an issue of many articles from a large site, first and again.

usage: python benchmarks/digest.py [--articles N] [--items N] [--times N] [--against PUBLISH]

The first run reads every article; the others find them in the store and remake the issue whole. With
`--against`, the command of another version works on a copy of the site, and the runs of both alternate.
Compare the ratios of their processor time: seconds depend on what else the machine does.

The issue is that of a window of time, so that all its articles are in the e-mail and on the page: versions
differ in what `limit` leaves out.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from corpus import CONFIG, NEWEST, write_corpus
from measure import Run, measure

TAGS = 2749
APART = timedelta(minutes=47)
"""Between two articles of the corpus, of which one in fifty is a draft."""


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description="Measure publish digest.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=100, help="articles in the issue, drafts too")
    parser.add_argument("--times", type=int, default=5, help="runs after the first")
    parser.add_argument("--against", metavar="PUBLISH", help="the command of another version")
    options = parser.parse_args()
    commands = [str(Path(sys.executable).with_name("publish"))]
    commands += [options.against] if options.against else []
    with tempfile.TemporaryDirectory() as folder:
        sites = [Path(folder) / str(number) for number in range(len(commands))]
        for site in sites:
            _write_site(site, options)
        pairs = list(zip(commands, sites, strict=True))
        first = [_issue(command, site, options.items) for command, site in pairs]
        again = [
            [_issue(command, site, options.items) for command, site in pairs]
            for _ in range(options.times)
        ]
    print(f"{options.items} of {options.articles} articles    seconds  processor    peak MB")
    for number, command in enumerate(commands):
        print(command)
        _row("first run", [first[number]])
        _row(f"again, median of {len(again)}", [runs[number] for runs in again])
    if options.against:
        ratios = [ours.cpu_seconds / theirs.cpu_seconds for ours, theirs in again]
        print(f"processor, median ratio {statistics.median(ratios):.2f} ", end="")
        print(f"({min(ratios):.2f} to {max(ratios):.2f})")


def _write_site(site: Path, options: argparse.Namespace) -> None:
    write_corpus(site, options.articles, TAGS)
    edition = f'[digest.monthly]\nperiod = "month"\nlimit = {options.items}\ngroup_by = "topics"\n'
    config = f"{CONFIG.format(engine='markdown')}\n{edition}"
    (site / "publish.toml").write_text(config, encoding="utf-8")


def _issue(publish: str, site: Path, items: int) -> Run:
    """Make the issue of the newest articles."""
    shutil.rmtree(site / "out", ignore_errors=True)
    since, until = NEWEST - APART * (items - 1), NEWEST + APART
    window = ("--since", f"{since:%Y-%m-%dT%H:%M}", "--until", f"{until:%Y-%m-%dT%H:%M}")
    return measure((publish, "digest", *window, "--now", "2026-01-01"), site)


def _row(case: str, runs: list[Run]) -> None:
    seconds = statistics.median(run.seconds for run in runs)
    cpu = statistics.median(run.cpu_seconds for run in runs)
    peak = max(run.peak_bytes for run in runs)
    print(f"{case:24} {seconds:10.2f} {cpu:10.2f} {peak / 1e6:10.0f}")


if __name__ == "__main__":
    main()
