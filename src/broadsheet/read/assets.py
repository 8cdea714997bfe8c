"""Where the files that articles name are: on this disk, and on the web."""

from __future__ import annotations

import contextlib
import mimetypes
import posixpath
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from broadsheet import urls
from broadsheet.config.records import Config
from broadsheet.model import Article, Image
from broadsheet.stamps import FILE, FOLDER, Stamps
from broadsheet.walk import files_below

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

ORIENTATION = 0x0112
"""The tag of EXIF that says how the pixels lie."""

UPRIGHT, ON_ITS_SIDE, ANY_SIDE = 1, 5, 8
"""Values of it: the first, the first of those that exchange width and height, the last."""

IMAGE_TYPES = {".webp": "image/webp", ".avif": "image/avif", ".jfif": "image/jpeg"}
"""Types that Python 3.11 does not know, or that depend on the machine's table."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a file says of itself: bytes, pixels as shown (None for SVG), its type.

    It is `turned` where its pixels must be turned or mirrored to be shown.
    """

    length: int
    width: int | None
    height: int | None
    media_type: str
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Where references are resolved from: `path` of the article's file below content/."""

    path: str
    permalink: str

    @property
    def folder(self) -> str:
        """Return the article's folder below content/, "" for content/ itself."""
        return posixpath.dirname(self.path)

    @property
    def is_bundle(self) -> bool:
        """Tell whether files beside the article are published beside its page (`index.md`)."""
        return posixpath.basename(self.path).startswith("index.")

    @property
    def asset_folder(self) -> str:
        """Return the folder of the article's own name, as Hexo's `post_asset_folder` has it."""
        return posixpath.splitext(self.path)[0]


class Assets:
    """Finds the files of a site; `stamps` remembers which ones an article depends on."""

    def __init__(self, config: Config, stamps: Stamps | None = None) -> None:
        self.stamps = stamps or Stamps(config.root, 0)
        self._base = config.articles_url
        self._root = config.root
        self._content = config.content.path
        self._static = config.content.static
        self._has_asset_folders = config.content.dialect == "hexo"
        self._is_hugo = config.content.dialect == "hugo"
        self._languages = config.content.languages if self._is_hugo else {}
        self._facts: dict[Path, ImageFacts | None] = {}

    def find(self, reference: str, page: Page) -> tuple[str, Path] | None:
        """Find the URL and the file of a reference; None where it is not on this disk.

        A path is looked up beside the article, in content/, in static/ and, there, beside the
        article's page, as typed and percent-decoded; one with a leading slash not beside anything, but
        in a bundle of Hugo's where it is nowhere else: themes look for a page's own files so.
        Beside the article is also what lies in its asset folder.
        """
        if not is_path(reference):
            return None
        typed = urlsplit(reference).path
        names = (name for name in dict.fromkeys((reference, typed, unquote(typed))) if name)
        return next((found for name in names if (found := self._look_up(name, page))), None)

    def _look_up(self, name: str, page: Page) -> tuple[str, Path] | None:
        if not name.startswith("/"):
            for folder in (page.folder, *([page.asset_folder] if self._has_asset_folders else ())):
                beside = posixpath.normpath(posixpath.join(folder, name))
                if file := self._file(self._content, beside):
                    return self._url_beside(beside, page), file
        path = posixpath.normpath(name.lstrip("/"))
        file = self._file(self._content, path) or self._file(self._static, path)
        if not file and not name.startswith("/") and page.permalink.startswith(self._base):
            address = unquote(urlsplit(page.permalink[len(self._base) :]).path)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(address), name))
            file = self._file(self._static, path)
        if not file and name.startswith("/") and self._is_hugo and page.is_bundle:
            beside = posixpath.normpath(posixpath.join(page.folder, path))
            file = self._file(self._content, beside)
            return (self._url_beside(beside, page), file) if file else None
        return (urls.file_url(self._base, path), file) if file else None

    def _url_beside(self, path: str, page: Page) -> str:
        if page.is_bundle and path.startswith(f"{page.folder}/"):
            return urls.file_url(self._bundle(page), path[len(page.folder) + 1 :])
        if self._has_asset_folders and path.startswith(f"{page.asset_folder}/"):
            place = re.sub(r"\.html?$", "/", page.permalink)
            return urls.file_url(place, path[len(page.asset_folder) + 1 :])
        return urls.file_url(self._base, path)

    def _bundle(self, page: Page) -> str:
        """Return the URL of a bundle's files; Hugo publishes those of translations (`index.de.md`) once."""
        told = posixpath.splitext(page.path)[0].rpartition(".")[2]
        start = urls.folder_url(self._base, self._languages.get(told, ""))
        main = next(iter(self._languages), "")
        shared = any(
            self._file(self._content, f"{page.folder}/index{m}.md") for m in ("", f".{main}")
        )
        return self._base + page.permalink.removeprefix(start) if shared else page.permalink

    def _file(self, folder: str, path: str) -> Path | None:
        if path.startswith(("../", "/")) or "\0" in path:
            return None
        place = f"{folder}/{path}" if folder else path
        return self._root / place if self.stamps.kind(place) == FILE else None

    def should_be_here(self, reference: str, page: Page) -> bool:
        """Tell whether a path leads into a folder of content/ or static/, so that its file is missing.

        A bare name, and one that begins with a dot, leads beside the article. Sites that keep their
        images elsewhere, on a CDN or in a theme, have no such folder.
        """
        if not is_path(reference) or reference.startswith("{"):
            return False
        path = unquote(urlsplit(reference).path)
        folder = posixpath.dirname(path.lstrip("/"))
        if not path.startswith("/") and folder.partition("/")[0] in {"", ".", ".."}:
            return self._is_folder(self._content, posixpath.join(page.folder, folder))
        return any(self._is_folder(base, folder) for base in (self._content, self._static))

    def is_there(self, path: str) -> bool:
        """Tell whether there is a file or folder of this path below the site's folder."""
        path = posixpath.normpath(path)
        return not path.startswith("..") and "\0" not in path and bool(self.stamps.kind(path))

    def _is_folder(self, base: str, path: str) -> bool:
        path = posixpath.normpath(path or ".")
        if path.startswith("..") or "\0" in path:
            return False
        return self.stamps.kind(posixpath.normpath(posixpath.join(base, path))) == FOLDER

    def others(self) -> dict[str, str]:
        """Return the URLs of all files below the content folder that are no notes, by their paths."""
        paths = files_below(self._root / self._content)
        return {p: urls.file_url(self._base, p) for p in paths if not p.endswith(".md")}

    def facts(self, file: Path) -> ImageFacts | None:
        """Measure an image below the site's folder; None where the file is no image."""
        self.stamps.of(file.relative_to(self._root).as_posix())
        if file not in self._facts:
            self._facts[file] = image_facts(file)
        return self._facts[file]


def is_path(reference: str) -> bool:
    """Tell whether a reference is the path of a file, as far as one can see."""
    return not urls.has_scheme(reference) and not reference.startswith(("//", "#", "?"))


def media_type(path: str) -> str | None:
    """Guess the media type of an image from its name; None where it is no image's."""
    suffix = posixpath.splitext(path)[1].lower()
    guess = IMAGE_TYPES.get(suffix) or mimetypes.types_map.get(suffix)
    return guess if guess and guess.startswith("image/") else None


def image_facts(file: Path) -> ImageFacts | None:
    """Measure an image; only its header is read. None where the file is no image."""
    from PIL import Image as Pillow  # noqa: PLC0415 - costs 50 ms, and many sites have no local images

    try:
        length = file.stat().st_size
        if file.suffix.lower() == ".svg":
            return ImageFacts(length, None, None, "image/svg+xml") if length else None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of damaged EXIF, say.
            # A decompression bomb only warns by default.
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(file) as image:
                kind = Pillow.MIME.get(image.format or "") or media_type(file.name)
                orientation = _orientation(image)
                width, height = image.size if orientation < ON_ITS_SIDE else image.size[::-1]
                turned = orientation > UPRIGHT
                return ImageFacts(length, width, height, kind, turned) if kind else None
    except (OSError, ValueError, SyntaxError, Warning, Pillow.DecompressionBombError):
        return None


def image_of(facts: ImageFacts, url: str, file: str, alt: str = "") -> Image:
    """Make the record of an image whose file, relative to the site's folder, was measured."""
    size = (facts.length, facts.width, facts.height)
    return Image(url, alt, facts.media_type, *size, file, facts.turned)


def _orientation(image: PillowImage) -> int:
    """Return how EXIF says that the pixels lie. Only what is before them in the file is read."""
    if "exif" not in image.info:
        return UPRIGHT
    try:
        found = int(image.getexif().get(ORIENTATION, UPRIGHT))
    except Exception:  # noqa: BLE001 - cameras write whatever they like, and Pillow raises any error of it
        return UPRIGHT
    return found if UPRIGHT <= found <= ANY_SIDE else UPRIGHT


_ELSEWHERE = ("https://", "http://", "#")
"""Begin most references, which are of no file here."""


class Resolver:
    """Resolves the references in articles' bodies; call it with a reference and the article.

    `permalinks` maps an article's file (below the site) to its permalink, so that a link to
    `other.md` leads to the page that it becomes; a file that is not where the link says is looked up by
    its name. Where languages have folders, links stay in that of their article. `pages` finds the
    address of a file that is no article. In a vault (Obsidian) other files are found by name too, and
    notes that are no articles have no page.
    """

    def __init__(
        self,
        assets: Assets,
        permalinks: Mapping[str, str],
        config: Config,
        pages: Callable[[str], str],
    ) -> None:
        self._assets = assets
        self._pages = pages
        self._permalinks = permalinks
        self._content = config.content.path
        self._folders = tuple(
            posixpath.join(self._content, folder)
            for folder in config.content.language_folders.values()
        )
        self._is_vault = config.content.dialect == "obsidian"
        self._links: dict[str, str] = {}

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[str, str]]:
        """Return what names lead to: those in each folder of a language, and, as "", those in none."""
        groups: dict[str, dict[str, str]] = {folder: {} for folder in ("", *self._folders)}
        for path, permalink in self._permalinks.items():
            groups[self._folder_of(path)][path] = permalink
        others = _by_name(self._assets.others()) if self._is_vault else {}
        return {folder: {**others, **_by_name(paths)} for folder, paths in groups.items()}

    def _folder_of(self, file: str) -> str:
        """Return the folder of a language that a file is in, "" if it is in none."""
        return next((f for f in self._folders if file.startswith(f"{f}/")), "")

    @contextlib.contextmanager
    def watching(self) -> Iterator[dict[str, str]]:
        """Give a dictionary that fills with the links asked for meanwhile: file → permalink or ""."""
        self._links = {}
        yield self._links
        self._links = {}

    def still(self, links: Mapping[str, str]) -> bool:
        """Tell whether the articles that are linked to are still where they were."""
        return all(self._permalink(file) == found for file, found in links.items())

    def __call__(self, reference: str, article: Article) -> str:
        """Return the absolute URL of a reference. Raises ValueError where it cannot be one."""
        if reference.startswith(_ELSEWHERE):
            return urls.absolute(reference, article.permalink)
        find = self._file_of_vault if self._is_vault else self._file
        found = self._page_of_file(reference, article) or find(reference, article)
        return urls.absolute(found or reference, article.permalink)

    def _page_of_file(self, reference: str, article: Article) -> str | None:
        target = self._markdown_file(reference, article)
        if not target:
            return None
        permalink = self._links[target] = self._permalink(target)
        _, hash_, fragment = reference.partition("#")
        return permalink and permalink + hash_ + fragment

    def lost_file(self, reference: str, article: Article) -> str:
        """Return the Markdown file that a reference names where it is no page, else ""."""
        target = self._markdown_file(reference, article)
        return target if target and not self._permalink(target) else ""

    def _markdown_file(self, reference: str, article: Article) -> str:
        # Zola's `@/` is the content folder.
        path = reference.replace("@/", "/", reference.startswith("@/")).partition("#")[0]
        if urls.has_scheme(path) or not path.endswith((".md", ".markdown")):
            return ""
        is_whole = path.startswith("/")
        base = self._content if is_whole else posixpath.dirname(article.source)
        name = unquote(path.lstrip("/"))
        file = posixpath.normpath(posixpath.join(base, name))
        folder = self._folder_of(article.source)
        is_there = not is_whole or not folder or self._folder_of(file)
        return file if is_there else posixpath.normpath(posixpath.join(folder, name))

    def _file_of_vault(self, reference: str, article: Article) -> str | None:
        """Find a file where the reference says, or else by its name.

        Raises ValueError where it is a note, which is no article then.
        """
        if urls.has_scheme(reference):
            return None
        name = posixpath.basename(unquote(reference.partition("#")[0]))
        if name.endswith(".md"):
            message = f"{name} is no article"
            raise ValueError(message)
        if found := self._file(reference, article):
            return found
        found = self._links[name] = self._permalink(name)
        return found

    def is_named(self, reference: str) -> bool:
        """Tell whether a file is found by its name alone, as in a vault."""
        return self._is_vault and posixpath.basename(unquote(reference)) in self._by_name[""]

    def _permalink(self, file: str) -> str:
        """Return the URL of a file, or of the only one of its name; "" where there is none."""
        found = self._permalinks.get(file) or self._pages(file)
        return found or self._by_name[self._folder_of(file)].get(posixpath.basename(file), "")

    def _file(self, reference: str, article: Article) -> str | None:
        path = article.source.removeprefix(f"{self._content}/") if self._content else article.source
        found = self._assets.find(reference, Page(path, article.permalink))
        return found and found[0]


def _by_name(permalinks: Mapping[str, str]) -> Mapping[str, str]:
    """Map files' names to permalinks, but for names that several files have."""
    names = Counter(map(_name, permalinks))
    return {
        _name(path): permalink for path, permalink in permalinks.items() if names[_name(path)] == 1
    }


def _name(path: str) -> str:
    """Return a file's name; that of a bundle is its folder's."""
    folder, name = posixpath.split(path)
    return f"{posixpath.basename(folder)}.md" if folder and name == "index.md" else name
