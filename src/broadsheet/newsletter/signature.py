"""What the pages and feeds of an edition depend on, as digests: where it is the same, they are."""

from __future__ import annotations

from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.images import web_picture
from broadsheet.newsletter.issue import Issue
from broadsheet.stamps import digest_of_texts


class Signatures:
    """Makes the signatures of an edition's issues; `settings` is what all of them depend on."""

    def __init__(self, edition: str, desk: Desk) -> None:
        config = desk.site.config
        settings = (config.site, config.articles_url, config.feeds, config.digest[edition])
        self._desk = desk
        self.settings = digest_of_texts((desk.templates.signature, *map(repr, settings)))

    def of(self, issue: Issue, *others: str) -> str:
        """Return a digest of all that shows an issue, and of `others` that the file shows.

        An article stands for its body by the digest of its file.
        """
        articles = (repr((a, self._desk.site.categories(a))) for a in issue.articles)
        groups = repr([issue.lead_heading, *((g.title, len(g.articles)) for g in issue.groups)])
        picture = repr(web_picture(issue, self._desk))
        return digest_of_texts((self.settings, issue.path, picture, groups, *articles, *others))
