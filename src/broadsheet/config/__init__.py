"""publish.toml → Config.

keys      how a record says what publish.toml may hold
records   every table of publish.toml as a record; `digest` those of a newsletter's editions
values    one reader for each kind of value
rules     rules that concern several keys
load      finds publish.toml, reads it, and reports every error with its line
"""

from __future__ import annotations

from broadsheet.config import records, values
from broadsheet.config.checks import KeyProblem, check_pattern
from broadsheet.config.load import FILE_NAME, config_error, find_root, load_config, parse_config
from broadsheet.config.records import Config

__all__ = [
    "FILE_NAME",
    "Config",
    "KeyProblem",
    "check_pattern",
    "config_error",
    "find_root",
    "load_config",
    "parse_config",
    "records",
    "values",
]
