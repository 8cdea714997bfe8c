"""Functions of shortcodes' templates that need the site, its words, or its partial templates.

https://gohugo.io/functions/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from broadsheet.config import Config
from broadsheet.engines.hugo.hooks import layout_folders
from broadsheet.engines.hugo.resources import Resources
from broadsheet.engines.hugo.template_values import rendered, rooted, site_of
from broadsheet.engines.settings import Settings, read_data
from broadsheet.errors import ConfigError
from broadsheet.markdown import (
    GO_FUNCTIONS,
    GoFrame,
    GoReturnError,
    GoTable,
    SafeHtml,
    emoji_named,
    go_text,
    guarded_function,
    parsed_template,
    shown_template,
)
from broadsheet.scripts import Bounds, Pattern, UnknownResultError
from broadsheet.urls import has_scheme

Read = Callable[[str], str | None]
Convert = Callable[[str], str]


class SiteTemplates:
    """What the templates of a site share: their folders, the site's values, its files and its words."""

    def __init__(self, config: Config, settings: Settings, read: Read) -> None:
        self.folders = [
            folder
            for folder in layout_folders(config.root, settings)
            if (config.root / folder).is_dir()
        ]
        themes = list(map(posixpath.dirname, filter(posixpath.dirname, self.folders)))
        self.files = Resources(config.root, themes, config.articles_url, read)
        self.site = site_of(config, settings, lambda: self.data)
        self._root = config.root

    @cached_property
    def data(self) -> Any:
        """Return what the folder data/ holds."""
        return self.files.data()

    @cached_property
    def words(self) -> Sequence[Mapping[str, Any]]:
        """Return the words of the folders i18n/, the site's own before those of its themes."""
        return list(map(self._words, self.word_files))

    @cached_property
    def word_files(self) -> Sequence[str]:
        """Return the files of the site's language in these folders, below the site's folder."""
        language = str(self.site["LanguageCode"])
        names = tuple(dict.fromkeys((language, language.lower(), language[:2])))
        found = []
        for theme in ("", *map(posixpath.dirname, self.folders)):
            files = (
                posixpath.join(theme, "i18n", f"{name}{suffix}")
                for name in names
                for suffix in _SUFFIXES
            )
            found.extend([file for file in files if (self._root / file).is_file()][:1])
        return found

    def _words(self, file: str) -> Mapping[str, Any]:
        try:
            return read_data(self._root / file, self._root)
        except ConfigError:
            return {}


_SUFFIXES = (".toml", ".yaml", ".yml", ".json")


class Functions:
    """The functions of templates, by name."""

    def __init__(self, templates: SiteTemplates, convert: Convert, read: Read) -> None:
        self._site = templates.site
        self._templates = templates
        self._convert = convert
        self._read = read

    def named(self, bounds: Bounds) -> Mapping[str, Callable[..., Any]]:
        """Return the functions; what partial templates do counts in `bounds`."""
        functions: dict[str, Callable[..., Any]] = {}

        def partial(name: Any, dot: Any = None, *_: Any) -> Any:
            return self._partial(go_text(name), GoFrame(dot, functions, bounds))

        own: Mapping[str, Callable[..., Any]] = {
            "T": self._translated,
            "absLangURL": self._absolute,
            "absURL": self._absolute,
            "apply": lambda *given: _applied(functions, *given),
            "emojify": _with_emoji,
            "transform.Emojify": _with_emoji,
            "findRE": lambda *given: _found(bounds, *given),
            "hugo": lambda: _engine(self._templates),
            "i18n": self._translated,
            "imageConfig": self._templates.files.size_of,
            "images.Config": self._templates.files.size_of,
            "lang.Translate": self._translated,
            "markdownify": lambda text: rendered(self._convert, text),
            "partial": partial,
            "partialCached": partial,
            "partials.Include": partial,
            "replaceRE": lambda *given: _replaced(bounds, *given),
            "resources.Get": self._templates.files.asset,
            "resources.GetMatch": self._templates.files.asset,
            "strings.FindRE": lambda *given: _found(bounds, *given),
            "strings.ReplaceRE": lambda *given: _replaced(bounds, *given),
            "templates.Exists": self._exists,
            "relLangURL": self._relative,
            "relURL": self._relative,
            "site": lambda: self._site,
            "transform.Markdownify": lambda text: rendered(self._convert, text),
            "urls.AbsURL": self._absolute,
            "urls.RelURL": self._relative,
        }
        functions |= {
            name: guarded_function(make) for name, make in {**GO_FUNCTIONS, **own}.items()
        }
        return functions

    def _absolute(self, path: Any) -> str:
        typed = go_text(path)
        return typed if has_scheme(typed) else urljoin(f"{self._base}/", typed)

    def _relative(self, path: Any) -> str:
        """A path from the server's root stays as it is (helpers/url.go)."""
        typed = go_text(path)
        if has_scheme(typed) or typed.startswith(("/", "#")):
            return typed
        return f"{rooted(self._base).rstrip('/')}/{typed}"

    @property
    def _base(self) -> str:
        return str(self._site["BaseURL"]).rstrip("/")

    def _partial(self, name: str, frame: GoFrame) -> Any:
        """Return what a partial template shows, or gives back; one that draws a sign may show nothing."""
        template = self._partial_text(name if "." in posixpath.basename(name) else f"{name}.html")
        try:
            return SafeHtml(shown_template(parsed_template(template), frame))
        except GoReturnError as found:
            return found.value
        except UnknownResultError:
            if any(word in name for word in _SIGNS):
                return ""
            raise

    def _partial_text(self, name: str) -> str:
        """Return the text of a partial template; a missing one is an unknown function."""
        paths = (
            f"{f}/{kind}/{name}"
            for f in self._templates.folders
            for kind in ("_partials", "partials")
        )
        texts = map(self._read, paths) if ".." not in name.split("/") else ()
        return next((text for text in texts if text is not None), "{{ missing }}")

    def _exists(self, name: Any) -> bool:
        if any(word in go_text(name) for word in _SIGNS):
            return True  # Such a template may show nothing.
        paths = (f"{folder}/{name}" for folder in self._templates.folders)
        return any(self._read(path) is not None for path in paths)

    def _translated(self, key: Any, *_: Any) -> str:
        """Return a word of the folder i18n/; without one, nothing."""
        found = next((words[key] for words in self._templates.words if key in words), "")
        if isinstance(found, Mapping):
            found = found.get("other", "")
        if "{{" in go_text(found):
            raise UnknownResultError
        return go_text(found)


def _engine(templates: SiteTemplates) -> GoTable:
    return GoTable(
        {
            "Data": lambda _: templates.data,
            "Environment": "production",
            "IsProduction": True,
            "Version": _VERSION,
        }
    )


_VERSION = "0.168.0"


def _found(bounds: Bounds, pattern: Any, text: Any, limit: int = -1) -> list[Any]:
    """`findRE`: what a pattern matches, at most so often (tpl/strings/regexp.go)."""
    whole = go_text(text)
    matches = Pattern(go_text(pattern)).for_text(whole, bounds).finditer(whole)
    return [match[0] for number, match in enumerate(matches) if limit < 0 or number < limit]


def _replaced(bounds: Bounds, pattern: Any, new: Any, text: Any, limit: int = -1) -> str:
    """`replaceRE`: groups are `$1` or `${1}`."""
    whole, typed = go_text(text), go_text(new)
    if not limit:
        return whole
    made = Pattern(go_text(pattern)).for_text(whole, bounds)

    def shown(match: re.Match[str]) -> str:
        return _GROUP.sub(lambda group: match[int(group[1] or group[2])] or "", typed)

    return bounds.sized(made.sub(shown, whole, count=max(limit, 0)))


def _applied(
    functions: Mapping[str, Callable[..., Any]], items: Any, name: Any, *given: Any
) -> Any:
    """`apply LIST FUNCTION ARGUMENTS`: "." stands for each item (tpl/collections/apply.go)."""
    make = functions[go_text(name)]
    if not isinstance(items, list):
        raise UnknownResultError(name)
    return [make(*(item if each == "." else each for each in given)) for item in items]


def _with_emoji(text: Any) -> SafeHtml:
    """Return a text with an emoji for each name that there is, `:smile:`."""
    return SafeHtml(_EMOJI.sub(lambda name: emoji_named(name[1]) or name[0], go_text(text)))


_EMOJI = re.compile(r":([\w+-]{1,60}):")
_GROUP = re.compile(r"\$(?:(\d)|\{(\d)\})")
_SIGNS = ("icon", "svg")
