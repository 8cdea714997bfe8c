"""The pictures of letters: fitted, converted where mail programs need it, never a hole."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html
from newsletter_samples import PICTURE, article, config, context, edition, issue, written
from PIL import Image as Pillow

from broadsheet.model import Image
from broadsheet.newsletter import drawing
from broadsheet.newsletter.images import mail_lead, mail_logo, web_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'


def image(file, kind, width=2000, height=1000):
    return Image(f"https://example.org/{file}", "Alt", kind, 9, width, height, f"static/{file}")


def save(root, name, mode="RGB", form=None):
    (root / "static").mkdir(exist_ok=True)
    Pillow.new(mode, (2000, 1000)).save(root / "static" / name, form)


def made_with(root, picture, digest=""):
    return context([article("a", image=picture)], config(digest, root=root))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1200, 675), (536, 302)),
        ((400, 300), (400, 300)),
        ((100, 5000), (11, 536)),
        ((5000, 1), (536, 1)),
        ((None, None), (536, None)),
    ],
)
def test_pictures_are_shown_no_wider_than_the_text_and_never_larger_than_they_are(size, shown):
    made = context([article("a", image=Image("https://e.org/a.png", "", "image/png", 9, *size))])
    found = mail_lead(issue(made), edition(made), made)
    assert (found.picture.width, found.picture.height) == shown
    assert found.file is None


@pytest.mark.parametrize(
    ("name", "mode", "kind", "suffix"),
    [
        ("a.webp", "RGB", "image/webp", ".jpg"),
        ("a.webp", "RGBA", "image/webp", ".jpg"),
        ("a.avif", "RGB", "image/avif", ".jpg"),
        ("a.tiff", "L", "image/tiff", ".jpg"),
    ],
)
def test_what_outlook_cannot_show_is_converted_once_and_named_by_its_content(
    tmp_path, name, mode, kind, suffix
):
    save(tmp_path, name, mode)
    if mode == "RGBA":
        suffix = ".png"
    made = made_with(tmp_path, image(name, kind))
    files = written(made)
    (file,) = (path for path in files if path.startswith("lead-"))
    assert file.endswith(suffix)
    with Pillow.open(io.BytesIO(files[file])) as opened:
        assert opened.size == (1200, 600)
    (shown,) = lxml_html.document_fromstring(files["email.html"].decode()).iter("img")
    assert shown.get("src") == f"https://example.org/digests/weekly/2025-W25/{file}"
    assert (shown.get("width"), shown.get("height"), shown.get("alt")) == ("536", "268", "Alt")
    assert files == written(made_with(tmp_path, image(name, kind)))
    assert made.problems == []


def test_a_photograph_that_lies_on_its_side_is_set_upright_since_outlook_does_not(tmp_path):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    (tmp_path / "static").mkdir()
    Pillow.new("RGB", (2000, 1000)).save(tmp_path / "static/a.jpg", exif=exif)
    picture = replace(image("a.jpg", "image/jpeg", 1000, 2000), turned=True)
    found = mail_lead(issue(made := made_with(tmp_path, picture)), edition(made), made)
    assert (found.picture.width, found.picture.height) == (268, 536)
    with Pillow.open(io.BytesIO(found.file.content)) as opened:
        assert (opened.size, opened.getexif().get(0x0112, 1)) == ((1000, 2000), 1)


def test_an_svg_is_drawn_and_looks_at_nothing_outside_itself(tmp_path):
    save(tmp_path, "secret.png")
    outside = f'<image href="{tmp_path}/static/secret.png" width="40" height="20"/>'
    (tmp_path / "static/a.svg").write_text(SVG.replace("<rect", f"{outside}<rect"))
    (tmp_path / "static/b.svg").write_text(SVG)
    files = [
        mail_lead(issue(made), edition(made), made).file.content
        for made in (
            made_with(tmp_path, image(name, "image/svg+xml")) for name in ("a.svg", "b.svg")
        )
    ]
    assert files[0] == files[1]
    with Pillow.open(io.BytesIO(files[0])) as opened:
        assert (opened.format, opened.size) == ("PNG", (1200, 600))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg", "it cannot be drawn"),
        (b"<svg/>", "neither width and height nor a viewBox"),
        (b'<svg viewBox="0 0 1 99"/>', "1 × 99 is no size for a picture"),
        (b'<svg width="0" height="0"/>', "is no size"),
        (b'<svg viewBox="0 0 nan ."/>', "cannot be drawn"),
        (b'<!DOCTYPE x [<!ENTITY a "aa">]><svg viewBox="0 0 4 4">&a;', "cannot be drawn"),
        (b"<svg>" + b" " * 2_000_001, "larger than 2000000 bytes"),
    ],
)
def test_an_svg_that_cannot_be_drawn_is_left_out_and_said(tmp_path, content, says):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.svg").write_bytes(content)
    made = made_with(tmp_path, image("a.svg", "image/svg+xml"))
    assert mail_lead(issue(made), edition(made), made) is None
    (problem,) = made.problems
    assert (problem.path, problem.field) == ("content/a.md", "image")
    assert says in problem.message


def left_out(root, name, kind):
    """Return why an issue goes without a picture."""
    made = made_with(root, image(name, kind))
    assert "<img" not in written(made)["email.html"].decode()
    (problem,) = made.problems
    assert (problem.path, problem.field) == ("content/a.md", "image")
    return problem.message


@pytest.mark.parametrize("name", ["bomb.tiff", "bomb.png"])
def test_a_few_kilobytes_that_unpack_to_gigabytes_are_left_out_and_said(tmp_path, name):
    (tmp_path / "static").mkdir()
    Pillow.new("1", (10_000, 5_101)).save(tmp_path / "static" / name)
    kind = f"image/{name.partition('.')[2]}"
    assert "it has 51 million pixels" in left_out(tmp_path, name, kind)


@pytest.mark.parametrize("kind", ["image/webp", "image/jpeg"])
def test_what_is_no_image_is_left_out_and_said(tmp_path, kind):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/text").write_text("no image")
    Pillow.new("RGB", (9, 9)).save(tmp_path / "static/vector", "eps")
    for name in ("text", "vector" if kind == "image/jpeg" else "text", "gone"):
        assert "the letter goes without it: it cannot be read" in left_out(tmp_path, name, kind)


def test_a_filter_that_never_ends_is_given_up_in_time(tmp_path, monkeypatch):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><filter id="f"><feTurbulence '
        'numOctaves="99999999" baseFrequency="1"/></filter>'
        '<rect filter="url(#f)" width="100" height="100"/></svg>'
    )
    monkeypatch.setattr(drawing, "SECONDS", 1)
    says = left_out(tmp_path, "a.svg", "image/svg+xml")
    assert "it takes more than 1 s or 700 MB of memory; replace it by a PNG or JPEG" in says


def test_a_picture_that_takes_too_much_memory_is_left_out_and_said(tmp_path):
    """A progressive JPEG is held as a whole, at whatever scale it is read. (The limit is lower here.)."""
    (tmp_path / "static").mkdir()
    picture = Pillow.new("L", (16_000, 5_500))
    picture.save(tmp_path / "static/a.jpg", progressive=True, quality=10)
    limits = f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({60_000_000},) * 2)"
    code = Path(drawing.__file__).read_text().replace("    _limit()\n", f"    {limits}\n")
    (tmp_path / "drawing.py").write_text(code)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "__file__", str(tmp_path / "drawing.py"))
        assert "MB of memory" in left_out(tmp_path, "a.jpg", "image/tiff")


def test_half_a_photograph_is_left_out_and_said(tmp_path):
    save(tmp_path, "a.jpg")
    whole = (tmp_path / "static/a.jpg").read_bytes()
    (tmp_path / "static/a.jpg").write_bytes(whole[: len(whole) // 2])
    assert "it cannot be read (image file is truncated" in left_out(tmp_path, "a.jpg", "image/jpeg")


def test_the_colours_of_printers_are_converted(tmp_path):
    save(tmp_path, "a.jpg", "CMYK")
    found = mail_lead(
        issue(made := made_with(tmp_path, image("a.jpg", "image/jpeg"))), edition(made), made
    )
    with Pillow.open(io.BytesIO(found.file.content)) as opened:
        assert (opened.format, opened.mode) == ("JPEG", "RGB")


def test_a_photograph_of_ten_megabytes_is_made_smaller(tmp_path):
    (tmp_path / "static").mkdir()
    noise = random.Random(1).randbytes(3000 * 2000 * 3)
    picture = Pillow.frombytes("RGB", (3000, 2000), noise)
    picture.save(tmp_path / "static/a.jpg", quality=98)
    assert (tmp_path / "static/a.jpg").stat().st_size > 9_000_000
    given = image("a.jpg", "image/jpeg", 3000, 2000)
    found = mail_lead(issue(made := made_with(tmp_path, given)), edition(made), made)
    assert len(found.file.content) < 1_500_000
    with Pillow.open(io.BytesIO(found.file.content)) as opened:
        assert opened.size == (1200, 800)


def test_small_pictures_stay_as_they_are(tmp_path):
    for name, kind in (("a.jpg", "image/jpeg"), ("a.png", "image/png"), ("a.gif", "image/gif")):
        save(tmp_path, name)
        made = made_with(tmp_path, image(name, kind))
        assert mail_lead(issue(made), edition(made), made).file is None


def test_a_missing_file_leaves_no_hole_and_is_said(tmp_path):
    (tmp_path / "static/images").mkdir(parents=True)
    gone = Image("https://example.org/images/gone.png", "", "image/png")
    made = made_with(tmp_path, gone)
    files = written(made)
    assert "<img" not in files["email.html"].decode() + files["index.html"].decode()
    assert [problem.message for problem in made.problems] == [
        "the letter goes without it: its file is missing; put it there, or fix the path"
    ]
    elsewhere = Image("https://cdn.example.net/images/gone.png", "", "image/png")
    assert web_picture(issue(made := made_with(tmp_path, elsewhere)), made.pictures)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [("a.webp", "image/webp", "hidden"), ("a.avif", "image/avif", "hidden"), ("a", None, "shown")],
)
def test_what_outlook_lacks_and_nobody_here_can_convert_is_hidden_from_it(name, kind, shown):
    elsewhere = Image(f"https://cdn.example.net/{name}", "", kind)
    made = context([article("a", image=elsewhere)])
    html = written(made)["email.html"].decode()
    (tag,) = re.findall("(?:<!--.if !mso.><!-->)?<img[^>]*>(?:<!--<!.endif.-->)?", html)
    assert elsewhere.url in tag
    assert tag.startswith("<!--[if !mso]><!--><img") == (shown == "hidden")
    assert tag.endswith("><!--<![endif]-->") == (shown == "hidden")
    assert made.problems == []


def test_an_svg_elsewhere_is_left_out_and_said():
    made = context([article("a", image=Image("https://e.org/a.svg", "", "image/svg+xml"))])
    assert "<img" not in written(made)["email.html"].decode()
    assert "Gmail shows no SVG" in made.problems[0].message


def test_a_logo_takes_the_place_of_the_title(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/logo.svg").write_text(SVG)
    made = made_with(tmp_path, None, 'logo = "logo.svg"')
    files = written(made)
    (file,) = (path for path in files if path.startswith("logo-"))
    (shown,) = lxml_html.document_fromstring(files["email.html"].decode()).iter("img")
    assert shown.get("src").endswith(f"/{file}")
    assert (shown.get("alt"), shown.get("width"), shown.get("height")) == (
        "Broadsheet Weekly",
        "144",
        "72",
    )


def test_a_logo_that_is_no_image_is_left_out_and_said(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static/logo.png").write_text("no image")
    made = made_with(tmp_path, PICTURE, 'logo = "logo.png"')
    assert mail_logo(issue(made), edition(made), made) is None
    assert [problem.field for problem in made.problems] == ["digest.weekly.logo"]
