r"""Templates of bytes with holes: constant parts are joined once, and only the holes differ by reader.

    "To: " [address] "\r\n…" [window: the base64 lines that hold a token] "…"

A hole stands where the transfer encoding leaves it whole. In quoted-printable no soft line break
falls inside it; in base64 only the lines that hold it are encoded again for each reader.
"""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

BASE64_BYTES = 57
"""Bytes in a base64 line of 76 characters."""

QP_LINE = 76
"""Characters of a quoted-printable line, its soft break included (RFC 2045, section 6.7)."""

_HOLE = re.compile(rb"\0([a-z_]+)\0")

Holes = Mapping[str, bytes]
"""What a reader's holes are filled with, by name."""


def hole(name: str) -> str:
    """Return the mark of a hole, for text that is compiled afterwards. NUL stands in no message."""
    return f"\0{name}\0"


@dataclass(frozen=True, slots=True)
class Window:
    """Lines of base64 that hold one or more holes: `parts` are bytes, and names of holes."""

    parts: tuple[bytes | str, ...]

    def fill(self, holes: Holes) -> bytes:
        """Return the lines, each ended by CRLF, except a last one that is not full."""
        plain = b"".join(part if isinstance(part, bytes) else holes[part] for part in self.parts)
        return b"\r\n".join(_base64_lines(plain))


Part = bytes | str | Window
"""Constant bytes, the name of a hole, or a window of base64."""


@dataclass(frozen=True, slots=True)
class Template:
    """Constant bytes and holes, in order."""

    parts: tuple[Part, ...]

    def fill(self, holes: Holes) -> bytes:
        """Return the bytes for one reader."""
        return b"".join(self.pieces(holes))

    def pieces(self, holes: Holes) -> list[bytes]:
        """Return the bytes for one reader, not joined."""
        return [
            part
            if isinstance(part, bytes)
            else holes[part]
            if isinstance(part, str)
            else part.fill(holes)
            for part in self.parts
        ]

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all holes."""
        return frozenset(_names(self.parts))

    def __add__(self, other: Template) -> Template:
        return Template(_merged((*self.parts, *other.parts)))

    def dump(self) -> list[object]:
        """Return it as values of JSON; `load` reads them back."""
        return [_dumped(part) for part in self.parts]

    @classmethod
    def load(cls, values: Sequence[object]) -> Template:
        """Make a template of what `dump` returned."""
        return cls(tuple(_loaded(value) for value in values))


def compile_text(text: str) -> Template:
    """Compile text with marks of holes, such as headers, that needs no encoding but UTF-8."""
    return Template(_merged(_split(text.encode())))


def compile_base64(content: bytes, lengths: Mapping[str, int]) -> Template:
    """Compile content with marks of holes to base64. `lengths` are those of what fills the holes."""
    parts: list[Part] = []
    window: list[bytes | str] = []  # The line that is not complete yet, and holes in it.
    for piece in _split(content):
        if isinstance(piece, str):
            window.append(piece)
            continue
        room = -sum(_length(part, lengths) for part in window) % BASE64_BYTES
        if room and piece[:room]:
            window.append(piece[:room])
        if len(piece) < room:
            continue
        if window:
            parts.extend((Window(tuple(window)), b"\r\n"))
        end = len(piece) - (len(piece) - room) % BASE64_BYTES
        parts.extend(line + b"\r\n" for line in _base64_lines(piece[room:end]))
        window = [piece[end:]] if piece[end:] else []
    if window:
        parts.extend((Window(tuple(window)), b"\r\n"))
    return Template(_merged(_without_constant_windows(parts)))


def compile_quoted_printable(content: bytes, lengths: Mapping[str, int]) -> Template:
    """Compile content with marks of holes, lines ended by CRLF, to quoted-printable."""
    lines = content.split(b"\r\n")
    encoded = (b"".join(_quoted(line, lengths)) for line in lines)
    return Template(_merged(_split(b"\r\n".join(encoded))))


def _quoted(line: bytes, lengths: Mapping[str, int]) -> Iterator[bytes]:
    """Yield the atoms of an encoded line, and soft breaks between them."""
    column = 0
    atoms = list(_atoms(line))
    for place, (atom, name) in enumerate(atoms):
        length = lengths[name] if name else len(atom)
        last = place == len(atoms) - 1
        if column + length > (QP_LINE if last else QP_LINE - 1):
            yield b"=\r\n"
            column = 0
        # A dot that begins a line would have to be doubled for SMTP; signatures are made without.
        yield b"=2E" if atom == b"." and column == 0 else atom
        column += 3 if atom == b"." and column == 0 else length


def _atoms(line: bytes) -> Iterator[tuple[bytes, str]]:
    for piece in _split(line):
        if isinstance(piece, str):
            yield f"\0{piece}\0".encode(), piece
        else:
            end = len(piece) - 1
            for place, byte in enumerate(piece):
                blank_at_end = byte in b" \t" and place == end
                plain = (33 <= byte <= 126 and byte != 61) or (byte in b" \t" and not blank_at_end)  # noqa: PLR2004 - ASCII
                yield (bytes((byte,)) if plain else b"=%02X" % byte), ""


def _base64_lines(content: bytes) -> list[bytes]:
    starts = range(0, len(content), BASE64_BYTES)
    encode = binascii.b2a_base64
    return [encode(content[at : at + BASE64_BYTES], newline=False) for at in starts]


def _split(content: bytes) -> Iterator[bytes | str]:
    """Yield constant bytes and names of holes, in order."""
    for place, piece in enumerate(_HOLE.split(content)):
        if place % 2:
            yield piece.decode("ascii")
        elif piece:
            yield piece


def _length(part: bytes | str, lengths: Mapping[str, int]) -> int:
    return len(part) if isinstance(part, bytes) else lengths[part]


def _without_constant_windows(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Window) and not any(isinstance(p, str) for p in part.parts):
            yield part.fill({})
        else:
            yield part


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, bytes) and merged and isinstance(merged[-1], bytes):
            merged[-1] += part
        elif part != b"":
            merged.append(part)
    return tuple(merged)


def _names(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Window):
            yield from _names(part.parts)


def _dumped(part: Part) -> object:
    if isinstance(part, bytes):
        return part.decode("latin-1")  # A window may begin inside a UTF-8 character.
    if isinstance(part, str):
        return {"hole": part}
    return {"base64": [_dumped(each) for each in part.parts]}


def _loaded(value: object) -> Part:
    if isinstance(value, str):
        return value.encode("latin-1")
    if isinstance(value, dict) and "hole" in value:
        return str(value["hole"])
    if isinstance(value, dict):
        inner = (_loaded(each) for each in value["base64"])
        return Window(tuple(part for part in inner if not isinstance(part, Window)))
    raise TypeError(json.dumps(value))
