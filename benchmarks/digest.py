"""Measures `publish digest`: an issue of many articles from a large site, first and again.

usage: python benchmarks/digest.py [--articles N] [--items N] [--times N]

The first run reads every article; the others find them in the store and remake the letter whole.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from corpus import CONFIG, write_corpus
from measure import measure

TAGS = 2749


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description="Measure publish digest.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=100, help="articles in the issue")
    parser.add_argument("--times", type=int, default=5, help="runs after the first")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        write_corpus(site, options.articles, TAGS)
        edition = (
            f'[digest.monthly]\nperiod = "month"\nlimit = {options.items}\ngroup_by = "topics"\n'
        )
        config = f"{CONFIG.format(engine='markdown')}\n{edition}"
        (site / "publish.toml").write_text(config, encoding="utf-8")
        publish = Path(sys.executable).with_name("publish")
        command = (str(publish), "digest", "--period", "2025-06", "--now", "2026-01-01")
        first = measure(command, site)
        again = []
        for _ in range(options.times):
            shutil.rmtree(site / "out")
            again.append(measure(command, site))
    print(f"{options.items} of {options.articles} articles    seconds    peak MB")
    _row("first run", first.seconds, first.peak_bytes)
    seconds = statistics.median(run.seconds for run in again)
    _row(f"again, median of {len(again)}", seconds, max(run.peak_bytes for run in again))


def _row(case: str, seconds: float, peak_bytes: int) -> None:
    print(f"{case:24} {seconds:10.2f} {peak_bytes / 1e6:10.0f}")


if __name__ == "__main__":
    main()
