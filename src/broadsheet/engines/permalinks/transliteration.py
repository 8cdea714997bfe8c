"""Any script → ASCII, as Zola and Pelican spell it in addresses; the only module that knows how."""

from __future__ import annotations


def to_ascii(text: str) -> str:
    """Spell a text in ASCII, e.g. `北京` as `Bei Jing `."""
    # Its table is large, and few sites need it.
    from text_unidecode import unidecode  # noqa: PLC0415

    return str(unidecode(text))
