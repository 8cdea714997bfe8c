"""The words of the interface, dates and numbers in the language of a site."""

from broadsheet.i18n.language import Language, language_of_country, tag_of
from broadsheet.i18n.titles import edition_title

__all__ = ["Language", "edition_title", "language_of_country", "tag_of"]
