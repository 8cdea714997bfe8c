"""Which articles become entries, what an entry has, and when one is made anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.config import parse_config
from broadsheet.engines import resolve
from broadsheet.errors import ArticleError, Problem, Severity
from broadsheet.model import Enclosure, Image, Person
from broadsheet.pipeline import entries as module
from broadsheet.pipeline.entries import Entries, carried, entry_problems, make_entry
from broadsheet.site.site import make_site
from broadsheet.stamps import Stamps
from broadsheet.store import with_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = (
    '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = "A"\n[taxonomies.tags]\nfield = "tags"\n'
)
WARNING = Problem("content/a.md", 3, "", "odd", Severity.WARNING)


def config(text="", head=HEAD):
    return parse_config(head + text, Path("/nowhere"), resolve)


@dataclass
class RenderedBody:
    html: str
    problems: tuple[Problem, ...] = ()


@dataclass
class FakeRenderer:
    """Counts what it renders; it cannot render the articles that are `broken`."""

    rendered: list[str] = field(default_factory=list)
    key: str = ""
    broken: frozenset[str] = frozenset()
    html: str = "<p>{}</p>"

    def render(self, article):
        if article.slug in self.broken:
            raise ArticleError(Problem(article.source, 1, "", "broken"))
        self.rendered.append(article.slug)
        return RenderedBody(self.html.format(article.slug), (WARNING,))

    def summary(self, article):
        return article.summary


@dataclass
class FakeResolver:
    """Has links that lead where they led, or no longer."""

    links: dict[str, str] = field(default_factory=dict)
    is_still: bool = True

    def watching(self):
        return self

    def __enter__(self):
        return self.links

    def __exit__(self, *_):
        return None

    def still(self, links):
        assert links == self.links
        return self.is_still

    def recordings(self, content, article):
        return ()


@pytest.fixture
def article(make_article):
    def make(name, days=0, **given):
        fields = {
            "source": f"content/{name}.md",
            "slug": name,
            "title": name,
            "permalink": f"https://e.org/{name}/",
            "published": NOW - timedelta(days=days + 1),
            "version": name,
            "terms": (("tags", given.pop("tags", ())),),
        }
        return make_article(**fields | given)

    return make


@pytest.mark.parametrize(
    ("archive", "names"), [("false", ["a", "b", "d"]), ("true", ["a", "b", "c", "d"])]
)
def test_only_what_a_feed_or_an_archive_carries_is_an_entry(article, archive, names):
    articles = [article(name, days, tags=tags) for name, days, tags in (
        ("a", 0, ("x",)), ("b", 1, ("x",)), ("c", 2, ("x",)), ("d", 3, ("y",)),
    )]  # fmt: skip
    site = make_site(articles, config(f"[feeds]\nlimit = 2\narchive = {archive}\n"), NOW)
    assert [each.slug for each in carried(site)] == names


def test_an_entry_has_what_the_article_has(article):
    image = Image("https://e.org/i.png")
    authors = (Person("Ada"), Person("Bob"))
    given = {"id": "urn:x", "image": image, "authors": authors, "language": "fr", "summary": "S"}
    heard = (Enclosure("https://e.org/a.mp3", "audio/mpeg", 1),)
    given |= {"enclosures": heard, "external_url": "https://f.org/", "untitled": True}
    one = article("a", tags=("x",), updated=NOW, **given)
    site = make_site([one], config(), NOW)
    entry, problems = make_entry(one, site, FakeRenderer())
    assert problems == [WARNING]
    assert (entry.id, entry.permalink, entry.title) == ("urn:x", "https://e.org/a/", "a")
    assert (entry.published, entry.updated) == (NOW - timedelta(days=1), NOW)
    assert (entry.authors, entry.image, entry.language) == (authors, image, "fr")
    assert (entry.summary, entry.content) == ("S", "<p>a</p>")
    assert (entry.enclosures, entry.external_url, entry.untitled) == (heard, "https://f.org/", True)
    assert [category.term.name for category in entry.categories] == ["x"]


def test_without_a_summary_the_title_stands_in_and_summaries_render_nothing(article):
    one, renderer = article("a"), FakeRenderer()
    site = make_site([one], config('[feeds]\ncontent = "summary"\n'), NOW)
    entry, problems = make_entry(one, site, renderer)
    assert (entry.summary, entry.content, problems, renderer.rendered) == ("a", "", [], [])


@pytest.mark.parametrize(
    ("picture", "html", "encloses"),
    [
        ("once", "<p>{}</p>", True),
        ("once", '<img src="https://e.org/i.png?a&amp;b">', False),
        ("always", '<img src="https://e.org/i.png?a&amp;b">', True),
    ],
)
def test_a_picture_that_the_content_shows_is_enclosed_if_it_is_to_be(
    article, picture, html, encloses
):
    one = article("a", image=Image("https://e.org/i.png?a&b"))
    site = make_site([one], config(f'[feeds]\npicture = "{picture}"\n'), NOW)
    entry, _ = make_entry(one, site, FakeRenderer(html=html))
    assert entry.encloses_image is encloses


@dataclass
class Runs:
    """Runs one after another that share a store in a folder, and what each renders."""

    folder: Path
    resolver: FakeResolver = field(default_factory=FakeResolver)

    def run(self, articles, made, key=""):
        renderer = FakeRenderer(key=key)

        def work(store):
            entries = Entries(make_site(articles, made, NOW), renderer, self.resolver, store)
            rows = list(entries.make(1))
            assert entries.count == len(rows)
            assert [entry_problems(row) for _, row in rows] == [[WARNING]] * len(rows)
            for one, row in rows:
                assert row.source == one.source
                for form in made.feeds.formats:
                    assert one.slug.encode() in store.serialised(one.source, form)
            self.stored = sorted(store.entries())

        with_store(self.folder, Stamps(self.folder, 0), work)
        return renderer.rendered


@pytest.fixture
def runs(tmp_path):
    return Runs(tmp_path)


def test_an_entry_is_made_once(runs, article):
    both = [article("a"), article("b", 1)]
    assert runs.run(both, config()) == ["a", "b"]
    assert runs.run(both, config()) == []
    assert runs.run([both[0], replace(both[1], version="2")], config()) == ["b"]


def test_what_is_gone_is_forgotten(runs, article):
    both = [article("a"), article("b", 1)]
    runs.run(both, config())
    assert runs.stored == ["content/a.md", "content/b.md"]
    assert runs.run(both[1:], config()) == []
    assert runs.stored == ["content/b.md"]


def test_a_link_that_leads_elsewhere_makes_its_entry_anew(runs, article):
    runs.resolver.links = {"content/b.md": "https://e.org/b/"}
    assert runs.run([article("a")], config()) == ["a"]
    assert runs.run([article("a")], config()) == []
    runs.resolver.is_still = False
    assert runs.run([article("a")], config()) == ["a"]


@pytest.mark.parametrize(
    ("text", "made_anew"),
    [
        ("[content]\nurl = 'https://a.org/'\n", True),
        ("[content]\nstatic = 'other'\n", True),
        ("[markdown]\nengine = 'commonmark'\n", True),
        ("[feeds]\nformats = ['rss']\n", True),
        ("[feeds]\nlimit = 1\n", False),
        ("[feeds]\narchive = true\n", False),
    ],
)
def test_the_configuration_that_an_entry_depends_on(runs, article, text, made_anew):
    runs.run([article("a")], config())
    assert runs.run([article("a")], config(text)) == (["a"] if made_anew else [])


def test_what_renders_makes_entries_anew_when_it_has_changed(runs, article):
    runs.run([article("a")], config())
    assert runs.run([article("a")], config(), key="another") == ["a"]
    assert runs.run([article("a")], config(), key="another") == []


def test_the_site_an_entry_depends_on(runs, article):
    runs.run([article("a")], config())
    assert runs.run([article("a")], config(head=HEAD.replace('"T"', '"New title"'))) == []
    assert runs.run([article("a")], config(head=HEAD.replace("e.org", "new.org"))) == ["a"]


def test_the_spelling_of_its_terms_makes_an_entry_anew(runs, article):
    one = article("a", tags=("x",))
    runs.run([one], config())
    aliases = 'aliases = { x = "y" }\n'
    assert runs.run([one], config(aliases)) == ["a"]
    assert runs.run([one], config(aliases)) == []
    assert runs.run([one], config('names = { x = "X!" }\n')) == ["a"]


def test_articles_that_cannot_be_rendered_are_named_after_the_others_are_kept(runs, article):
    articles = [article(name, days) for days, name in enumerate("abc")]
    made = []

    def work(store):
        renderer = FakeRenderer(broken=frozenset("ac"))
        entries = Entries(make_site(articles, config(), NOW), renderer, runs.resolver, store)
        for one, _ in entries.make(1):
            made.append(one.slug)

    with pytest.raises(ArticleError) as caught:
        with_store(runs.folder, Stamps(runs.folder, 0), work)
    assert [problem.path for problem in caught.value.problems] == ["content/a.md", "content/c.md"]
    assert made == ["b"]
    assert runs.run(articles, config()) == ["a", "c"]


def test_a_run_that_is_ended_keeps_most_of_what_it_made(runs, article, monkeypatch):
    monkeypatch.setattr(module, "KEPT_EVERY", 2)
    articles = [article(name, days) for days, name in enumerate("abcde")]

    def ended(store):
        entries = Entries(make_site(articles, config(), NOW), FakeRenderer(), runs.resolver, store)
        for done, _ in enumerate(entries.make(1), 1):
            if done == 4:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        with_store(runs.folder, Stamps(runs.folder, 0), ended)
    assert runs.run(articles, config()) == ["c", "d", "e"]
