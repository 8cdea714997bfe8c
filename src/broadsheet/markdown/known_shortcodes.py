"""What known shortcodes and template tags become: plain HTML, Markdown, or a link.

To know another one, write a function and put it into KNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

Arguments = Mapping[str, str]
"""Named arguments, and positional ones under "0", "1" …"""

_ARGUMENT = re.compile(
    r"(?:([\w-]+)\s*[=:]\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|`([^`]*)`|([^\s=]+))"
)


def arguments(text: str) -> Arguments:
    """Take apart what stands behind a name."""
    found: dict[str, str] = {}
    for name, double, single, raw, bare in _ARGUMENT.findall(text):
        value = double.replace('\\"', '"') or single or raw or bare.rstrip(",")
        found[name or str(sum(key.isdigit() for key in found))] = value
    return found


def figure(given: Arguments) -> str:
    """Show a picture with its caption."""
    source = given.get("src") or given.get("url") or given.get("image_path") or given.get("0", "")
    alt = given.get("alt") or given.get("title") or given.get("caption", "")
    image = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    if given.get("link"):
        image = f'<a href="{escape(given["link"])}">{image}</a>'
    words = " ".join(filter(None, (given.get("title", ""), given.get("caption", ""))))
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    return f"\n\n<figure>{image}{caption}</figure>\n\n"


def _image(given: Arguments) -> str:
    """Hexo's img and asset_img: class names, the source, sizes, a title; other img name their source."""
    if "src" in given:
        return figure(given)
    words = [value for key, value in given.items() if key.isdigit()]
    first = next((n for n, word in enumerate(words) if re.search(r"[./]", word)), None)
    if first is None:
        return ""
    # The title may hold the alternative text in quotes of its own.
    rest = " ".join(word for word in words[first + 1 :] if not re.fullmatch(r"\d+%?", word))
    alt = rest.replace("'", "").replace('"', "")
    return f'<img src="{escape(words[first])}" alt="{escape(alt)}">'


def _link_to(prefix: str, label: str) -> Callable[[Arguments], str]:
    def link(given: Arguments) -> str:
        target = given.get("id") or given.get("0", "")
        return f'<a href="{escape(prefix + target)}">{label}</a>' if target else ""

    return link


def _gist(given: Arguments) -> str:
    """Hugo's: user and id; Jekyll's and Hexo's: one of both, then a file of it."""
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


def _path(given: Arguments) -> str:
    """Return the file of an article, which is where the article is published when it is resolved."""
    path, hash_, fragment = (given.get("path") or given.get("0", "")).partition("#")
    if path and not re.search(r"\.\w{2,8}$", path):
        path = f"{path.rstrip('/')}.md"
    return path + hash_ + fragment


def _post_link(given: Arguments) -> str:
    """Hexo's: the file's name, then the title."""
    title = " ".join(v for k, v in given.items() if k.isdigit() and k != "0")
    return f"[{title or given.get('0', '')}](<{_path(given)}>)"


def _asset_link(given: Arguments) -> str:
    """Hexo's: the file's name, then the title."""
    title = " ".join(v for k, v in given.items() if k.isdigit() and k != "0")
    return f"[{title or given.get('0', '')}](<{given.get('0', '')}>)"


def _tweet(given: Arguments) -> str:
    user, number = given.get("user", "i/web"), given.get("id") or given.get("0", "")
    return f'<a href="https://x.com/{escape(user)}/status/{escape(number)}">X</a>'


def _code_open(given: Arguments) -> str:
    language = re.sub(r"[^\w+#-]", "", given.get("lang") or given.get("0", ""))
    return f"\n\n```{language}\n"


def _titled_code_open(given: Arguments) -> str:
    """Hexo's and Octopress': `{% codeblock A title lang:js %}`."""
    return _code_open({"lang": given.get("lang", "")})


def _summary_open(given: Arguments) -> str:
    title = given.get("summary") or given.get("title") or given.get("0", "")
    return f"\n\n**{title}**\n\n" if title else ""


_VIDEOS: Mapping[str, Callable[[Arguments], str]] = {
    "bilibili": _link_to("https://www.bilibili.com/video/", "bilibili"),
    "vimeo": _link_to("https://vimeo.com/", "Vimeo"),
    "youtube": _link_to("https://www.youtube.com/watch?v=", "YouTube"),
}

KNOWN: Mapping[str, Callable[[Arguments], str]] = {
    **_VIDEOS,
    "asset_img": _image,
    "asset_link": _asset_link,
    "asset_path": lambda given: given.get("0", ""),
    "audio": _page("Audio"),
    "code": _titled_code_open,
    "codeblock": _titled_code_open,
    "details": _summary_open,
    "figure": figure,
    "gist": _gist,
    "highlight": _code_open,
    "iframe": _page("Video"),
    "image": figure,
    "img": _image,
    "jsfiddle": _link_to("https://jsfiddle.net/", "JSFiddle"),
    "link": _path,
    "post_link": _post_link,
    "post_path": _path,
    "post_url": _path,
    "ref": _path,
    "relref": _path,
    "tweet": _tweet,
    "twitter": _tweet,
    "video": _video,
    "x": _tweet,
}

CLOSING: Mapping[str, str] = dict.fromkeys(("code", "codeblock", "highlight"), "\n```\n\n")
"""What the ends of some become."""
