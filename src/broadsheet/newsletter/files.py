"""Issues → OutputFiles, and past issues kept in step with the articles they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.model import Channel, LazyFile, OutputFile
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.edition import edition_channel
from broadsheet.newsletter.images import mail_logo, mail_picture
from broadsheet.newsletter.issue import HTML_FILE, MESSAGE_FILE, TEXT_FILE, Issue, parse_issue_name
from broadsheet.newsletter.issue_feed import feed_files
from broadsheet.newsletter.message import make_message
from broadsheet.newsletter.pages import archive, listed, neighbours, ordered, web_copy
from broadsheet.newsletter.render import render_letter
from broadsheet.newsletter.select import select_issue
from broadsheet.newsletter.signature import Signatures
from broadsheet.newsletter.words import make_letter


def issue_files(issue: Issue, desk: Desk) -> Iterator[OutputFile]:
    """Yield the four files of an issue, and pictures where some had to be made for the letter.

    Raises TemplateError. What the user should know is added to `desk.problems`.
    """
    desk = desk.speaking_as(issue.edition)
    letter = make_letter(issue, desk)
    names = ordered(issue.edition, desk, issue.name)
    yield OutputFile(_page(issue), web_copy(issue, letter, names, desk))
    lead, logo = mail_picture(issue, desk), mail_logo(issue, desk)
    in_mail = letter.with_pictures(lead.picture if lead else None, logo.picture if logo else None)
    rendered = render_letter(issue, in_mail, desk)
    yield OutputFile(f"{issue.path}/{HTML_FILE}", rendered.html.encode())
    yield OutputFile(f"{issue.path}/{TEXT_FILE}", rendered.text.encode())
    yield OutputFile(f"{issue.path}/{MESSAGE_FILE}", make_message(issue, letter, rendered, desk))
    yield from (made.file for made in (lead, logo) if made and made.file)


def edition_files(
    edition: str, desk: Desk, *, written: str = ""
) -> Iterator[OutputFile | LazyFile]:
    """Yield what follows from all issues of an edition that exist: web copies, archive and feeds.

    `written` names an issue of this run, whose web copy is left out: `issue_files` has it.

    The letters themselves stay as they were sent; a web copy follows its articles, since people go
    on reading it. Of an issue whose articles have all gone, nothing is yielded, so its files stay,
    and the archive goes on listing it. Raises TemplateError.
    """
    desk = desk.speaking_as(edition)
    names = ordered(edition, desk, *filter(None, [written]))
    found = {name: _existing(edition, name, desk) for name in names}
    issues = [issue for issue in found.values() if issue]
    signatures = Signatures(edition, desk)
    for issue in issues:
        if issue.name != written:
            yield _refreshed(issue, names, signatures, desk)
    lines = (listed(edition, name, desk, issue) for name, issue in found.items())
    yield archive(edition, tuple(lines), desk)
    yield from feed_files(edition, issues[: desk.site.config.feeds.limit], signatures, desk)


def _refreshed(issue: Issue, names: Sequence[str], signatures: Signatures, desk: Desk) -> LazyFile:
    def make() -> bytes:
        return web_copy(issue, make_letter(issue, desk), names, desk)

    return LazyFile(_page(issue), signatures.of(issue, *neighbours(issue.name, names)), make)


def _page(issue: Issue) -> str:
    return f"{issue.path}/index.html"


def refresh_issues(desk: Desk) -> Iterator[OutputFile | LazyFile]:
    """Yield `edition_files` of every edition that has issues, for `publish build`.

    An edition that is no longer configured keeps its files as they are.
    """
    for edition in _editions(desk):
        yield from edition_files(edition, desk)


def edition_channels(desk: Desk) -> tuple[Channel, ...]:
    """Return the channels of the editions that have issues."""
    return tuple(edition_channel(each, desk.speaking_as(each)) for each in _editions(desk))


def _editions(desk: Desk) -> Iterator[str]:
    configured = (edition for edition in desk.existing if edition in desk.site.config.digest)
    return (edition for edition in configured if ordered(edition, desk))


def _existing(edition: str, name: str, desk: Desk) -> Issue | None:
    parsed = parse_issue_name(name, desk.site.config.site.timezone)
    if parsed is None or any(kind not in desk.site.taxonomies for kind, _ in parsed[1].terms):
        return None
    return select_issue(desk.site, edition, period=parsed[0], scope=parsed[1])
