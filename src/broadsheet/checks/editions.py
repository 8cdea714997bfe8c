"""Rules for the newsletter's editions: what publish.toml says of them, and what their issues missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from broadsheet.checks.content.pages import ArticlePage, ArticlePages
from broadsheet.checks.registry import Place, Registry
from broadsheet.config import records
from broadsheet.errors import Problem
from broadsheet.i18n import Language
from broadsheet.images import UnreadableImageError
from broadsheet.mail_pictures import NoPictureError, Pictures, vanishes
from broadsheet.newsletter import Missed, missed_articles, places
from broadsheet.site import make_site


@dataclass(frozen=True)
class Editions:
    """A site's articles, and the issues that are in out/."""

    pages: ArticlePages
    existing: places.ExistingIssues

    @cached_property
    def configured(self) -> dict[str, records.DigestConfig]:
        """The editions that publish.toml names, else those that have issues; of a table the first."""
        known = self.pages.site.config.digest
        is_default = known == records.DEFAULT_EDITIONS
        first = {edition.table or name: name for name, edition in reversed(list(known.items()))}
        return {
            name: edition
            for name, edition in known.items()
            if first[edition.table or name] == name and (not is_default or name in self.existing)
        }

    @cached_property
    def missed(self) -> tuple[tuple[ArticlePage, Missed], ...]:
        """The articles that came too late for their issues."""
        facts = self.pages.site
        pages = {page.article.source: page for page in self.pages}
        site = make_site([page.article for page in self.pages], facts.config, facts.now)
        found = missed_articles(site, self.existing)
        return tuple((pages[each.article.source], each) for each in found)

    def place(self, edition: str, key: str = "") -> Place:
        """Return the place of a key, or of the table, of an edition in publish.toml."""
        keys = ("digest", self.table(edition), key)
        return self.pages.config_place(keys if key else keys[:2])

    def table(self, edition: str) -> str:
        """Return the name of an edition's table in publish.toml."""
        return self.pages.site.config.digest[edition].table or edition


EDITION_RULES: Registry[Editions] = Registry(
    "Editions",
    "Each checks the newsletter's editions. An example is keys of `[digest.weekly]` and, after a line "
    "`---`, the front matter of an article that comes when the issue 2025-W25 has been made.",
)


@EDITION_RULES.warning(
    "issue-missed",
    why="Who reads the newsletter alone never hears of the article.",
    bad='address = "1 Example Street"\n---\ndate: 2025-06-18',
    good='address = "1 Example Street"\n---\ndate: 2025-06-25',
)
def issue_missed(editions: Editions) -> Iterator[Problem]:
    """Find articles that came after the issue of their time, or a later one, and are in no issue."""
    for page, missed in editions.missed:
        issue = f"no issue of {missed.edition} has this article of {missed.issue}"
        if editions.pages.site.config.digest[missed.edition].late:
            advice = "the next issue will have it; write another date if that is wrong"
        else:
            table = editions.table(missed.edition)
            advice = f"write late = true under [digest.{table}], or a later date"
        yield page.field("date", "publishdate", "pubdate").problem(f"{issue}; {advice}")


@EDITION_RULES.warning(
    "edition-address",
    why="The law in many countries requires a postal address in each e-mail; `publish send` refuses an "
    "edition without one.",
    bad='title = "Weekly"',
    good='title = "Weekly"\naddress = "1 Example Street"',
)
def edition_address(editions: Editions) -> Iterator[Problem]:
    """Find editions without a postal address; `address = false` says that none is needed."""
    for name, edition in editions.configured.items():
        if edition.address == "":
            message = (
                f"[digest.{editions.table(name)}] has no postal address; "
                'write address = "…", or address = false'
            )
            yield editions.place(name).problem(message)


@EDITION_RULES.warning(
    "edition-language",
    why="What Broadsheet itself says, such as “Continue reading”, is English in other languages.",
    bad='language = "sv"',
    good='language = "de"',
)
def edition_language(editions: Editions) -> Iterator[Problem]:
    """Find editions in languages that have no words of their own."""
    config = editions.pages.site.config
    for name, edition in editions.configured.items():
        language = Language.of_site(config, edition.language)
        if language.has_words:
            continue
        file = f"{config.site.templates}/words/{language.code}.toml"
        message = f"an issue in {language.name} is half English; write its words into {file}"
        yield editions.place(name, "language" if edition.language else "").problem(message)


@EDITION_RULES.warning(
    "edition-logo-dark",
    why="In dark mode, a dark logo without a ground of its own is seen on a light plate only.",
    bad='logo = "/img/navy.png"',
    good='logo = "/img/navy.png"\ndark_logo = "/img/white.png"',
)
def edition_logo_dark(editions: Editions) -> Iterator[Problem]:
    """Find dark logos on a transparent ground in editions without `dark_logo`."""
    site = editions.pages.site.config.site
    pictures = Pictures(editions.pages.site.config)
    for name, edition in editions.configured.items():
        logo = edition.logo_or(site.logo)
        if not logo or edition.dark_logo:
            continue
        try:
            content = pictures.content(logo)
            is_lost = content and vanishes(content, edition.colours.dark_background)
        except (NoPictureError, UnreadableImageError) as error:
            message = f"the logo {logo} cannot be shown: {error}"
            yield editions.place(name, "logo" if edition.logo else "").problem(message)
            continue
        if is_lost:
            message = (
                f"the logo {logo} is dark and transparent, and vanishes on a dark ground, where a "
                "plate has to carry it; name a light one as dark_logo, or give it a light ground"
            )
            yield editions.place(name, "logo" if edition.logo else "").problem(message)
