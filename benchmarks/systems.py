"""The programs that are compared: how each is given the corpus, and how it is run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import CONFIG

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class System:
    """A program: `prepare` fits a copy of the corpus to it, `out` is where it writes."""

    name: str
    command: Sequence[str]
    out: str
    prepare: Callable[[Path], None]


def broadsheet(engine: str, command: str) -> System:
    """Return Broadsheet with one of its engines."""

    def prepare(site: Path) -> None:
        (site / "publish.toml").write_text(CONFIG.format(engine=engine), encoding="utf-8")

    return System(f"broadsheet-{engine}", (command, "build"), "out", prepare)


def limit(engine: str, python: str) -> System:
    """Return what the libraries that Broadsheet is made with take by themselves."""
    command = (python, str(HERE / "limit.py"), engine)
    return System(f"limit-{engine}", command, "limit-out", lambda _: None)


def hugo(command: str) -> System:
    """Return Hugo."""

    def prepare(site: Path) -> None:
        shutil.copytree(HERE / "hugo", site, dirs_exist_ok=True)

    return System("hugo", (command, "--destination", "hugo-out"), "hugo-out", prepare)


def pelican(command: str) -> System:
    """Return Pelican, whose front matter is not YAML."""

    def prepare(site: Path) -> None:
        shutil.copytree(HERE / "pelican", site, dirs_exist_ok=True)
        for file in (site / "content").iterdir():
            text = file.read_text("utf-8")
            if "\ndraft: true\n" in text:
                file.unlink()  # Pelican 4.12 fails on drafts where there is no category.
            else:
                file.write_text(_headers(text), encoding="utf-8")

    return System("pelican", (command, "-q", "-s", "pelicanconf.py"), "pelican-out", prepare)


def _headers(text: str) -> str:
    _, header, body = text.split("---\n", 2)
    header = re.sub(r"(?m)^(topics|featured_image):.*\n", "", header)
    header = re.sub(r"(?m)^tags: \[(.*)\]$", r"tags: \1", header)
    return re.sub(r"(?m)^draft: false\n", "", header) + body
