"""Text: the characters of XML 1.0, and one-line text."""

from __future__ import annotations

import re
import unicodedata

# XML 1.0 (fifth edition), section 2.2: all but Char. Lone surrogates are no characters at all.
# What is allowed would make a set of a million, which takes every run 5 ms to compile.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes(sorted({*range(0x20)} - {*b"\t\n\r"}))


def xml_text(text: str) -> str:
    """Remove the characters that no XML document may hold; tabs and line ends stay.

    Vertical tabs and form feeds, which presentation programs put between words, become spaces.
    """
    return _FORBIDDEN.sub("", text.replace("\v", " ").replace("\f", " "))


def xml_body(text: str) -> str:
    """Return what `xml_text` returns of a long text that was UTF-8, so that it has no surrogates.

    It takes a fifth of the time if there is nothing to remove.
    """
    letters = text.encode("ascii", "ignore")
    has_controls = len(letters.translate(None, _CONTROL_BYTES)) < len(letters)
    return xml_text(text) if has_controls or "\ufffe" in text or "\uffff" in text else text


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Unicode's categories Cc, Zl and Zp."""

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")

_UNPRINTABLE = re.compile(f"{_CONTROLS.pattern}|{_OVERRIDES.pattern}")

_C1 = {
    code: bytes((code,)).decode("cp1252", errors="ignore").replace(chr(code), "") or " "
    for code in range(0x80, 0xA0)
}
_C1[0x85] = " "  # A line end, where it is not Windows-1252.
"""Windows-1252, read as HTML reads it; one such control makes Gmail clip an e-mail."""


def without_c1(text: str) -> str:
    """Replace C1 control characters by what was meant: U+0092 is an apostrophe."""
    return text.translate(_C1)


def one_line(text: str) -> str:
    """Fold white space, and drop control characters and what turns the direction of writing over.

    A title can so neither begin a new header nor reverse what stands after it. Marks of direction
    and the joiners of emoji stay.
    """
    return " ".join(_OVERRIDES.sub("", _CONTROLS.sub(" ", without_c1(text))).split())


def printable_line(text: str, length: int) -> str:
    """Return text from another program for messages: one line, only printable characters, not too long."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:length]


def escaped_line(text: str) -> str:
    """Return text for a line of a message, in which line ends and controls are escaped as Python does.

    Names of files and values of articles may hold them. GitHub Actions obeys lines that begin with
    `::`, and a terminal what follows ESC.
    """
    return text if text.isprintable() else _UNPRINTABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def counted(number: int, noun: str) -> str:
    """Return a number of things in English: 1 article, 2 articles."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def folded(title: str) -> str:
    """Return the letters and digits of a title alone: engines change quotes and dashes."""
    return "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())
