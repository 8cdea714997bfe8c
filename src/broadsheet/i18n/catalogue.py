"""The texts of Broadsheet itself: templates/words/LANGUAGE.toml, a site's own file first."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.errors import Problem, TemplateError, UnreadableError
from broadsheet.parsing import parse_toml
from broadsheet.patterns import in_braces, is_pattern, names_in
from broadsheet.templating import FOLDER, built_in_folder, folders
from broadsheet.walk import LEADS_OUT, leads_out, read_text

WORDS = "words"
BASE = "en"
"""The language that has every text; it is used for those that another language lacks."""

PLURALS = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories (UTS 35, part 3, "Language plural rules")."""

Text = Mapping[str, str]
"""A text by plural category; `other` is always there."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of a language, by key; `is_own` is False if all of them are English instead."""

    texts: Mapping[str, Text]
    is_own: bool

    def text(self, key: str, category: str = "other") -> str:
        """Return a text in the form of a plural category."""
        forms = self.texts[key]
        return forms.get(category, forms["other"])


def read_catalogue(
    root: Path, tags: tuple[str, ...], own: str = FOLDER, *, follow_links: bool = False
) -> Catalogue:
    """Read the texts of a language; a text that `tags[0]` lacks is taken from the next, last from English.

    `tags` are names of catalogues, e.g. zh-Hant-TW, zh-Hant, zh; `own` is the folder of the site's
    templates, whose files may hold only some texts. Raises TemplateError if a file is wrong, or a link that
    leads out of `root`, unless `follow_links`.
    """
    known = _read(built_in_folder() / WORDS / f"{BASE}.toml", {})
    texts: dict[str, Text] = {}
    is_own = False
    for tag in (*tags, BASE):
        for folder in folders(root, own):
            file = folder / WORDS / f"{tag}.toml"
            if not os.path.lexists(file):
                continue
            if folder != built_in_folder() and not follow_links and leads_out(file, root):
                raise _fault(file, "", LEADS_OUT)
            texts = {**_read(file, known), **texts}
            is_own = is_own or tag in tags
    return Catalogue(texts, is_own)


def _read(file: Path, known: Mapping[str, Text]) -> dict[str, Text]:
    try:
        data = parse_toml(read_text(file))
    except UnreadableError as error:
        problem = error.advised("fix the file").problem(f"{FOLDER}/{WORDS}/{file.name}")
        raise TemplateError(problem) from error
    return {key: _text(file, key, value, known) for key, value in data.items()}


def _text(file: Path, key: str, value: object, known: Mapping[str, Text]) -> Text:
    if known and key not in known:
        raise _fault(file, key, f"is not a text of Broadsheet; known here: {', '.join(known)}")
    forms: Mapping[str, object] = value if isinstance(value, dict) else {"other": value}
    if "other" not in forms or not set(forms) <= set(PLURALS):
        message = f"has wrong plural forms; write other, and any of {', '.join(PLURALS)}"
        raise _fault(file, key, message)
    fields = frozenset().union(*map(names_in, known[key].values())) if known else None
    return {form: _form(file, key, text, fields) for form, text in forms.items()}


def _form(file: Path, key: str, text: object, fields: frozenset[str] | None) -> str:
    if not isinstance(text, str):
        raise _fault(file, key, f'{text!r} is not text; write "…"')
    if fields is not None and not is_pattern(text, fields):
        names = in_braces(sorted(fields)) or "nothing"
        raise _fault(file, key, f'"{text}" is wrong; only {names} may be in braces')
    return text


def _fault(file: Path, key: str, message: str) -> TemplateError:
    return TemplateError(Problem(f"{FOLDER}/{WORDS}/{file.name}", 0, key, message))
