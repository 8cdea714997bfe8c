"""Rules of `[digest.NAME]` that concern several keys at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet import colours
from broadsheet.config.checks import KeyProblem, check_folder, check_pattern
from broadsheet.config.digest import SUBJECT_FIELDS, TITLE_FIELDS, Colours, DigestConfig


def check_edition(
    name: str, digest: DigestConfig, taxonomies: Iterable[str]
) -> Iterator[KeyProblem]:
    """Yield (path of keys, message) for each error of an edition, except those of its filter."""
    path = ("digest", name)
    yield from check_folder(name, path)
    yield from check_pattern(digest.title, TITLE_FIELDS, (*path, "title"))
    yield from check_pattern(digest.subject, SUBJECT_FIELDS, (*path, "subject"))
    yield from check_pattern(digest.preheader, SUBJECT_FIELDS, (*path, "preheader"))
    known = (*taxonomies, "sections")
    if digest.group_by and digest.group_by not in known:
        message = f'"{digest.group_by}" is nothing to group by; known here: {", ".join(known)}'
        yield (*path, "group_by"), message
    if digest.groups and not digest.group_by:
        yield (*path, "groups"), 'needs group_by; write e.g. group_by = "tags"'
    yield from _contrasts(digest.colours, (*path, "colours"))


def _contrasts(palette: Colours, path: tuple[str, ...]) -> Iterator[KeyProblem]:
    pairs = (
        ("accent", "background"),
        ("text", "background"),
        ("dark_text", "dark_background"),
        ("dark_accent", "dark_background"),
        ("text", "around"),
        ("dark_text", "dark_around"),
    )
    for front, back in pairs:
        colour, behind = getattr(palette, front), getattr(palette, back)
        if colour and (ratio := colours.contrast(colour, behind)) < colours.READABLE:
            message = (
                f"{colour} does not read well on {behind} ({back}): contrast {ratio:.1f}, "
                f"{colours.READABLE} is needed; take a colour further from it"
            )
            yield (*path, front), message
