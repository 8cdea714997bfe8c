"""The pictures of a letter, at the size in which it shows them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from broadsheet import urls
from broadsheet.model import Image, OutputFile
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.issue import Issue
from broadsheet.read.pictures import NOT_IN_OUTLOOK, NoPictureError

Box = tuple[int, int]
"""The largest width and height to show a picture in, in CSS pixels."""

LEAD: Box = (536, 536)
"""As wide as the column of text, and no higher: the headline stands below it."""

LOGO: Box = (320, 72)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a letter or page; `width` and `height` are the pixels it is shown in.

    `alt` is "" where the author gave none: it decorates, and stands in the link of the headline.
    Outlook on Windows would show an empty frame where not `in_outlook`.

    Width and height are None where nobody knows the proportions here, as of a file on another machine; in a
    letter `width` is always there.
    """

    url: str
    alt: str
    width: int | None
    height: int | None
    in_outlook: bool = True


@dataclass(frozen=True, slots=True)
class MailPicture:
    """A picture as the letter shows it, and its file where one had to be made for the letter."""

    picture: Picture
    file: OutputFile | None = None


def web_picture(issue: Issue, desk: Desk) -> Picture | None:
    """Return the lead story's picture for browsers, None where it has none or its file is missing."""
    image = issue.lead.image
    if image is None or desk.pictures.is_missing(image):
        return None
    return Picture(image.url, image.alt, image.width, image.height)


def mail_picture(issue: Issue, desk: Desk) -> MailPicture | None:
    """Return the lead story's picture for the letter.

    One that is missing or cannot be shown is left out, and the desk told; so it is with `mail_logo`.
    """
    if issue.lead.image is None:
        return None
    try:
        return _for_mail(issue.lead.image, "lead", LEAD, issue, desk)
    except NoPictureError as error:
        desk.warn(issue.lead.source, "image", f"the letter goes without it: {error}")
        return None


def mail_logo(issue: Issue, desk: Desk) -> MailPicture | None:
    """Return the logo of an issue's edition for the letter."""
    reference = desk.site.config.digest[issue.edition].logo
    if not reference:
        return None
    try:
        return _for_mail(desk.pictures.find(reference), "logo", LOGO, issue, desk)
    except NoPictureError as error:
        desk.warn_of_config(issue.edition, "logo", f"the letter goes without it: {error}")
        return None


def _for_mail(image: Image, role: str, box: Box, issue: Issue, desk: Desk) -> MailPicture:
    """Fit a picture into a box; a file made for it is named by its content.

    So a letter that was sent keeps its picture when the issue is made again with another one.
    """
    made = desk.pictures.for_letter(image)
    if made is None:
        size = _fitted(image.width, image.height, box)
        in_outlook = image.media_type not in NOT_IN_OUTLOOK
        return MailPicture(Picture(image.url, image.alt, *size, in_outlook))
    digest = hashlib.sha256(made.content).hexdigest()[:8]
    file = OutputFile(f"{issue.path}/{role}-{digest}{made.suffix}", made.content)
    url = urls.file_url(desk.site.config.site.url, file.path)
    return MailPicture(Picture(url, image.alt, *_fitted(made.width, made.height, box)), file)


def _fitted(width: int | None, height: int | None, box: Box) -> tuple[int, int | None]:
    """Scale down into a box, never up."""
    if not width or not height:
        return box[0], None
    scale = min(1, box[0] / width, box[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
