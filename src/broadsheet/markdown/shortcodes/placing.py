"""How the HTML of a shortcode stands in the Markdown around it: in one piece, in its list or quotation."""

from __future__ import annotations

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.shortcodes import kept_html

_MARKS_OF_CONTAINERS = " \t>-+*0123456789.)"

_FIRST_WITH_BLOCKS = (0, 5)
"""The version of marked from which on comments, and so tags, end paragraphs."""


def placed(
    shown: str, text: str, place: tuple[int, int], flavour: Flavour, *, is_angle: bool
) -> str:
    """Return what is shown of the shortcode at `text[place[0]:place[1]]` as Markdown keeps it.

    `is_angle` says that it is a `{{< x >}}`, which stays where it stands.
    """
    start = place[0]
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if flavour.sets_tags_apart and _is_apart(shown, text, line, place, flavour):
        return kept_html.hide_in_comment(shown)
    is_in_place = is_angle or (line != "" and not line.strip(_MARKS_OF_CONTAINERS))
    is_kept = flavour.drops_html or is_in_place
    if not is_kept or "<" not in shown or shown.lstrip().startswith("```"):
        return shown
    hidden = kept_html.hide(shown.strip())
    if not is_in_place:
        return kept_html.hide(shown)
    if shown.strip() == shown or shown.strip().startswith("<figure"):
        return hidden
    # What encloses Markdown stands on lines of its own, in the same container.
    if line.strip(" \t>"):
        return f"\n\n{hidden}\n\n"
    return f"\n{line}{hidden}\n{line.rstrip()}\n"


def _is_apart(shown: str, text: str, line: str, place: tuple[int, int], flavour: Flavour) -> bool:
    """Return whether a tag is a block, to older versions of marked only below an empty line."""
    is_line = shown.startswith("<") and shown.endswith(">") and "\n" not in shown
    if not is_line or line.strip(_MARKS_OF_CONTAINERS):
        return False
    start, stop = place[0] - len(line), text.find("\n", place[1])
    begins = flavour.marked_version >= _FIRST_WITH_BLOCKS
    begins = begins or text[max(start - 2, 0) : start] in {"", "\n", "\n\n"}
    return begins and not text[place[1] : stop if stop >= 0 else len(text)].strip()
