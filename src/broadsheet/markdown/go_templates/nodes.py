"""What nodes show. Source: src/text/template/exec.go of Go 1.24."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from broadsheet.markdown.go_templates.escaping import is_in_tag, written
from broadsheet.markdown.go_templates.parser import (
    Branch,
    GoTemplate,
    GoTerm,
    Pipeline,
    TemplateNode,
)
from broadsheet.markdown.go_templates.values import called, is_true, member_of
from broadsheet.scripts import UNKNOWN, Bounds, UnknownResultError

Function = Callable[..., Any]


@dataclass(slots=True)
class GoFrame:
    """What an expression knows: the value of the dot, variables, functions, and templates by name.

    `scopes` are the variables of the blocks around it, the innermost last.
    """

    dot: Any
    functions: Mapping[str, Function]
    bounds: Bounds
    defined: Mapping[str, list[TemplateNode]] = field(default_factory=dict)
    scopes: list[dict[str, Any]] = field(default_factory=list)

    def inner(self, dot: Any) -> GoFrame:
        """Return the frame of a block, whose dot is another value."""
        return replace(self, dot=dot, scopes=[*self.scopes, {}])

    def get(self, name: str) -> Any:
        """Return the value of a variable. Raises UnknownResultError if it is not known."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        raise UnknownResultError(name)

    def put(self, pipeline: Pipeline, values: tuple[Any, ...]) -> None:
        """Give variables their values, those of the last names."""
        for name, value in zip(pipeline.names, values[-len(pipeline.names) :], strict=True):
            holder = self.scopes[-1]
            if not pipeline.declares:
                holder = next((each for each in reversed(self.scopes) if name in each), {})
            holder[name] = value


class GoReturnError(Exception):
    """A `return`: the `value` is what a partial template is."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class _LoopEndError(Exception):
    """A `break` or `continue`."""


class _BreakError(_LoopEndError):
    pass


def shown_template(template: GoTemplate, frame: GoFrame) -> str:
    """Return what a template shows of the dot, which is `$` too. Raises UnknownResultError."""
    defined = {**frame.defined, **template.defined}
    inner = replace(frame, defined=defined, scopes=[{"$": frame.dot}])
    out = _Output(frame.bounds)
    frame.bounds.within(lambda: _run(template.nodes, inner, out))
    return "".join(out.parts)


class _Output:
    """Collects what is shown, and knows whether a tag is open at its end."""

    def __init__(self, bounds: Bounds) -> None:
        self.parts: list[str] = []
        self._in_tag = False
        self._bounds = bounds

    def add(self, text: str) -> None:
        self.parts.append(self._bounds.sized(text))
        self._in_tag = is_in_tag(text, self._in_tag)

    def value(self, value: Any) -> None:
        self.parts.append(self._bounds.sized(written(value, in_tag=self._in_tag)))


def _run(nodes: list[TemplateNode], frame: GoFrame, out: _Output) -> None:
    for node in nodes:
        frame.bounds.step()
        _KINDS[node.kind](node, frame, out)


def _show_text(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    del frame
    out.add(node.text)


def _show_output(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    pipeline = _of(node.pipeline)
    value = result(pipeline, frame)
    if not pipeline.names:
        out.value(value)


def _show_if(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    first, *others = node.branches
    inner = frame.inner(frame.dot)
    value = result(_of(first.pipeline), inner)
    _run_either(is_true(value), first, others, inner, out)


def _show_with(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    first, *others = node.branches
    inner = frame.inner(frame.dot)
    value = result(_of(first.pipeline), inner)
    is_met = is_true(value)
    _run_either(is_met, first, others, inner.inner(value) if is_met else inner, out)


def _run_either(
    is_met: bool,  # noqa: FBT001 - a condition
    first: Branch,
    others: list[Branch],
    frame: GoFrame,
    out: _Output,
) -> None:
    if is_met:
        _run(first.nodes, frame, out)
    elif others:
        _run(others[0].nodes, frame, out)


def _show_range(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    first, *others = node.branches
    pipeline = _of(first.pipeline)
    value = result(replace(pipeline, names=()), frame)
    pairs = _pairs(value)
    if not pairs and others:
        _run(others[0].nodes, frame.inner(frame.dot), out)
    for key, item in pairs:
        inner = frame.inner(item)
        frame.bounds.step()
        if pipeline.names:
            inner.put(replace(pipeline, declares=True), (key, item))
        try:
            _run(first.nodes, inner, out)
        except _BreakError:
            break
        except _LoopEndError:
            continue


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    if value is None:
        return []
    if isinstance(value, Mapping):
        return sorted(value.items())
    if isinstance(value, int) and not isinstance(value, bool):
        return [(number, number) for number in range(min(value, _MOST_TURNS))]
    if isinstance(value, list):
        return list(enumerate(value))
    raise UnknownResultError


_MOST_TURNS = 1000


def _show_template(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    command, *more = _of(node.pipeline).commands[0]
    nodes = frame.defined.get(command.value)
    if nodes is None or len(more) > 1:
        raise UnknownResultError(command.value)
    dot = _value(more[0], frame) if more else None
    inner = replace(frame, dot=dot, scopes=[{"$": dot}])
    frame.bounds.within(lambda: _run(nodes, inner, out))


def _stop(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    del frame, out
    raise _BreakError if node.kind == "break" else _LoopEndError


def _give_back(node: TemplateNode, frame: GoFrame, out: _Output) -> None:
    del out
    raise GoReturnError(result(_of(node.pipeline), frame))


_KINDS: Mapping[str, Callable[[TemplateNode, GoFrame, _Output], None]] = {
    "break": _stop,
    "continue": _stop,
    "if": _show_if,
    "output": _show_output,
    "range": _show_range,
    "return": _give_back,
    "template": _show_template,
    "text": _show_text,
    "with": _show_with,
}


def _of(pipeline: Pipeline | None) -> Pipeline:
    if pipeline is None:
        raise UnknownResultError
    return pipeline


# --- expressions ----------------------------------------------------------------------------------


def result(pipeline: Pipeline, frame: GoFrame) -> Any:
    """Return the value of a pipeline, which its variables take."""
    value: Any = None
    for number, command in enumerate(pipeline.commands):
        value = _command(command, frame, [value] if number else [])
        _count(value, frame.bounds)
    if pipeline.names:
        frame.put(pipeline, (None, value))
    return value


def _count(value: Any, bounds: Bounds) -> None:
    """Count what a value may hold: a variable may be joined with itself again and again."""
    if isinstance(value, str) and len(value) > _LONG:
        bounds.count(len(value))
    elif isinstance(value, list):
        bounds.count(_ITEM * len(value))


_LONG = 2_000
_ITEM = 4


def _command(terms: tuple[GoTerm, ...], frame: GoFrame, last: list[Any]) -> Any:
    frame.bounds.step()
    first, *others = terms
    if first.kind == "name":
        return _function(first, others, frame, last)
    given = [_value(term, frame) for term in others] + last
    if not given:
        return _value(first, frame)
    if not first.fields:
        raise UnknownResultError
    owner = _value(replace(first, fields=first.fields[:-1]), frame)
    return called(member_of(owner, first.fields[-1]), given)


_LAZY = frozenset({"and", "or"})
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "nil": None}


def _function(name: GoTerm, others: list[GoTerm], frame: GoFrame, last: list[Any]) -> Any:
    if name.value in _WORDS and not others:
        return _WORDS[name.value]
    if name.value in _LAZY:
        return _lazy(name.value, others, frame, last)
    path = ".".join((name.value, *name.fields))
    if path in frame.functions:
        given = [_value(term, frame) for term in others] + last
        return frame.functions[path](*given)
    # `site.Params.x` is a member of what a function returns.
    if name.value not in frame.functions:
        raise UnknownResultError(path)
    value = frame.functions[name.value]()
    for field_name in name.fields[:-1]:
        value = called(member_of(value, field_name), [])
    if not name.fields:
        return value
    given = [_value(term, frame) for term in others] + last
    return called(member_of(value, name.fields[-1]), given)


def _lazy(name: str, others: list[GoTerm], frame: GoFrame, last: list[Any]) -> Any:
    value: Any = None
    for term in others:
        value = _value(term, frame)
        if is_true(value) == (name == "or"):
            return value
    return last[0] if last else value


def _value(term: GoTerm, frame: GoFrame) -> Any:
    if term.kind == "name":
        return _function(term, [], frame, [])
    if term.kind == "dot":
        value = frame.dot
    elif term.kind == "variable":
        value = frame.get(term.value)
    elif term.kind == "group":
        value = result(term.value, frame)
    else:
        return term.value
    for name in term.fields:
        # A member of nothing is an error to Go, except of a table without that key.
        if value is None:
            raise UnknownResultError(name)
        value = UNKNOWN if value is UNKNOWN else called(member_of(value, name), [])
    return value
