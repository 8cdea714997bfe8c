"""Jekyll's addresses (lib/jekyll/drops/url_drop.rb and utils.rb of Jekyll 4.3)."""

from __future__ import annotations

import re
import unicodedata

from broadsheet.engines.permalinks import DATE, DAYS, MONTHS, Scheme, Tokens
from broadsheet.source import Address

STYLES = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
PATTERN = STYLES["date"]
_PRETTY = frozenset("._~!$&'()+,;=@")


def slugify(text: str, *, pretty: bool = False) -> str:
    """Replace all but letters, marks and digits (and, with `pretty`, signs of URLs) with hyphens."""
    spaced = (c if _kept(c) or (pretty and c in _PRETTY) else " " for c in text)
    return re.sub(r"^-|-$", "", re.sub(" +", "-", "".join(spaced)))


def _kept(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"


def _name(address: Address) -> str:
    return address.slug or address.filename


def _collection(address: Address) -> str:
    """Return the collection of an article, except posts; its folder begins with `_`."""
    return next((name[1:] for name in address.sections[:1] if name.startswith("_")), "")


def feed_name(term: str) -> str:
    """Return the file name that jekyll-feed gives a term's feed: the term, unchanged."""
    return term if re.fullmatch(r"[\w .+-]+", term) else slugify(term).lower()


def _unique(names: list[str]) -> str:
    return "/".join(dict.fromkeys(names))


TOKENS: Tokens = {
    **DATE,
    "short_month": lambda a: MONTHS[a.date.month - 1][:3],
    "long_month": lambda a: MONTHS[a.date.month - 1],
    "short_year": lambda a: f"{a.date.year % 100:02}",
    "w_year": lambda a: str(a.date.isocalendar().year),
    "week": lambda a: f"{a.date.isocalendar().week:02}",
    "w_day": lambda a: str(a.date.isoweekday()),
    "short_day": lambda a: DAYS[a.date.weekday()][:3],
    "long_day": lambda a: DAYS[a.date.weekday()],
    "y_day": lambda a: f"{a.date.timetuple().tm_yday:03}",
    "title": lambda a: slugify(_name(a), pretty=True),
    "slug": lambda a: slugify(_name(a)).lower(),
    "name": lambda a: slugify(a.filename).lower(),
    "path": lambda a: re.sub(r"(^|/)_[^/]+/", r"\1", a.path, count=1),
    "categories": lambda a: _unique([name.lower() for name in a.categories]),
    "slugified_categories": lambda a: _unique([slugify(name).lower() for name in a.categories]),
    "collection": lambda a: _collection(a) or "posts",
    "output_ext": lambda _: ".html",
}

SCHEME = Scheme(TOKENS, PATTERN, {"slug": feed_name})
