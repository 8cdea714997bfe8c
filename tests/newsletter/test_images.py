"""The pictures of letters: fitted, converted where mail programs need it, never a hole."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html
from newsletter_samples import PICTURE, article, config, context, edition, issue, written
from PIL import Image as Pillow

from broadsheet.mail_pictures import Pictures, drawing
from broadsheet.model import Image
from broadsheet.newsletter.images import mail_lead, mail_logos, mail_thumbnails, web_picture

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
@pytest.mark.slow
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
    assert (found.picture.width, found.picture.height) == (536, 402)
    with Pillow.open(io.BytesIO(found.file.content)) as opened:
        assert (opened.size, opened.getexif().get(0x0112, 1)) == ((1000, 750), 1)


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


def test_a_missing_file_leaves_no_hole_and_is_said(tmp_path):
    (tmp_path / "static/images").mkdir(parents=True)
    gone = Image("https://example.org/images/gone.png", "", "image/png")
    made = made_with(tmp_path, gone)
    files = written(made)
    assert "<img" not in files["email.html"].decode() + files["index.html"].decode()
    assert [problem.message for problem in made.problems] == [
        "the e-mail goes without it: its file is missing; put it there, or fix the path"
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
    (tag,) = re.findall(
        "(?:<!--.if !mso.><!-->)?<a [^>]*><img[^>]*></a>(?:<!--<!.endif.-->)?", html
    )
    assert elsewhere.url in tag
    assert tag.startswith("<!--[if !mso]><!--><a ") == (shown == "hidden")
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
    assert mail_logos(issue(made), edition(made), made) == (None, None)
    assert [problem.field for problem in made.problems] == ["digest.weekly.logo"]


@pytest.mark.parametrize("size", [(40, 40), (199, 100), (100, 5000)])
def test_an_icon_or_a_strip_does_not_lead(size):
    made = context([article("a", image=Image("https://e.org/a.png", "", "image/png", 9, *size))])
    assert mail_lead(issue(made), edition(made), made) is None
    assert made.problems == []


def test_a_portrait_is_cropped(tmp_path):
    (tmp_path / "static").mkdir()
    for size, heavy, expected in (
        ((600, 2400), 9, (600, 450)),
        ((2000, 3000), 9, (1200, 900)),
    ):
        Pillow.new("RGB", size).save(tmp_path / "static/a.jpg")
        picture = replace(image("a.jpg", "image/jpeg", *size), length=heavy)
        made = made_with(tmp_path, picture)
        found = mail_lead(issue(made), edition(made), made)
        with Pillow.open(io.BytesIO(found.file.content)) as opened:
            assert opened.size == expected


def test_stories_of_the_second_tier_have_thumbnails(tmp_path):
    save(tmp_path, "a.jpg")
    picture = image("a.jpg", "image/jpeg")
    articles = [article("lead", lead=True), *(article(str(n), image=picture) for n in range(5))]
    made = context(articles, config(root=tmp_path))
    found = mail_thumbnails(issue(made), edition(made), made)
    assert list(found) == [f"https://example.org/{n}/" for n in range(3)]
    assert {(each.picture.width, each.picture.height) for each in found.values()} == {(112, 84)}
    files = written(made)
    page = lxml_html.document_fromstring(files["email.html"].decode())
    assert len(page.find_class("thumb")) == 3
    assert len([name for name in files if name.startswith("thumb-")]) == 1
    none = context(articles, config('[digest.weekly.show]\nsecond = ["summary"]', root=tmp_path))
    assert mail_thumbnails(issue(none), edition(none), none) == {}


def test_a_dark_logo_takes_the_place_of_the_other_in_dark_mode(tmp_path):
    (tmp_path / "static").mkdir()
    for name in ("logo.svg", "dark.svg"):
        (tmp_path / "static" / name).write_text(SVG.replace("40", "41" if name < "e" else "40"))
    made = made_with(tmp_path, None, 'logo = "logo.svg"\ndark_logo = "dark.svg"')
    html = written(made)["email.html"].decode()
    light, dark = lxml_html.document_fromstring(html).iter("img")
    assert (light.get("class"), dark.get("class")) == ("logo light-only", "logo dark-only")
    assert light.get("alt") == dark.get("alt") == "Broadsheet Weekly"  # Pictures may be off.
    alone = written(made_with(tmp_path, None, 'logo = "logo.svg"'))["email.html"].decode()
    assert 'class="logo plate"' in alone


@pytest.mark.parametrize(
    ("ink", "is_plated"),
    [((16, 32, 80, 255), True), ((235, 240, 255, 255), False)],
)
def test_a_dark_logo_brings_its_plate_where_a_mail_program_darkens_by_itself(
    tmp_path, ink, is_plated
):
    (tmp_path / "static").mkdir()
    logo = Pillow.new("RGBA", (1280, 200))
    logo.paste(ink, (100, 50, 1180, 150))
    logo.save(tmp_path / "static/logo.png")
    made = made_with(tmp_path, None, 'logo = "/logo.png"')
    files = [name for name in written(made) if "logo-" in name]
    assert len(files) == is_plated
    for name in files:
        with Pillow.open(io.BytesIO(written(made)[name])) as plated:
            assert plated.getpixel((0, 0)) == (0xFF, 0xFE, 0xFB)
            assert plated.getpixel((plated.width // 2, plated.height // 2)) == ink[:3]
            assert plated.size == (640 + 32, 100 + 32)


FAKE = """
import sys
arguments = sys.argv[1:]
for kind, file, width, height in zip(*[iter(arguments)] * 4):
    if "bomb" in file:
        sys.stdout.write(".png 22")
        sys.stdout.flush()
        sys.exit(1)
    sys.stdout.write(f".png {width} {height} 4\\nmade")
"""


def test_a_picture_that_ends_the_process_of_all_thumbnails_loses_itself_alone(
    tmp_path, monkeypatch
):
    program = tmp_path / "drawing.py"
    program.write_text(FAKE)
    monkeypatch.setattr(drawing, "__file__", str(program))
    pictures = Pictures(config(root=tmp_path))
    images = [image(name, "image/png") for name in ("a.png", "bomb.png", "c.png", "bomb2.png")]
    made = pictures.thumbnails(images, (40, 30))
    assert set(made) == {"static/a.png", "static/c.png"}
    assert made["static/c.png"].content == b"made"
    program.unlink()
    assert pictures.thumbnails(images, (40, 30)) == made  # Nothing is tried again.
