"""What the subscription pages know of their site: editions, languages, words and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.i18n import Language, edition_title
from broadsheet.templating import Templates, built_in_folder

WORDS = "words"


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition as a form offers it."""

    name: str
    title: str
    description: str
    language: str
    archive: str


class SubscribeSite:
    """A site, read once when the server starts."""

    def __init__(self, config: Config) -> None:
        self.config = config
        follow_links = config.content.follow_links
        self.templates = Templates(config.root, config.site.templates, follow_links=follow_links)
        self._languages: dict[str, Language] = {}

    @cached_property
    def editions(self) -> Mapping[str, EditionCard]:
        """Return the editions that people may subscribe to, by name."""
        return {name: self._card(name) for name in self.config.digest}

    def _card(self, name: str) -> EditionCard:
        digest = self.config.digest[name]
        language = digest.language or self.config.site.language
        return EditionCard(
            name,
            self._title(name),
            digest.description or self.config.site.description,
            language,
            urls.file_url(self.config.site.url, f"digests/{name}/"),
        )

    def _title(self, name: str) -> str:
        digest, site = self.config.digest[name], self.config.site
        return edition_title(name, digest, site, self.language(digest.language or site.language))

    @property
    def url(self) -> str:
        """Return where the pages are reached, ending in a slash."""
        return self.config.send.url

    @property
    def origins(self) -> frozenset[str]:
        """Return the origins whose forms are taken: the pages' own and the site's."""
        return frozenset(_origin(url) for url in (self.url, self.config.site.url) if url)

    def language(self, tag: str) -> Language:
        """Return a language by its tag."""
        if tag not in self._languages:
            self._languages[tag] = Language.of_site(self.config, tag)
        return self._languages[tag]

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Return the languages that pages and mails can have, the site's own first."""
        files = sorted((built_in_folder() / WORDS).glob("*.toml"))
        return tuple(dict.fromkeys((self.config.site.language, *(file.stem for file in files))))

    def titles(self, editions: list[str], language: Language) -> str:
        """Return the titles of editions as one text; the site's if none of them is known."""
        known = [self.editions[name].title for name in editions if name in self.editions]
        return language.say("separator").join(known) or self.config.site.title


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
