"""The picture of an article: the field that names it, its file on this disk, its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.errors import Severity
from broadsheet.images import image_of, media_type
from broadsheet.model import Image
from broadsheet.read.assets import Assets, Page
from broadsheet.read.field_reader import FieldReader
from broadsheet.source import fields

ALT = ("image_alt", "imagealt", "featured_image_alt")


def cover(
    reader: FieldReader, keys: tuple[str, ...], permalink: str, config: Config, assets: Assets
) -> Image | None:
    """Return the picture that the first of some fields names, measured if its file is on this disk.

    A value that cannot be a picture is left out, with a warning.
    """
    field, reference, alt = "", "", ""
    for field in keys:
        reference, alt = reader.first((field,), fields.picture, ("", ""))
        if reference:
            break
    if not reference:
        return None
    alt = alt or reader.first(ALT, fields.text, "")
    page = Page(reader.document.source.path, permalink)
    found = assets.find(reference, page)
    if found is None:
        missing = assets.should_be_here(reference, page)
        return _remote(reader, field, Image(reference, alt), config, missing=missing)
    url, file = found
    facts = assets.facts(file)
    if facts is None:
        message = f'"{reference}" is not an image, or one of too many pixels; replace the file or the name'
        reader.report(field, message, Severity.WARNING)
        return None
    return image_of(facts, url, file, alt)


def _remote(
    reader: FieldReader, field: str, typed: Image, config: Config, *, missing: bool
) -> Image | None:
    """Return the URL of an image that is not on this disk: themes resolve its path at the site's root."""
    reference = typed.url
    try:
        relative = reference if urls.has_scheme(reference) else reference.removeprefix("/")
        url = urls.absolute(relative, config.articles_url)
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"}:
        if missing:
            message = f'"{reference}" does not exist; fix the path'
            reader.report(field, message, Severity.WARNING)
        return Image(url, typed.alt, media_type(parts.path))
    message = f'"{reference}" is not the address of an image; write a path or an https URL'
    reader.report(field, message, Severity.WARNING)
    return None
