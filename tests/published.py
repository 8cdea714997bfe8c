"""A site that is published on loopback, for readers to subscribe to."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from loopback import Loopback, serving

from broadsheet.cli import main
from broadsheet.serve.files import ServedFiles

ARTICLES = 6


@dataclass
class Published:
    """A site, and the server that publishes it."""

    site: Any
    server: Loopback
    titles = tuple(f"文章 {n} & <b> “引号”" for n in range(ARTICLES + 1))

    @property
    def url(self):
        return self.server.url

    @property
    def ids(self):
        """The ids at the start, newest first."""
        return [f"{self.url}{n}/" for n in range(ARTICLES - 1, -1, -1)]

    def write(self, n):
        self.site.article(
            f"{n}.md",
            f"title: '{self.titles[n]}'\ndate: 2025-06-{10 + n}T08:00:00+08:00\ntags: [标签{n % 2}, all]\n"
            "main_topics: [C++]\nsummary: 摘要 & more",
            f"正文 **{n}** [link](../b.html)\n\n```\nx < y\n```\n",
        )

    def age(self):
        """Let what is built be of a minute ago: validators that count seconds tell it from what follows."""
        for file in self.site.out.rglob("*"):
            os.utime(file, (time.time() - 60,) * 2)

    def build(self):
        assert main(["-C", str(self.site.root), "build", "--now", "2026-01-01"]) == 0


@contextmanager
def publish(site):
    """Publish ARTICLES articles on loopback."""
    with serving(ServedFiles(site.out)) as server:
        config = (site.root / "publish.toml").read_text("utf-8")
        site.config(config.replace("https://example.org/", server.url))
        made = Published(site, server)
        for n in range(ARTICLES):
            made.write(n)
        made.build()
        made.age()
        yield made
