"""Configurations of engines in JavaScript or TypeScript, read as data, with what they import."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from broadsheet.engines.javascript import (
    Computed,
    constant,
    default_code,
    exports,
    function,
    returned,
    value,
)
from broadsheet.engines.settings import Settings, read_text
from broadsheet.errors import UnreadableError
from broadsheet.parsing import as_unreadable, bounded, parse_json
from broadsheet.walk import beginning

SUFFIXES = ("ts", "mts", "mjs", "js", "cjs")

_IMPORT = re.compile(
    r"\bimport\s{1,9}(?:type\s{1,9})?([^\s\"';][^\"';]{0,500}?)\s{1,9}from\s{1,9}[\"']([^\"'\n]{1,500})[\"']"
)
_REQUIRE = re.compile(
    r"(?:\b(?:const|let|var)\s{1,9}|,\s{0,9})([\w$]{1,100}|\{[^{}=]{1,500}\})\s{0,9}=\s{0,9}"
    r"require\s{0,9}\(\s{0,9}[\"'`]([^\"'`\n]{1,500})[\"'`]\s{0,9}\)"
)
_HANDED_ON = re.compile(r"\bexport\b[^;\"']{0,500}?\bfrom\s{1,9}[\"']([^\"'\n]{1,500})[\"']")
_IMPORTED = re.compile(r"(?:([\w$]+)\s*(?:\bas\b|:)\s*|\*\s*as\s+)?([\w$]+)")
_MOST_MODULES = 60
_FARTHEST = 6
_DOTTED = re.compile(r"([A-Za-z_$][\w$]*)((?:\.[\w$]+){0,5})[!;]?")
_ALIASES = ("@/", "~/", "@src/", "src/")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Module:
    """A file in JavaScript of a site: its path below the site's folder, and its text."""

    root: Path
    path: str
    text: str
    depth: int = 0

    @classmethod
    def read(cls, file: Path, root: Path, depth: int = 0) -> Module:
        """Read a file. Raises ConfigError."""
        return cls(root, file.relative_to(root).as_posix(), read_text(file, root), depth)

    def known(self, value: Any) -> Any:
        """Return a value with all names in it resolved; computed values are left out."""
        if isinstance(value, Computed):
            found = self._named(value.code.strip())
            return None if isinstance(found, Computed) else found
        if isinstance(value, dict):
            pairs = ((name, self.known(each)) for name, each in value.items())
            return {name: each for name, each in pairs if each is not None}
        return [self.known(each) for each in value] if isinstance(value, list) else value

    def _named(self, code: str) -> Any:
        match = _DOTTED.fullmatch(code)
        if not match:
            return Computed(code)
        found = self._constant(match[1])
        for part in filter(None, match[2].split(".")):
            found = found.get(part) if isinstance(found, dict) else None
        if found is None or self.depth >= _DEEPEST:  # A name may lead back to itself.
            return Computed(code) if not isinstance(found, str | int | bool) else found
        return self._deeper().known(found)

    def _deeper(self) -> Module:
        return replace(self, depth=self.depth + 1)

    def _constant(self, name: str) -> Any:
        found = constant(self.text, name)
        if not isinstance(found, Computed) or self.depth >= _DEEPEST:
            return found
        if found.code != name and _DOTTED.fullmatch(found.code):
            resolved = self._deeper().known(found)
            return found if resolved is None else resolved
        if origin := self.origin(name):
            module, original = origin
            return module.exported(original)
        return found

    @property
    def sources(self) -> dict[str, tuple[str, str]]:
        """Return what the file imports: its names → the modules' names or paths, and the names there."""
        return _sources(self.text)

    def origin(self, name: str) -> tuple[Module, str] | None:
        """Return the site's module that a name is imported from, and the name there; None if none is."""
        source, original = self.sources.get(name, ("", ""))
        is_near = source and self.depth < _FARTHEST  # Files may import each other.
        module = self.imported(source) if is_near else None
        return (module, original) if module else None

    def returned(self, name: str) -> tuple[Module, str]:
        """Return a module and the code of what a function of the site returns there, "" if none does."""
        if self.depth >= _FARTHEST:  # A function may call itself.
            return self, ""
        origin = self.origin(name)
        module, original = origin or (self, name)
        code = function(module.text, original) or (default_code(module.text) if origin else "")
        return replace(module, depth=self.depth + 1), returned(code)

    def value(self, code: str) -> Any:
        """Return the value of an expression; a name's may be imported."""
        found = value(code)
        named = isinstance(found, Computed) and _DOTTED.fullmatch(found.code)
        return self._constant(found.code) if named and not named[2] else found

    def with_imports(self) -> list[Module]:
        """Return the file, and those of the site that it imports or hands on, and so on, each once."""
        found = {self.path: self}
        pending = [self]
        while pending and len(found) < _MOST_MODULES:
            module = pending.pop(0)
            imported = (source for source, _ in module.sources.values())
            sources = (*imported, *_HANDED_ON.findall(module.text))
            for source in dict.fromkeys(each for each in sources if _is_local(each)):
                other = module.imported(source)
                if other and other.path not in found:
                    found[other.path] = other
                    pending.append(other)
        return list(found.values())

    def exported(self, name: str) -> Any:
        """Return what a module exports by a name, or else as its default."""
        if self.path.endswith(".json"):
            data = _json(self.text)
            return data.get(name, data) if isinstance(data, dict) else data
        found = constant(self.text, name)
        if not isinstance(found, Computed):
            return self.known(found)
        if found.code != name and (resolved := self.known(found)) is not None:
            return resolved
        whole = _exports(self.text) or {}
        return self.known(whole.get(name, whole if "export default" in self.text else None))

    def member(self, name: str) -> str:
        """Return the code of a member of what a module exports as its default, else the member's name."""
        found = (_exports(self.text) or {}).get(name)
        return found.code if isinstance(found, Computed) else name

    def imported(self, source: str) -> Module | None:
        """Return the site's module that a path names, None if there is none."""
        base = (self.root / self.path).parent
        for alias in _ALIASES:
            if source.startswith(alias):
                source, base = source.removeprefix(alias), self.root / "src"
        place = (base / source).resolve()
        if not place.is_relative_to(self.root.resolve()):
            return None
        names = (
            place,
            *(Path(f"{place}.{s}") for s in SUFFIXES),
            *(place / f"index.{s}" for s in SUFFIXES),
        )
        found = next((each for each in names if each.is_file()), None)
        if found is None:
            return None
        path = found.relative_to(self.root.resolve()).as_posix()
        return Module(self.root, path, beginning(found, 200_000), self.depth + 1)


@lru_cache(maxsize=200)
def _sources(text: str) -> dict[str, tuple[str, str]]:
    found = (*_IMPORT.findall(text), *_REQUIRE.findall(text))
    return {
        own: (source, original or own)
        for names, source in found
        for original, own in _IMPORTED.findall(names)
    }


def _is_local(source: str) -> bool:
    return source.startswith((".", *_ALIASES))


def _exports(text: str) -> dict[str, Any] | None:
    try:
        with as_unreadable("JavaScript"):
            found = exports(text)
            bounded(found, text)
            return found
    except UnreadableError:
        return None


def _json(text: str) -> Any:
    try:
        return parse_json(text)
    except UnreadableError:
        return None


def config_file(root: Path, *stems: str) -> Path | None:
    """Return the first existing configuration of a name, with any suffix."""
    places = (root / f"{stem}.{suffix}" for stem in stems for suffix in SUFFIXES)
    return next((place for place in places if place.is_file()), None)


def read_config(file: Path | None, root: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings that a file exports as default, and a note if they cannot be read."""
    if file is None:
        return Settings.of({}), ()
    module = Module.read(file, root)
    found = _exports(module.text)
    if found is None:
        line = _line_of_export(module.text)
        note = (
            f"{module.path}:{line}: is a program whose settings cannot be read; "
            "write the address, the title and the folders into publish.toml yourself"
        )
        return Settings.of({}, module.path, module.text), (note,)
    return Settings.of(module.known(found), module.path, module.text), ()


def _line_of_export(text: str) -> int:
    found = re.search(r"export\s+default|module\.exports", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
