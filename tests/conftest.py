"""What all tests share: a small site in a folder, and articles made by hand."""

from __future__ import annotations

import functools
import gc
import os
import re
import signal
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from database_kinds import MARKED, database_kind, open_kind
from hypothesis import HealthCheck, settings

from broadsheet.model import Article, Person

for profile, examples in {"quick": 20, "default": 60, "thorough": 2000}.items():
    settings.register_profile(  # `--hypothesis-profile thorough` takes it; `make unit` is quick.
        profile,
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
settings.load_profile("default")

os.umask(0o022)  # Servers and users that tests make have to read what is built.
for name in ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"):  # Users have neither.
    os.environ.pop(name, None)
sys.dont_write_bytecode = False  # Else each run compiles all tests anew, in each process.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A background job of a shell ignores it, and so would the programs that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["no_proxy"] = "*"  # Whatever is asked is on this machine.

NOW = datetime(2026, 1, 1, tzinfo=UTC)

TESTS = Path(__file__).parent
MARKS = {
    "engines": (
        "engines",
        "scaffold",
        "source/test_bounded_reading.py",
        "source/test_hostile_headers.py",
    ),
    "programs": (
        "bounces/test_mailboxes.py",
        "bounces/test_postfix.py",
        "browser",
        "databases/test_postgresql.py",
        "engines/test_corpora.py",
        "engines/test_sites.py",
        "hosting",
        "newsletter/test_mail_tools.py",
        "newsletter/test_rspamd.py",
        "readers",
        "relay/test_relays.py",
    ),
    "slow": (
        "checks/test_bounds.py",
        "checks/test_edition_rules.py",
        "checks/test_email_rules.py",
        "checks/test_feed_rules.py",
        "checks/test_fix.py",
        "checks/test_own_issues.py",
        "commands/test_digest.py",
        "commands/test_each_edition.py",
        "commands/test_notes.py",
        "databases",
        "faults",
        "fetching",
        "ledger",
        "feeds/test_readers.py",
        "markdown/test_bounded.py",
        "messages",
        "newsletter/test_images.py",
        "preflight",
        "relay",
        "sending",
        "serve",
        "store",
        "subscribe",
        "test_expressions.py",
        "test_parallel.py",
        "test_rates.py",
        "test_sdist.py",
        "test_wheel.py",
        "websub",
        "workers",
    ),
}
"""Files and folders whose tests `make unit` leaves out, by mark."""


@functools.cache
def marks_of(file: Path) -> tuple[str, ...]:
    """Return the marks of a test file, by where it is, so that no file has to say it of itself."""
    path = file.relative_to(TESTS)
    above = {path.as_posix(), *(parent.as_posix() for parent in path.parents)}
    return tuple(mark for mark, places in MARKS.items() if above.intersection(places))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no test file that `-m "not slow"` would leave out: that takes as long as to run many."""
    unwanted = re.findall(r"not (\w+)", config.option.markexpr)
    if config.option.markexpr != " and ".join(f"not {mark}" for mark in unwanted):
        return None
    return True if set(unwanted).intersection(marks_of(collection_path)) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests as their files are marked."""
    for item in items:
        for mark in marks_of(item.path):
            item.add_marker(mark)


def pytest_collection_finish() -> None:
    """Keep what was collected out of every later garbage collection: there are 100,000s of objects."""
    gc.freeze()


CONFIG = """\
[site]
title = "测试 & Test"
url = "https://example.org/"
language = "zh-CN"
description = "Feeds"
timezone = "Asia/Shanghai"
author = { name = "Ada", email = "ada@example.org", url = "https://example.org/ada" }
[taxonomies.tags]
field = "tags"
[taxonomies.topics]
field = "main_topics"
"""


class SiteFolder:
    """A site on disk that tests fill."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "out"
        self.config(CONFIG)
        (root / "content").mkdir()

    def config(self, text: str) -> None:
        (self.root / "publish.toml").write_text(text, encoding="utf-8")

    def article(self, path: str, front_matter: str = "", body: str = "正文。\n") -> Path:
        """Write content/`path`; title and date are given where the front matter has none."""
        front_matter = textwrap.dedent(front_matter)
        if "title:" not in front_matter:
            front_matter += f"\ntitle: {Path(path).stem}"
        if "date:" not in front_matter:
            front_matter += "\ndate: 2025-06-17T23:20:05+08:00"
        return self.raw(path, f"---\n{front_matter.strip()}\n---\n\n{body}".encode())

    def raw(self, path: str, content: bytes) -> Path:
        file = self.root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def tree(self) -> dict[str, bytes]:
        """Return what lies in out/, but for the manifest."""
        return {
            file.relative_to(self.out).as_posix(): file.read_bytes()
            for file in sorted(self.out.rglob("*"))
            if file.is_file() and file.name != ".broadsheet.json"
        }


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path)


@pytest.fixture
def published(site: SiteFolder) -> Iterator[object]:
    from published import publish  # The server is slow to import, and few tests need it.

    with publish(site) as made:
        yield made


__all__ = ["database_kind"]  # A fixture of theirs.


@pytest.fixture(params=MARKED)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[object]:
    """A database of subscribers, of each kind."""
    opened = open_kind(request.param, tmp_path)
    yield opened
    opened.close()


def article(**given: object) -> Article:
    """Make an article; `given` are other fields, or its `body`."""
    fields: dict[str, object] = {
        "source": "content/a.md",
        "body_line": 5,
        "text": str,
        "title": "A",
        "id": "https://example.org/a/",
        "permalink": "https://example.org/a/",
        "slug": "a",
        "published": datetime(2025, 6, 17, tzinfo=UTC),
        "updated": datetime(2025, 6, 17, tzinfo=UTC),
        "expires": None,
        "draft": False,
        "authors": (Person("Ada"),),
        "sections": (),
        "terms": (),
        "summary": "",
        "image": None,
        "language": "en",
    }
    if "body" in given:
        fields["text"] = partial(str, given.pop("body"))
    return Article(**(fields | given))  # type: ignore[arg-type]


@pytest.fixture
def make_article() -> Callable[..., Article]:
    return article
