"""A site's own shortcodes: templates/shortcodes/NAME.html and NAME.md, of the site, then of its theme.

https://www.getzola.org/documentation/content/shortcodes/ ; components/markdown/src/shortcode/ and
components/templates/src/global_fns/ of Zola 0.22. The templates are run as far as the site's files tell.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.config import Config
from broadsheet.engines.settings import Settings, load
from broadsheet.engines.zola.escapes import ARGUMENT, VALUE
from broadsheet.errors import ConfigError, UnreadableError
from broadsheet.markdown import (
    ArticleTemplates,
    OwnShortcodes,
    ShortcodeCall,
    Tera,
    UnknownValueError,
)
from broadsheet.model import Article
from broadsheet.scripts import UNKNOWN
from broadsheet.source import front_matter
from broadsheet.urls import has_scheme, path_of

Read = Callable[[str], str | None]

_FOLDER = "templates/shortcodes"
_SUFFIXES = (".md", ".html")
_OF_SITE = frozenset({"config", "lang", "page"})
"""Names that arguments do not replace."""


def templates_of(config: Config, read: Read) -> ArticleTemplates:
    """Return the site's shortcodes; `read` gives the text of a file below the site's folder."""
    settings = _settings(config)
    folders = _folders(settings)
    files = _files(config, folders)

    def template(name: str) -> str | None:
        texts = (read(f"{folder}/{name}") for folder in folders) if ".." not in name else ()
        return next((text for text in texts if text is not None), None)

    def shortcodes(article: Article, convert: Callable[[str], str]) -> OwnShortcodes:
        names = _Values(article, config, settings, read)
        tera = Tera(names, template, convert)
        counts: Counter[str] = Counter()

        def show(call: ShortcodeCall) -> tuple[str, bool]:
            counts[call.name] += 1
            given = {name: v for name, v in _given(call.typed).items() if name not in _OF_SITE}
            given["nth"] = float(counts[call.name])
            if call.body:
                given["body"] = call.body.removeprefix("\n").rstrip()
            file = files[call.name]
            return tera.shown(f"shortcodes/{file}", given), file.endswith(".md")

        return OwnShortcodes(frozenset(files), show)

    every = (f"{file}\n{template(f'shortcodes/{file}')}" for file in sorted(files.values()))
    known = "\0".join((repr(settings.data), *every))
    signature = hashlib.sha256(known.encode()).hexdigest() if files else ""
    return ArticleTemplates(shortcodes=shortcodes, signature=signature)


def _settings(config: Config) -> Settings:
    try:
        return load(config.root, "zola.toml", "config.toml")
    except ConfigError:
        return Settings.of({})


def _folders(settings: Settings) -> tuple[str, ...]:
    theme = settings.text_of("theme")
    return ("templates", f"themes/{theme}/templates") if theme else ("templates",)


def _files(config: Config, folders: tuple[str, ...]) -> dict[str, str]:
    """Return the files of shortcodes by name, those of the site before those of its theme."""
    found: dict[str, str] = {}
    for folder in folders:
        place = config.root / folder / "shortcodes"
        for file in sorted(place.iterdir()) if place.is_dir() else ():
            if file.suffix in _SUFFIXES and file.is_file():
                found.setdefault(file.stem, file.name)
    return found


def _given(typed: str) -> dict[str, Any]:
    """Return the arguments of a call, `(a="b", n=1)`. Raises UnknownValueError."""
    text = typed.strip().removeprefix("(").removesuffix(")").strip()
    found: dict[str, Any] = {}
    at = 0
    while at < len(text):
        argument = ARGUMENT.match(text, at)
        if not argument:
            raise UnknownValueError(typed)
        value = argument["value"]
        is_list = value.startswith("[")
        found[argument["name"]] = (
            [_value(each[0]) for each in VALUE.finditer(value)] if is_list else _value(value)
        )
        at = argument.end()
    return found


def _value(typed: str) -> Any:
    if typed in {"true", "false"}:
        return typed == "true"
    # Numbers are those of the evaluator, which shows whole ones without a point.
    return typed.replace(typed[0], "") if typed[0] in "\"'`" else float(typed)


class _Values(Mapping[str, Any]):
    """What templates know by name; the page's own values are found when one is asked for."""

    def __init__(self, article: Article, config: Config, settings: Settings, read: Read) -> None:
        self._article = article
        self._config = config
        self._read = read
        self._base = config.articles_url.rstrip("/")
        self._made: dict[str, Any] = {
            "config": _Known(
                {
                    "base_url": self._base,
                    "title": settings.text_of("title"),
                    "default_language": settings.text_of("default_language") or "en",
                    "extra": settings.table("extra").data,
                }
            ),
            "lang": article.language,
            "get_url": self._get_url,
            "range": _range,
            "get_image_metadata": lambda *_: {"width": UNKNOWN, "height": UNKNOWN},
            "resize_image": self._resize_image,
        }

    def __iter__(self) -> Any:
        return iter((*self._made, "page"))

    def __len__(self) -> int:
        return len(self._made) + 1

    def __getitem__(self, key: str) -> Any:
        if key == "page" and key not in self._made:
            self._made["page"] = self._page()
        return self._made[key]

    def _page(self) -> Mapping[str, Any]:
        article = self._article
        inner = article.source.removeprefix(f"{self._config.content.path.rstrip('/')}/")
        path = "/" + path_of(article.permalink).removeprefix(path_of(self._base)).lstrip("/")
        fields = self._fields()
        return _Known(
            {
                "title": article.title,
                "description": fields.get("description"),
                "summary": fields.get("summary"),
                "permalink": article.permalink,
                "slug": article.slug,
                "path": path,
                "lang": article.language,
                "relative_path": inner,
                "colocated_path": f"{inner.rpartition('/')[0]}/" if _is_folder(inner) else None,
                "extra": fields.get("extra") or {},
                "taxonomies": fields.get("taxonomies") or {},
            }
        )

    def _fields(self) -> Mapping[str, Any]:
        try:
            return front_matter.split(self._read(self._article.source) or "", needed=False).fields
        except UnreadableError:
            return {}

    def _get_url(self, given: list[Any], _: Any) -> str:
        """`get_url(path="x")`; links inside the site (`@/x.md`) are found later, like those in the text."""
        options = given[-1]
        path = str(options["path"])
        if path.startswith("@/") or has_scheme(path):
            return path
        slash = "/" if options.get("trailing_slash") is True and not path.endswith("/") else ""
        return f"{self._base}/{path.removeprefix('/')}{slash}"

    def _resize_image(self, given: list[Any], _: Any) -> Mapping[str, Any]:
        """Return the picture itself in place of a smaller one, which only the engine makes."""
        path = str(given[-1]["path"]).removeprefix("@").removeprefix("/")
        for folder in ("content/", "static/"):
            path = path.removeprefix(folder)
        beside = self["page"].get("colocated_path")
        home = self._article.permalink.rstrip("/") if beside and path.startswith(beside) else ""
        url = f"{home}/{path.removeprefix(beside or '')}" if home else f"{self._base}/{path}"
        unknown = dict.fromkeys(("width", "height", "static_path"), UNKNOWN)
        return {"url": url, **unknown}


def _range(given: list[Any], _: Any) -> list[float]:
    """Return the numbers of `range(start=0, end=3, step_by=1)`. Raises UnknownValueError for very many."""
    options = given[-1]
    numbers = range(
        *(int(options.get(n, d)) for n, d in (("start", 0), ("end", 0), ("step_by", 1)))
    )
    if len(numbers) > _MOST_NUMBERS:
        raise UnknownValueError("range")
    return [float(number) for number in numbers]


_MOST_NUMBERS = 1_000


class _Known(dict[str, Any]):
    """A table of which only some values are known. Raises UnknownValueError for the others."""

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            raise UnknownValueError(key)
        return super().get(key, default)


def _is_folder(path: str) -> bool:
    return path.rpartition("/")[2].partition(".")[0] == "index" and "/" in path
