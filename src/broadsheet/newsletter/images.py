"""The pictures of an issue, at the size in which it shows them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from broadsheet import urls
from broadsheet.images import UnreadableImageError
from broadsheet.mail_pictures import (
    NOT_IN_OUTLOOK,
    MadePicture,
    NoPictureError,
    Pictures,
    on_plate,
    vanishes,
)
from broadsheet.model import Image, OutputFile
from broadsheet.newsletter.context import Context
from broadsheet.newsletter.edition import Edition
from broadsheet.newsletter.selection.issue import Issue


class Box(NamedTuple):
    """The largest width and height to show a picture in, in CSS pixels; `role` names its file."""

    role: str
    width: int
    height: int


COLUMN = 536
"""Width of the column of text in an e-mail, in CSS pixels."""

LEAD = Box("lead", COLUMN, COLUMN)
"""As wide as the column of text, and no higher: the headline stands below it."""

LOGO = Box("logo", 320, 72)

THUMB = Box("thumb", 112, 84)

_THUMB_PIXELS = (2 * THUMB.width, 2 * THUMB.height)

SECONDS = 3
"""Stories of the second tier in an issue without headings; with headings, it is the first of each."""

THUMBNAILS = 6
"""Thumbnails in an e-mail, at most."""

MIN_LEAD = 200
"""Width of a picture, in CSS pixels, below which it leads no issue: it is an icon, or a strip."""

LEAD_RATIO = 4 / 3
"""Width to height of a tall picture after it was cropped."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in an e-mail or page; `width` and `height` are the pixels it is shown in.

    `alt` is "" if the author gave none: it decorates, and stands in the link of the headline.
    Outlook on Windows would show an empty frame if it is not `in_outlook`.

    Width and height are None if they are not known, as of a file on another machine; in an e-mail
    `width` is always known.
    """

    url: str
    alt: str
    width: int | None
    height: int | None
    in_outlook: bool = True


@dataclass(frozen=True, slots=True)
class MailPicture:
    """A picture as the e-mail shows it, and its file if one had to be made."""

    picture: Picture
    file: OutputFile | None = None


def web_picture(issue: Issue, pictures: Pictures) -> Picture | None:
    """Return the lead's picture for browsers, None if it has none or its file is missing."""
    image = issue.lead.image
    if image is None or pictures.is_missing(image):
        return None
    return Picture(image.url, image.alt, image.width, image.height)


def mail_lead(issue: Issue, edition: Edition, context: Context) -> MailPicture | None:
    """Return the lead's picture for the e-mail; one that cannot be shown is left out with a warning.

    One that is too small is left out silently; a tall one is cropped, so that it does not fill a
    screen.
    """
    image = issue.lead.image
    if image is None or (image.width and image.width < MIN_LEAD):
        return None
    try:
        made = context.pictures.for_mail(image, LEAD_RATIO)
        found = _fitted(image, made, LEAD, issue.path, edition)
    except NoPictureError as error:
        context.warn(issue.lead.source, "image", f"the e-mail goes without it: {error}")
        return None
    is_strip = found.picture.width is not None and found.picture.width < MIN_LEAD
    return None if is_strip else found


def mail_logos(
    issue: Issue, edition: Edition, context: Context
) -> tuple[MailPicture | None, MailPicture | None]:
    """Return the edition's logo for light and for dark mode, else the site's.

    One that cannot be shown is left out with a warning.
    """
    config = edition.config
    logo = config.logo_or(edition.site.logo)
    return (
        _logo(logo, "logo", issue, edition, context),
        _logo(config.dark_logo, "dark_logo", issue, edition, context),
    )


def _logo(
    reference: str, key: str, issue: Issue, edition: Edition, context: Context
) -> MailPicture | None:
    if not reference:
        return None
    try:
        image = context.pictures.find(reference)
        made = context.pictures.for_mail(image)
        if key == "logo":
            made = _plated(reference, edition, context) or made
        return _fitted(image, made, LOGO, issue.path, edition)
    except (NoPictureError, UnreadableImageError) as error:
        context.warn_of_config(edition.name, key, f"the e-mail goes without it: {error}")
        return None


def _plated(reference: str, edition: Edition, context: Context) -> MadePicture | None:
    """Put a logo that a dark ground would hide on a plate, which nobody sees on the usual ground.

    None if it needs none, or is on another machine.
    """
    colours = edition.config.colours
    content = context.pictures.content(reference)
    is_lost = content is not None and vanishes(content, colours.dark_background)
    return on_plate(content, colours.background) if content and is_lost else None


def mail_thumbnails(issue: Issue, edition: Edition, context: Context) -> dict[str, MailPicture]:
    """Return small pictures of the stories that may be of the second tier, by their addresses.

    Only a picture whose file is on this machine can be cropped; others are not shown.
    """
    if "thumbnail" not in edition.config.show.second:
        return {}
    first = 1 if len(issue.groups) > 1 else SECONDS
    stories = (a for group in issue.groups for a in group.articles[:first])
    pictured = iter([(a.permalink, a.image) for a in stories if a.image and a.image.file])
    found: dict[str, MailPicture] = {}
    while batch := list(islice(pictured, THUMBNAILS - len(found))):
        made = context.pictures.thumbnails([image for _, image in batch], _THUMB_PIXELS)
        for url, image in batch:
            if image.file in made:
                found[url] = _fitted(image, made[image.file], THUMB, issue.path, edition)
    return found


def _fitted(
    image: Image, made: MadePicture | None, box: Box, folder: str, edition: Edition
) -> MailPicture:
    """Fit a picture into a box; a file made for it is named by its content.

    So an issue that was sent keeps its picture when it is made again with another one.
    """
    if made is None:
        size = _scaled(image.width, image.height, box)
        in_outlook = image.media_type not in NOT_IN_OUTLOOK
        return MailPicture(Picture(image.url, image.alt, *size, in_outlook))
    digest = hashlib.sha256(made.content).hexdigest()[:8]
    file = OutputFile(f"{folder}/{box.role}-{digest}{made.suffix}", made.content)
    url = urls.file_url(edition.site.url, file.path)
    return MailPicture(Picture(url, image.alt, *_scaled(made.width, made.height, box)), file)


def _scaled(width: int | None, height: int | None, box: Box) -> tuple[int, int | None]:
    """Scale down into a box, never up."""
    if not width or not height:
        return box.width, None
    scale = min(1, box.width / width, box.height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
