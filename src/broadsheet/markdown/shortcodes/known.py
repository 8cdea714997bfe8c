"""Known shortcodes and template tags, and their replacements: plain HTML, Markdown, or a link.

To know another one, write a function and put it into KNOWN. The table is one for all engines: a site
keeps the shortcodes of the engine that it has left, and the names that two engines share take either's
arguments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from itertools import takewhile

from broadsheet.markdown.html.in_text import words_of
from broadsheet.markdown.shortcodes.arguments import Arguments


def figure(given: Arguments) -> str:
    """Show a picture with its caption and its credit; "" if it has no address."""
    named = (given[key] for key in _SOURCES if given.get(key))
    source = next(named, given.get("0", ""))
    if not source:
        return ""
    caption = given.get("caption") or given.get("description") or ""
    second = given.get("1", "") if source == given.get("0") else ""
    alt = given.get("alt") or plain_text(caption) or given.get("title") or second
    image = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    if given.get("link"):
        image = f'<a href="{escape(given["link"])}">{image}</a>'
    title = given.get("title", "")
    words = " ".join(filter(None, (inline_html(caption), _credit(given))))
    shown = (title and f"<h4>{escape(title)}</h4>") + (words and f"<p>{words}</p>")
    return f"\n\n<figure>{image}{shown and f'<figcaption>{shown}</figcaption>'}</figure>\n\n"


_SOURCES = ("src", "url", "image_path", "file", "image", "img", "path")
_CREDITS = ("attr", "attribution", "credit", "credits")


def _credit(given: Arguments) -> str:
    """Return the picture's attribution, which a licence may require."""
    words = inline_html(next((given[key] for key in _CREDITS if given.get(key)), ""))
    link = given.get("attrlink", "")
    return f'<a href="{escape(link)}">{words or escape(link)}</a>' if link else words


def inline_html(markdown: str) -> str:
    """Render a line of Markdown without the paragraph around it."""
    from broadsheet.markdown.commonmark import comrak_adapter  # noqa: PLC0415 - few articles need it

    if not re.search(r"[*_`\[<&\\]|://|www\.", markdown):
        return escape(markdown, quote=False)
    html = comrak_adapter.to_html(markdown.replace("\n", " ").strip())
    return html.strip().removeprefix("<p>").removesuffix("</p>")


def plain_text(markdown: str) -> str:
    """Return the words of a line of Markdown."""
    return words_of(inline_html(markdown))


def _image(given: Arguments) -> str:
    """Show a picture: `src="…"`, or class names, the source, sizes and a title by position.

    The title may hold the alternative text in quotes of its own.
    """
    if "src" in given:
        return figure(given)
    words = [value for key, value in given.items() if key.isdigit()]
    first = next((n for n, word in enumerate(words) if re.search(r"[./]", word)), None)
    if first is None:
        return ""
    rest = words[first + 1 :]
    sizes = list(takewhile(str.isdigit, rest[:2]))
    typed = " ".join(word for word in rest[len(sizes) :] if not re.fullmatch(r"\d+%", word))
    title, alt = _title_and_alt(typed)
    shown = {"alt": alt or title, "title": title if alt else ""}
    shown |= dict(zip(("width", "height"), sizes, strict=False))
    attributes = "".join(
        f' {key}="{escape(value)}"' for key, value in shown.items() if value or key == "alt"
    )
    return f'<img src="{escape(words[first])}"{attributes}>'


def _title_and_alt(typed: str) -> tuple[str, str]:
    """Return a title and an alternative text: `"T" "A"`, `'T' 'A'`, `T 'A'`, or a title alone.

    A text ends with its quote: an apostrophe in a title alone begins none.
    """
    last = typed[-1:]
    if last not in {'"', "'"}:
        return typed, ""
    first = typed[0] if typed[0] in {'"', "'"} else last
    title, _, alt = typed.removeprefix(first).partition(first)
    return title.strip(), alt.strip(f" {last}")


def _link_to(prefix: str, label: str) -> Callable[[Arguments], str]:
    def link(given: Arguments) -> str:
        return _labelled(prefix, _number(given), given.get("title") or label)

    return link


def _number(given: Arguments) -> str:
    """Return the number of a film or post, or its address, which many components take in its place."""
    return given.get("id") or given.get("url") or given.get("0", "")


def _labelled(prefix: str, number: str, label: str) -> str:
    url = number if number.startswith(("https://", "http://")) else prefix + number
    return f'<a href="{escape(url)}">{escape(label)}</a>' if number else ""


def _youtube(given: Arguments) -> str:
    film = _number(given)
    if film and given.get("start", "").isdigit():
        film += f"{'?' if '/' in film and '?' not in film else '&'}t={given['start']}"
    title = given.get("title") or "YouTube"
    return _labelled("https://www.youtube.com/watch?v=", film, title)


def _gist(given: Arguments) -> str:
    """Link to a gist: user and id, or one of them and then a file."""
    words = [value for key, value in given.items() if key.isdigit()]
    target = "/".join(words[: 1 if words and "." in words[-1] else 2])
    return f'<a href="https://gist.github.com/{escape(target)}">Gist</a>' if target else ""


def _video(given: Arguments) -> str:
    """A file's address, or minimal-mistakes' id and provider."""
    source = given.get("src") or given.get("url") or given.get("0", "")
    if given.get("provider", "") in _VIDEOS:
        return _VIDEOS[given["provider"]](given)
    return f'<a href="{escape(source)}">Video</a>' if source else ""


def _page(label: str) -> Callable[[Arguments], str]:
    def link(given: Arguments) -> str:
        source = given.get("src") or given.get("url") or given.get("0", "")
        return f'<a href="{escape(source)}">{label}</a>' if source else ""

    return link


FOUND = "@found"
"""The argument that holds the address of the page that a shortcode names."""

FOUND_TITLE = "@title"
"""The argument that holds its title."""

TITLED = "post_link"
"""The shortcode that shows the title of the page that it names, unless it says another."""

LINKS = frozenset({"link", "post_link", "post_path", "post_url", "ref", "relref"})
"""Shortcodes that name a page."""


def _path(given: Arguments) -> str:
    """Return the address of an article, or its file where it was not found."""
    if given.get(FOUND):
        return given[FOUND]
    path, hash_, fragment = (given.get("path") or given.get("0", "")).partition("#")
    if path and not re.search(r"\.\w{2,8}$", path):
        path = f"{path.rstrip('/')}.md"
    return path + hash_ + fragment


def _post_link(given: Arguments) -> str:
    """Link to an article: its file's name, then a title in place of its own."""
    return _link(_path(given), _rest(given) or given.get(FOUND_TITLE) or given.get("0", ""))


def _asset_link(given: Arguments) -> str:
    """Link to a file beside the article: its name, then the title."""
    return _link(given.get("0", ""), _rest(given) or given.get("0", ""))


def _link(target: str, words: str) -> str:
    return f'<a href="{escape(target)}">{escape(words, quote=False)}</a>'


def _rest(given: Arguments) -> str:
    return " ".join(value for key, value in given.items() if key.isdigit() and key != "0")


def _file_or_address(given: Arguments) -> str:
    """`link` alone has the path of a file; with more arguments: words, an address, `true` and a title."""
    if "1" not in given:
        return _path(given)
    words = [value for key, value in given.items() if key.isdigit()]
    at = next((n for n, word in enumerate(words) if n and ("/" in word or "#" in word)), 1)
    return _link(words[at], " ".join(words[:at]))


def _address_of(given: Arguments) -> str:
    """Link by `url_for`: words, and a path."""
    return _link(given.get("1", ""), given.get("0", "")) if "1" in given else ""


def _tweet(given: Arguments) -> str:
    return _labelled(f"https://x.com/{given.get('user', 'i/web')}/status/", _number(given), "X")


def _details(given: Arguments) -> str:
    title = given.get("summary") or given.get("title") or given.get("0") or "Details"
    return f"\n\n<details><summary>{inline_html(title)}</summary>\n\n"


_VIDEOS: Mapping[str, Callable[[Arguments], str]] = {
    "bilibili": _link_to("https://www.bilibili.com/video/", "bilibili"),
    "vimeo": _link_to("https://vimeo.com/", "Vimeo"),
    "youtube": _youtube,
}

KNOWN: Mapping[str, Callable[[Arguments], str]] = {
    **_VIDEOS,
    "asset_img": _image,
    "asset_link": _asset_link,
    "asset_path": lambda given: given.get("0", ""),
    "audio": _page("Audio"),
    "details": _details,
    "figure": figure,
    "gist": _gist,
    "iframe": _page("Video"),
    "image": figure,
    "img": _image,
    "instagram": _link_to("https://www.instagram.com/p/", "Instagram"),
    "jsfiddle": _link_to("https://jsfiddle.net/", "JSFiddle"),
    "link": _file_or_address,
    "post_link": _post_link,
    "post_path": _path,
    "post_url": _path,
    "ref": _path,
    "relref": _path,
    "tweet": _tweet,
    "twitter": _tweet,
    "url_for": _address_of,
    "video": _video,
    "x": _tweet,
}

ENDS: Mapping[str, str] = {"details": "\n\n</details>\n\n"}
"""What the ends of shortcodes become that enclose something; the others are left out."""


def known_component(name: str, attributes: Arguments) -> str | None:
    """Return what a component that shows a film, a picture or the like becomes, None if it is unknown."""
    short = name.rpartition(".")[2].lower()
    given = {key.lower(): value for key, value in attributes.items()}
    if short in {"image", "img", "picture", "figure", "zoomimage"}:
        return figure(given) or None
    names = (short, short.removesuffix("embed"), short.removeprefix("lite"))
    found = next((KNOWN[each] for each in names if each in KNOWN), None)
    if "videoid" in given:
        given["id"] = given["videoid"]
    return (found(given) or None) if found and short not in {"link", "details"} else None
