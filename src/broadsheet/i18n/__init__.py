"""The words of the interface, dates and numbers in the language of a site."""

from broadsheet.i18n.language import Language, language_of_country

__all__ = ["Language", "language_of_country"]
