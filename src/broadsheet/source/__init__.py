"""Files → front matter → fields: what every engine shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.source import fields, front_matter, headers, inheritance, loose_dates, yaml_text
    from broadsheet.source.address import Address
    from broadsheet.source.document import Document, Inherited
    from broadsheet.source.files import BodyOfFile, Source, data_file, fetched_sources, find_sources
    from broadsheet.source.git_history import History, in_repository, read_history
    from broadsheet.source.headlines import heading, headline
    from broadsheet.source.keys import Keys
else:
    __getattr__ = lazy(
        __name__,
        {
            "address": "Address",
            "document": "Document Inherited",
            "files": "BodyOfFile Source data_file fetched_sources find_sources",
            "git_history": "History in_repository read_history",
            "headlines": "heading headline",
            "keys": "Keys",
            "fields": "",
            "front_matter": "",
            "headers": "",
            "inheritance": "",
            "loose_dates": "",
            "yaml_text": "",
        },
    )

__all__ = [
    "Address",
    "BodyOfFile",
    "Document",
    "History",
    "Inherited",
    "Keys",
    "Source",
    "data_file",
    "fetched_sources",
    "fields",
    "find_sources",
    "front_matter",
    "headers",
    "heading",
    "headline",
    "in_repository",
    "inheritance",
    "loose_dates",
    "read_history",
    "yaml_text",
]
