"""YAML for people: every scalar is the text they typed.

YAML 1.1 turns `no` into False, `1.10` into 1.1, `12:30` into 750 and `0755` into 493. Titles and
tags are text, so here only null and the merge key keep a meaning of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import yaml

from broadsheet.errors import UnreadableError
from broadsheet.parsing import MAX_DEPTH, TOO_DEEP, as_unreadable, bounded
from broadsheet.source.yaml_errors import explained

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same result.
    from yaml import SafeLoader  # type: ignore[assignment]

MAX_NODES = 20_000
"""Values of a document that has aliases, each counted as often as it is named."""

_QUOTES = ("'", '"')

# JSON, which YAML 1.2 takes, writes characters beyond U+FFFF as two escapes; libyaml takes neither.
_TWO_HALVES = re.compile(
    r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")

_COMPACT_SIGNS = 20
_COMPACT = re.compile(rf"(?:[-?]\s+){{{_COMPACT_SIGNS}}}")


_TEXT = "tag:yaml.org,2002:str"
_LIST = "tag:yaml.org,2002:seq"
_MAPPING = "tag:yaml.org,2002:map"
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"
_FLAG = "tag:yaml.org,2002:bool"
_TYPED = tuple(
    f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float", "binary", "timestamp")
)
"""Tags of scalars, which are texts all the same."""

_TAGS: Mapping[type, str] = {
    yaml.ScalarNode: _TEXT,
    yaml.SequenceNode: _LIST,
    yaml.MappingNode: _MAPPING,
}
_TAG_OF_PLAIN = {**dict.fromkeys(("", "~", "null", "Null", "NULL"), _NULL), "<<": _MERGE}


class _UnusualError(Exception):
    """YAML that has more than texts, nulls, lists and mappings."""


class Quoted(str):
    """A text that stood in quotes, which engines never take for a date of YAML's."""

    __slots__ = ()


class TextLoader(SafeLoader):
    """A safe loader that keeps scalars as typed and remembers the lines of the top-level keys.

    `lines` maps each top-level key to its line (from 1); `duplicates` lists (line, key) of every key
    given twice, which YAML forbids and PyYAML lets pass.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.lines: dict[str, int] = {}
        self.duplicates: list[tuple[int, str]] = []
        self._has_aliases = "&" in stream and "*" in stream

    def resolve(self, kind: type, value: str, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node that has none: the parent tries every pattern it knows."""
        if kind is not yaml.ScalarNode or not implicit[0]:
            return _TAGS[kind]
        return _TAG_OF_PLAIN.get(value, _TAGS[kind])

    def get_single_data(self) -> Any:
        """Construct the only document and note the lines of its keys."""
        node = self.get_single_node()
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode):
                    self.lines.setdefault(key.value, key.start_mark.line + 1)
        if node is None:
            return None
        if self._has_aliases:
            _refuse_expansion(node)
        try:
            return self.construct_document(node) if self._has_aliases else _simple_data(node)
        except _UnusualError:
            return self.construct_document(node)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's own signature
        """Construct a mapping and note its duplicate keys."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE:
                if key.value in seen:
                    self.duplicates.append((key.start_mark.line + 1, key.value))
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _text(node: yaml.ScalarNode) -> str:
    return Quoted(node.value) if node.style in _QUOTES else str(node.value)


def _construct_text(loader: TextLoader, node: yaml.ScalarNode) -> str:
    loader.construct_scalar(node)  # Raises if it is not a scalar: `!!str [a]`.
    return _text(node)


for _tag in (_TEXT, *_TYPED):
    TextLoader.add_constructor(_tag, _construct_text)


def _simple_data(node: yaml.Node) -> Any:
    """Construct texts, nulls, lists and mappings of such, in a fifth of PyYAML's time.

    Raises _UnusualError for tags, merge keys and duplicate keys. There must be no aliases.
    """
    if isinstance(node, yaml.ScalarNode):
        if node.tag == _TEXT:
            return _text(node)
        if node.tag == _NULL:
            return None
    elif isinstance(node, yaml.SequenceNode) and node.tag == _LIST:
        return [_simple_data(item) for item in node.value]
    elif isinstance(node, yaml.MappingNode) and node.tag == _MAPPING:
        made = {_key(key): _simple_data(value) for key, value in node.value}
        if len(made) == len(node.value):
            return made
    raise _UnusualError


def _key(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode) and node.tag == _TEXT:
        return str(node.value)
    raise _UnusualError


def load(text: str) -> tuple[Any, dict[str, int], list[tuple[int, str]]]:
    """Read a document whose scalars are texts: its data, the lines of its top-level keys, its duplicates.

    Lines count from 1 within the text. Raises UnreadableError.
    """
    with _converted(text) as readable:
        loader = TextLoader(readable)
        try:
            data = loader.get_single_data()
            if "\\" in text:
                bounded(data, readable)
            return data, loader.lines, loader.duplicates
        finally:
            loader.dispose()


def load_values(text: str) -> Any:
    """Read the first document of a configuration, with the types that YAML gives to scalars.

    Raises UnreadableError.
    """
    with _converted(text) as readable:
        return bounded(next(yaml.load_all(readable, Loader=_ValueLoader), None), readable)


class _ValueLoader(yaml.SafeLoader):
    """Reads YAML as PyYAML does, but leaves keys as they are typed: `no` is Norwegian, not false."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._has_aliases = "&" in stream and "*" in stream

    def construct_document(self, node: yaml.Node) -> Any:
        if self._has_aliases:
            _refuse_expansion(node)
        return super().construct_document(node)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's own signature
        """Construct a mapping."""
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag == _FLAG:
                key.tag = _TEXT
        return super().construct_mapping(node, deep)


def _of_unknown_tag(loader: _ValueLoader, _: str, node: yaml.Node) -> Any:
    """Return the value behind a tag of another program, such as `!!python/name`."""
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None


_ValueLoader.add_multi_constructor("!", _of_unknown_tag)
_ValueLoader.add_multi_constructor("tag:yaml.org,2002:python/", _of_unknown_tag)


@contextmanager
def _converted(text: str) -> Iterator[str]:
    """Yield the text in a form that libyaml can read, and turn any error into UnreadableError."""
    if "\\u" in text:
        text = _TWO_HALVES.sub(lambda m: m[1] + json.loads(f'"{m[2]}"'), text)
    # YAML 1.1 ends lines at these, YAML 1.2 and so the engines do not.
    text = _LINE_ENDS.sub(" ", text)
    with as_unreadable("YAML"):
        try:
            _refuse_depth(text)
            yield text
        except yaml.YAMLError as error:
            raise explained(error, text) from error


def _refuse_depth(text: str) -> None:
    """Raise UnreadableError if nesting would exhaust libyaml's stack; events do not recurse."""
    in_brackets = text.count("[") + text.count("{")
    is_long = len(text) >= 20_000  # noqa: PLR2004 - indentation alone needs more
    signs = text.count("-") + text.count("?")
    is_compact = signs >= _COMPACT_SIGNS and _COMPACT.search(text)
    if not is_long and in_brackets <= MAX_DEPTH and not is_compact:
        return
    depth = 0
    for event in yaml.parse(text, SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise UnreadableError(line, TOO_DEEP, "write plain lists")


def _refuse_expansion(document: yaml.Node) -> None:
    """Raise UnreadableError if aliases stand for more values than any article needs, or for themselves.

    The same few nodes would be written out, copied and compared as often as they are named.
    """
    waiting = [(document, 0, 1)]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node, depth, line = waiting.pop()
        if depth == 1:
            line = node.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise UnreadableError(line, "holds itself through an alias", "write it out instead")
        if isinstance(node, yaml.SequenceNode):
            waiting += ((item, depth + 1, line) for item in node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting += ((item, depth + 1, line) for pair in node.value for item in pair)
    if waiting:
        what = f"stands for more than {MAX_NODES} values through aliases"
        raise UnreadableError(waiting[-1][2], what, "write out what is needed")
