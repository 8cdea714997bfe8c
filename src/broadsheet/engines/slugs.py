"""Slugs as made by libraries that several engines use.

Sources: github-slugger 2; pymdownx/slugs.py of PyMdown Extensions; slugify.js of slugify 1.6.9; index.js of
@sindresorhus/slugify 1.1.2 and 2.2.1, with the replacements of @sindresorhus/transliterate 0.1.2 and 1.6.0.
The tables of letters of the last two are mostly what Unicode's decompositions and text-unidecode make of
them too, so only the others are written here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from broadsheet.engines.permalinks import to_ascii


def _pairs(written: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in written.split(" ")}


_BOTH = _pairs(
    "ẞ=SS Þ=TH ё=yo Ё=Yo Ь= ь= ю=yu Ю=Yu я=ya Я=Ya є=ye Є=Ye ґ=g Ґ=G φ=f Φ=F χ=x Χ=X Ψ=PS υ=y Υ=Y ύ=y "
    "ϋ=y Ϋ=Y ΰ=y Ύ=Y ΐ=i ا=a أ=a إ=i ح=h ص=s ط=t ظ=z غ=gh ى=a ُ=u ژ=zh ک=k თ=t ქ=q ღ=gh ჩ=ch ც=ts "
    "ძ=dz წ=ts ხ=kh"
)
_SINDRE = _BOTH | _pairs(
    "ä=ae Ä=Ae ö=oe Ö=Oe ü=ue Ü=Ue Й=Y й=y Щ=Sch щ=sch β=v η=i Η=I ή=i Ή=I ξ=ks Ξ=KS Θ=TH ء=e ؤ=w ئ=y "
    "ة=t ض=d ع=e ٹ=t ڈ=d ڑ=r ں=n ے=e ფ=ph ყ=k ჭ=tch ե=ye Ե=Ye ը=y Ը=Y թ=t Թ=T ճ=tch Ճ=Tch ո=vo Ո=Vo "
    "չ=ch Չ=Ch ռ=r Ռ=R ց=c Ց=C փ=p Փ=P ք=q Ք=Q և=yev"
)
_SINDRE_2 = _SINDRE | _pairs("€=E ¥=Y ¢=c œ=- Œ=-")
_SINDRE_1 = _SINDRE | _pairs("Й=J й=j Х=H х=h Ц=Cz ц=cz Щ=Shh щ=shh")
_SINDRE_WORDS: Mapping[str, str] = {"&": " and ", "🦄": " unicorn ", "♥": " love "}
_SIMOV = _BOTH | _pairs(
    "$=dollar %=percent &=and <=less >=greater |=or ¢=cent £=pound ¤=currency ¥=yen €=euro "
    '™=tm ℠=sm ∂=d ∆=delta ∑=sum ∞=infinity ♥=love –=- ‘=\' ’=\' “=" ”=" „=" †=+ •=* …=... ©=(c) ®=(r) '
    "ª=a º=o Đ=DJ đ=dj Ə=E ə=e ή=h Ή=H η=h Η=H ώ=w Ώ=W ω=w Ω=W θ=8 Θ=8 ξ=3 Ξ=3 Й=J й=j Х=H х=h Ц=C ц=c "
    "Щ=Sh щ=sh Ъ=U ъ=u ء=a آ=aa ؤ=u ئ=e ة=h ذ=th ض=dh ع=a ფ=f ქ=k 元=yuan 円=yen"
)

_ALPHABETS = re.compile(
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u01a0-\u01b0\u0218-\u021b\u0386-\u03ce\u0401-\u045f\u0531-\u0587\u0621-\u064a\u0660-\u0669\u067e-\u06f9"
    "\u10d0-\u10f0\u1ea0-\u1ef9]"
)
"""The letters that both packages write in ASCII."""

_DIACRITICS = re.compile("[\\^`\u00a8\u00af\u00b4\u00b7\u00b8\u02b0-\u02ff]")
_CONTRACTED = re.compile(r"([a-zA-Z0-9])'([ts])(?=\s|\Z)")
_UNWANTED = re.compile(r"[^\w\s$*_+~.()'\"!\-:@]+", re.ASCII)
_CAMEL = (
    (re.compile(r"([A-Z]{2})(\d+)"), r"\1 \2"),
    (re.compile(r"([a-z\d])([A-Z])"), r"\1 \2"),
    (re.compile(r"([A-Z])([A-Z][a-rt-z\d]+)"), r"\1 \2"),
)


_WORDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})


def github_slug(text: str) -> str:
    """Return what github-slugger makes: lower case, spaces to hyphens, letters of every script."""
    kept = (c for c in text.lower() if c in " -" or unicodedata.category(c) in _WORDS)
    return "".join(kept).replace(" ", "-")


def pymdownx_slug(text: str, separator: str = "-") -> str:
    """Return what `pymdownx.slugs.slugify(case="lower")` makes."""
    text = unicodedata.normalize("NFC", re.sub(r"</?[^<>]*>", "", text)).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", separator)


def sindresorhus_slug(
    text: str,
    *,
    version: int = 2,
    separator: str = "-",
    decamelize: bool = True,
    replacements: Iterable[tuple[str, str]] = (),
) -> str:
    """Return what `@sindresorhus/slugify` makes: letters and digits of ASCII, and separators.

    `replacements` are put before the package's own words for signs.
    """
    table = _SINDRE_2 if version > 1 else _SINDRE_1
    words = {**_SINDRE_WORDS, **dict(replacements)}
    for sign, word in words.items():
        text = text.replace(sign, word) if sign else text
    text = _in_ascii(unicodedata.normalize("NFC", text), table)
    text = _DIACRITICS.sub("", text) if version > 1 else text
    for pattern, apart in _CAMEL if decamelize else ():
        text = pattern.sub(apart, text)
    text = text.lower()
    text = _CONTRACTED.sub(r"\1\2", text) if version > 1 else text
    return separator.join(filter(None, re.split("[^a-z0-9]+", text)))


def simov_slug(
    text: str,
    *,
    replacement: str = "-",
    lower: bool = False,
    strict: bool = False,
    without: Callable[[str], str] | None = None,
) -> str:
    """Return what `slugify` makes: its words for signs, and most of ASCII's signs as they are.

    `without` takes out what its option `remove` finds.
    """
    take_out = without or (lambda piece: _UNWANTED.sub("", piece))
    signs = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    pieces = (_ascii(sign, _SIMOV) for sign in signs)
    text = "".join(take_out(" " if piece == replacement else piece) for piece in pieces)
    text = re.sub(r"[^A-Za-z0-9\s]", "", text) if strict else text
    slug = replacement.join(text.split())
    return slug.lower() if lower else slug


def _in_ascii(text: str, table: Mapping[str, str]) -> str:
    return "".join(_ascii(sign, table) for sign in text)


def _ascii(sign: str, table: Mapping[str, str]) -> str:
    if sign in table or sign.isascii():
        return table.get(sign, sign)
    decomposed = unicodedata.normalize("NFD", sign)
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    if plain.isascii():
        return plain
    return to_ascii(sign) if _ALPHABETS.match(sign) else sign
