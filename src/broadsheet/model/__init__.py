"""The records that pass between the stages, one module a stage.

    files ──read──▶ Article ──site──▶ Channel ──render──▶ Entry ──feeds──▶ OutputFile ──output──▶ out/

All are frozen: a stage makes new records and never changes those it was given. All text is Unicode
without control characters; all URLs are absolute and percent-encoded; all datetimes are aware.

A run with nothing to do needs people and files only; making the classes of the others takes a tenth of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.model.articles import Article, Enclosure, Image
    from broadsheet.model.channels import Category, Channel, Entry, Term
    from broadsheet.model.files import LazyFile, OutputFile, Progress, no_progress
    from broadsheet.model.people import Person
else:
    __getattr__ = lazy(
        __name__,
        {
            "articles": "Article Enclosure Image",
            "channels": "Category Channel Entry Term",
            "files": "LazyFile OutputFile Progress no_progress",
            "people": "Person",
        },
    )

__all__ = [
    "Article",
    "Category",
    "Channel",
    "Enclosure",
    "Entry",
    "Image",
    "LazyFile",
    "OutputFile",
    "Person",
    "Progress",
    "Term",
    "no_progress",
]
