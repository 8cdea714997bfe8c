"""Whatever is edited in whatever order, a build that costs what changed gives what a clean one gives.

`EDITS=200 make test` tries so many sequences instead of a few.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from hypothesis import Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PIL import Image
from settled import Site, trusting

SEQUENCES = int(os.environ.get("EDITS", "5"))

MEMORY = Path("/dev/shm")
"""Where files are in memory, and need not be synced to a disk thousands of times."""

NAMES = st.sampled_from(["a", "b", "posts/c", "posts/d", "posts/2025-03-04-e", "posts/f/index"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["One", "Two 三", "Drei & <b>"]),
        "date": st.sampled_from(["2025-01-01", "2025-06-17T23:30:00", "2026-02-01", "2026-06-01"]),
        "lastmod": st.sampled_from(["2025-08-01", "2026-01-05"]),
        "expires": st.sampled_from(["2026-02-15", "2026-07-01"]),
        "tags": st.sampled_from([["x"], ["X", "y"], ["z", "微软"], ["alias", "x"]]),
        "main_topics": st.sampled_from([["t"], ["t", "u"]]),
        "draft": st.booleans(),
        "slug": st.sampled_from(["moved", "moved-too"]),
        "summary": st.sampled_from(["In short.", "简而言之。"]),
        "author": st.sampled_from(["Ada", "Bob"]),
        "featured_image": st.sampled_from(["/p.png", "q.png", "https://example.com/r.png"]),
    },
)
BODIES = st.sampled_from(
    [
        "Text.\n",
        "Other text[^1].\n\n[^1]: A note.\n",
        "[To a](/a.md), [to c](posts/c.md) and [d](d.md).\n",
        "![A picture](p.png) ![another](/q.png)\n",
    ]
)
FILES = {
    "static/p.png": [b"", "picture 3", "picture 5"],
    "content/posts/q.png": [b"no picture", "picture 4"],
    "content/_index.md": ["---\ncascade: {tags: [all]}\n---\n", "---\ncascade: {author: Eve}\n---\n"],
    "content/posts/posts.json": ['{"tags": ["data"]}', '{"author": "Mallory"}'],
    "content/a.11tydata.json": ['{"title": "From data"}'],
    "templates/_articles.html": ["{% macro listing(articles, language, date_of) %}{% for a in articles %}{{ a.summary }}{% endfor %}{% endmacro %}"],
    "templates/feed.html": [
        "{{ card.count }} {{ directory.main.count }}",
        "{% for card in directory.custom %}{{ card.home }}{{ card.newest|length }}{% endfor %}",
    ],
    "templates/words/en.toml": ['newest = "Fresh"\n', 'all_issues = "Every letter"\n'],
    "templates/digest/issue.html": ["{{ letter.subject }} {{ previous.name }}", "{{ letter.lead.title }}"],
    "hugo.toml": ['baseURL = "https://example.org/"\n'],
    ".eleventy.js": ["module.exports = {}\n"],
}  # fmt: skip
SETTINGS = {
    "site": {
        "title": ['"One"', '"Two"'],
        "language": ['"en"', '"zh-CN"', '"ar"'],
        "timezone": ['"Asia/Shanghai"', '"America/New_York"'],
        "description": ['"What it is."'],
        "author": ['"Ada"', '{ name = "Bob", email = "bob@example.org" }'],
        "icon": ['"/icon.png"'],
        "rights": ['"All wrongs reversed."'],
        "url": ['"https://example.org/"', '"https://example.net/blog/"'],
    },
    "content": {
        "permalink": ['"/:year/:slug/"', '"/:sections/:title/"'],
        "url": ['"https://articles.example.org/"'],
        "dialect": ['"plain"', '"hugo"', '"eleventy"', '"jekyll"', '"zola"', '"obsidian"'],
        "exclude": ['["posts/c.md"]'],
        "defaults": ['{ "posts/**" = { author = "Default", tags = ["d"] } }'],
        "static": ['"content"'],
    },
    "markdown": {"engine": ['"markdown"', '"commonmark"']},
    "taxonomies.tags": {
        "title": ['"{term} at {site}"'],
        "min_articles": ["2"],
        "label": ['"Marks"'],
        "aliases": ['{ alias = "x" }', '{ alias = "new" }'],
        "paths": ['{ atom = "feeds/{slug}.xml" }'],
        "page": ['"tag/{slug}.html"'],
    },
    "feeds": {
        "formats": ['["atom"]', '["json", "rss"]'],
        "limit": ["1", "3"],
        "archive": ["true"],
        "content": ['"summary"'],
        "id": ['"tag"'],
        "stylesheet": ["true"],
        "names": ['{ rss = "index.xml" }'],
        "paths": ['{ atom = "feeds/all.xml" }'],
    },
    "feeds.custom.mine": {
        "title": ['"Mine"', '"My own"'],
        "any": ['{ tags = ["x"] }'],
        "none": ['{ topics = ["u"] }'],
        "language": ['"fr"'],
    },
    "pages": {"enabled": ["false"]},
    "digest.weekly": {
        "title": ['"Weekly {site}"'],
        "group_by": ['"tags"'],
        "limit": ["1"],
        "footer": ['"Goodbye."'],
    },
}
REQUIRED = {
    "site": {"title": '"Site"', "url": '"https://example.org/"', "author": '"Ada"'},
    "taxonomies.tags": {"field": '"tags"'},
    "taxonomies.topics": {"field": '"main_topics"'},
}
CHOICES = [
    (table, key, value)
    for table, keys in SETTINGS.items()
    for key, values in keys.items()
    for value in (None, *values)
]
OPTIONS = [("--drafts",), ("--precompress",), ("--keep-going",), ("--jobs", "2")]


class Edits(RuleBasedStateMachine):
    """A site under edits; after each, two builds are compared."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.site = Site(Path(self.folder.name))
        self.now = "2026-01-10"
        self.options: tuple[str, ...] = ("--keep-going",)
        self.tables = {table: dict(keys) for table, keys in REQUIRED.items()}
        self.configure("site", "language", None)
        self.site.article("always.md", "tags: [x, y]\nmain_topics: [t]\nsummary: Always.")
        self.site.article("posts/c.md", "tags: [x]\ndate: 2025-06-16", "[a](/a.md) ![](/p.png)\n")

    def teardown(self):
        self.folder.cleanup()

    def configure(self, table, key, value):
        keys = self.tables.setdefault(table, {})
        keys[key] = value if value is not None else REQUIRED.get(table, {}).get(key)
        lines = []
        for name, given in self.tables.items():
            lines += [f"[{name}]", *(f"{k} = {v}" for k, v in given.items() if v is not None)]
        self.site.config("\n".join(lines) + "\n")

    def files(self):
        return sorted(self.site.root.glob("content/**/*.md"))

    @rule(name=NAMES, fields=FIELDS, body=BODIES)
    def write(self, name, fields, body):
        lines = (f"{key}: {json.dumps(value)}" for key, value in fields.items())
        self.site.article(f"{name}.md", "\n".join(lines), body)

    @rule(name=NAMES)
    def delete(self, name):
        (self.site.root / f"content/{name}.md").unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def rename(self, name, other):
        file = self.site.root / f"content/{name}.md"
        assume(file.exists() and name != other)
        target = self.site.root / f"content/{other}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)

    @rule(
        old=st.sampled_from([b"T", b"tags: [", b"2025"]),
        new=st.sampled_from([b"t", b"Tags: [", b"2024"]),
    )
    def edit_behind_the_clock(self, old, new):
        """Change files so that neither size nor time shows it."""
        for file in self.files():
            before = file.stat()
            content = file.read_bytes()
            if len(old) == len(new):
                file.write_bytes(content.replace(old, new))
                os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(
        choice=st.sampled_from(
            [(path, text) for path, texts in FILES.items() for text in (None, *texts)]
        )
    )
    def put_file(self, choice):
        path, text = choice
        if text is None:
            (self.site.root / path).unlink(missing_ok=True)
        else:
            self.site.write(path, picture(text) if str(text).startswith("picture") else text)

    @rule(choice=st.sampled_from(CHOICES))
    def set_key(self, choice):
        self.configure(*choice)

    @rule(
        now=st.sampled_from(["2025-12-01", "2026-01-10", "2026-02-10", "2026-03-01", "2026-07-02"])
    )
    def set_clock(self, now):
        self.now = now

    @rule(options=st.sampled_from(OPTIONS))
    def set_options(self, options):
        self.options = options

    @rule(period=st.sampled_from(["2025-W25", "2025-W24", "2025-W01"]))
    def make_letter(self, period):
        self.site.run("digest", "weekly", "--period", period, "--keep-going", now=self.now)

    @rule(seed=st.integers(0, 50), spoil=st.booleans())
    def spoil_output(self, seed, spoil):
        files = [f for f in sorted(self.site.out.rglob("*.*")) if f.suffix in {".xml", ".html"}]
        files = [f for f in files if "digests" not in f.parts]
        assume(files)
        file = files[seed % len(files)]
        if spoil:
            file.write_bytes(b"spoiled")
        else:
            file.unlink()

    @rule()
    def forget(self):
        shutil.rmtree(self.site.root / ".publish", ignore_errors=True)

    @invariant()
    def gives_what_a_clean_build_gives(self):
        before = self.stamps()
        code = self.site.run("build", *self.options, now=self.now)
        after = self.stamps()
        same = [path for path in after if before.get(path, (b"",))[0] == after[path][0]]
        assert [path for path in same if before[path] != after[path]] == []
        site, out = self.site, self.site.tree()
        clean = site.clean_tree(*self.options, now=self.now, code=code)
        if code == 0 or any(not path.startswith("digests/") for path in clean):
            assert {p: out.get(p) for p in out | clean} == {p: clean.get(p) for p in out | clean}

    def stamps(self):
        return {
            file: (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino)
            for file in sorted(self.site.out.rglob("*"))
            if file.is_file()
        }


def picture(name):
    stream = BytesIO()
    Image.new("RGB", (int(name.split()[1]), 4)).save(stream, "PNG")
    return stream.getvalue()


def test_any_edits_give_what_a_clean_build_gives():
    with trusting():
        run_state_machine_as_test(
            Edits,
            settings=settings(
                max_examples=SEQUENCES,
                stateful_step_count=8,
                phases=[Phase.generate],  # To shrink what fails would take an hour.
            ),
        )
