"""What the modules of several engines need."""

from __future__ import annotations

from broadsheet.init.settings import Settings
from broadsheet.permalinks.dialects import SCHEMES
from broadsheet.permalinks.pattern import check


def web_address(text: str) -> str:
    """Return a text that is a web address, else ""."""
    return text if text.startswith(("http://", "https://")) else ""


def checked_pattern(engine: str, pattern: str, settings: Settings, name: str) -> str:
    """Return a pattern all of whose tokens are known. Raises ConfigError, which names its line."""
    scheme = SCHEMES[engine]
    try:
        check(pattern, scheme.tokens, fields=scheme.fields)
    except ValueError as error:
        raise settings.fault(name, str(error)) from error
    return pattern
