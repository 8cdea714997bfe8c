"""Reads the assignments of a Python file as data; the file is never run."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.settings import read_text
from broadsheet.errors import ConfigError, Problem


def read_assignments(
    file: Path,
    root: Path,
    known: Mapping[str, Any],
    worth: Collection[str],
    partly: Collection[str] = (),
) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a file's names in capitals, and the names whose values are computed.

    Literals, names set before (in `known` too) or imported from files of the site's own, `+`,
    `x if y else z`, f-strings and joined paths of these, and the defaults of environment variables are
    understood. Of computed names, those in `worth` are returned. Those in `partly` may be lists and tables
    with computed parts, whose source is their value. Raises ConfigError if a file is not Python.
    """
    found, unknown = _read(file, root, known, frozenset())
    for name, source in unknown.items():
        if name in partly and source is not None:
            found.setdefault(name, _partly(source, {**known, **found}))
    wanted = (name for name in unknown if name in worth or " " in name)
    return found, [name for name in wanted if name not in found]


def _read(
    file: Path, root: Path, known: Mapping[str, Any], importers: frozenset[Path]
) -> tuple[dict[str, Any], dict[str, ast.expr | None]]:
    """Return all names that a file sets, and those that it computes; `importers` are being read."""
    text = read_text(file, root)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0) or 0
        message = f"is not Python: {getattr(error, 'msg', error)}; fix it, or write publish.toml"
        raise ConfigError(Problem(file.relative_to(root).as_posix(), line, "", message)) from error
    found: dict[str, Any] = {}
    unknown: dict[str, ast.expr | None] = {}
    for statement in tree.body:
        module = _own_module(statement, file, root)
        if isinstance(statement, ast.ImportFrom) and module:
            if module not in importers | {file}:
                values, lost = _read(module, root, {**known, **found}, importers | {file})
                found |= _imported(statement, values)
                unknown |= lost
        elif _takes_over(statement):
            place = f" of {file.relative_to(root).as_posix()}" if importers else ""
            unknown[f"settings in line {statement.lineno}{place}"] = None
        for name, value in _assigned(statement):
            try:
                found[name] = _evaluate(value, {**known, **found})
            except ValueError:
                unknown[name] = value
    return found, unknown


def _own_module(statement: ast.stmt, file: Path, root: Path) -> Path | None:
    """Return the file that `from … import …` reads, None if it is not one of the site's.

    The settings of pelicanconf.py are known already when another file imports it.
    """
    if not isinstance(statement, ast.ImportFrom) or statement.module in {None, "pelicanconf"}:
        return None
    folder = file.parents[statement.level - 1] if statement.level else root
    path = folder / str(statement.module).replace(".", "/")
    places = (path.with_name(f"{path.name}.py"), path / "__init__.py")
    return next((place for place in places if place.is_file()), None)


def _imported(statement: ast.ImportFrom, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the imported ones of a module's values."""
    if statement.names[0].name == "*":
        return dict(values)
    names = ((alias.name, alias.asname or alias.name) for alias in statement.names)
    return {own: values[name] for name, own in names if name in values}


def _takes_over(statement: ast.stmt) -> bool:
    """Return whether a statement imports settings, except from pelicanconf.py, which is read already."""
    if isinstance(statement, ast.ImportFrom):
        return statement.names[0].name == "*" and statement.module != "pelicanconf"
    text = ast.unparse(statement) if isinstance(statement, ast.Expr) else ""
    return text.startswith(("globals()", "locals()", "exec("))


def _assigned(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        name = statement.target.id
        before = ast.Name(name, ast.Load())
        whole = ast.BinOp(before, statement.op, statement.value)
        return [(name, ast.copy_location(whole, statement))] if name.isupper() else []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    else:
        return []
    value = statement.value
    return [(t.id, value) for t in targets if isinstance(t, ast.Name) and t.id.isupper() and value]


def _evaluate(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return the value of an expression. Raises ValueError if it is not data."""
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _added(_evaluate(node.left, names), _evaluate(node.right, names))
    if isinstance(node, ast.IfExp):
        return _evaluate(node.body if _holds(node.test, names) else node.orelse, names)
    if isinstance(node, ast.JoinedStr | ast.Dict | ast.List | ast.Tuple):
        return _composed(node, names)
    if isinstance(node, ast.Call):
        named = {key.arg: _evaluate(key.value, names) for key in node.keywords}
        return _called(
            ast.unparse(node.func), [_evaluate(each, names) for each in node.args], named
        )
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError) as error:
        message = "is computed"
        raise ValueError(message) from error


def _partly(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return a value of which parts may be computed; such a part is its source as a text."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {str(_partly(k, names)): _partly(v, names) for k, v in pairs if k is not None}
    if isinstance(node, ast.List | ast.Tuple):
        return [_partly(item, names) for item in node.elts]
    try:
        return _evaluate(node, names)
    except ValueError:
        return ast.unparse(node)


def _holds(test: ast.expr, names: Mapping[str, Any]) -> bool:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return not _holds(test.operand, names)
    return bool(_evaluate(test, names))


def _composed(
    node: ast.JoinedStr | ast.Dict | ast.List | ast.Tuple, names: Mapping[str, Any]
) -> Any:
    if isinstance(node, ast.JoinedStr):
        return "".join(_piece(part, names) for part in node.values)
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {_evaluate(k, names): _evaluate(v, names) for k, v in pairs if k is not None}
    return [_evaluate(item, names) for item in node.elts]


def _called(function: str, values: list[Any], named: dict[str | None, Any]) -> Any:
    """Return the result of joining paths, the default of an environment variable, or a table."""
    if function == "dict" and not values:
        return named
    if (
        not named
        and function in {"os.path.join", "path.join", "join"}
        and all(isinstance(v, str) for v in values)
    ):
        return posixpath.join(*values) if values else ""
    if (
        not named
        and function in {"os.environ.get", "environ.get", "os.getenv", "getenv"}
        and len(values) > 1
    ):
        return values[1]
    message = "is computed"
    raise ValueError(message)


def _piece(part: ast.expr, names: Mapping[str, Any]) -> str:
    return str(_evaluate(part.value if isinstance(part, ast.FormattedValue) else part, names))


def _added(left: Any, right: Any) -> Any:
    for kind in (str, list):
        if isinstance(left, kind) and isinstance(right, kind):
            return left + right  # type: ignore[operator]
    message = "is computed"
    raise ValueError(message)
