"""One file's text → an Article, or the problems that keep it from being one."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.config import records
from broadsheet.engines import Dialect
from broadsheet.errors import Problem, UnreadableError
from broadsheet.language_tags import language_in_name, language_of_folder
from broadsheet.model import Article
from broadsheet.read.article_reader import ArticleReader
from broadsheet.read.assets import Assets
from broadsheet.source import Address, Document, Inherited, Source, front_matter, headers


def read_article(
    source: Source, text: str, inherited: Inherited, dialect: Dialect, assets: Assets
) -> tuple[Article | None, list[Problem]]:
    """Read an article from its file's text and the fields that it inherits.

    It depends on nothing else but the dialect's configuration and the files that `assets` finds.
    Returns (None, all problems) if there is an error, and (None, no errors) if the file is not an
    article; warnings may come with either. `authors` is empty if neither the article nor the site names
    one.
    """
    try:
        reader = _reader(source, text, inherited, dialect, assets)
    except UnreadableError as error:
        problem = front_matter.problem_of(error, source.site_path)
        may_be_dated = headers.may_be_dated(source.path, text, dialect.keys.date)
        return None, [problem if may_be_dated else replace(problem, severity=dialect.unreadable)]
    article = reader.article()
    return article, sorted(reader.problems, key=lambda problem: problem.line)


def read_address(
    source: Source, text: str, inherited: Inherited, dialect: Dialect, assets: Assets
) -> tuple[Article, Address] | None:
    """Return an article and the facts that its address is made from; None if the file has errors."""
    try:
        reader = _reader(source, text, inherited, dialect, assets)
    except UnreadableError:
        return None
    article = reader.article()
    return (article, reader.address) if article and reader.address else None


def _reader(
    source: Source, text: str, inherited: Inherited, dialect: Dialect, assets: Assets
) -> ArticleReader:
    """Return the reader of an article's fields. Raises UnreadableError."""
    matter = dialect.split(text)
    inherited = dialect.inherit(inherited, dialect.merge(inherited.fields, matter.fields))
    merged = dialect.merge(inherited.fields, matter.fields)
    languages = _languages(source.path, dialect.config.content)
    document = Document(source, matter, merged, inherited, *languages)
    return ArticleReader(document, dialect, assets)


def page_permalink(source: Source, text: str, dialect: Dialect, assets: Assets) -> str:
    """Return the address of a page that may lack a date.

    "" if the address needs a date, or if the page is not rendered.

    Raises UnreadableError.
    """
    matter = dialect.split(text)
    languages = _languages(source.path, dialect.config.content)
    document = Document(source, matter, matter.fields, Inherited({}, {}), *languages)
    return ArticleReader(document, dialect, assets).page()


def _languages(path: str, content: records.ContentConfig) -> tuple[str, str]:
    """Return the language given by a file's name or folder, and that folder."""
    of_folder = language_of_folder(path, content.language_folders)
    told = language_in_name(path, content.languages) or of_folder
    return told, content.language_folders.get(of_folder, "")
