"""Draws docs/images/performance.svg from the files that `run.py --json` wrote.

usage: python benchmarks/plot.py RESULTS.json... (one a number of articles)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

PICTURE = Path(__file__).parent.parent / "docs/images/performance.svg"


def main() -> None:
    """Draw seconds over articles, a line a case."""
    mpl.rcParams["svg.hashsalt"] = "broadsheet"
    lines: dict[str, list[tuple[int, float]]] = {}
    for file in map(Path, sys.argv[1:]):
        report = json.loads(file.read_text("utf-8"))
        for result in report["results"]:
            point = (report["articles"], result["seconds"])
            lines.setdefault(result["case"], []).append(point)
    figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
    for case, points in lines.items():
        articles, seconds = zip(*sorted(points), strict=True)
        axes.plot(articles, seconds, marker="o", label=case)
    axes.set(xscale="log", yscale="log", xlabel="articles", ylabel="seconds")
    axes.grid(visible=True, which="both", alpha=0.2)
    axes.legend(frameon=False, fontsize=8)
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
