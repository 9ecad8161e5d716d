from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from common.files import DOCUMENTS, EVERY_KIND, MAX_BYTES, PHOTOS, FileRefused, Kind, check_upload

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GPS = {1: "N", 2: (34.0, 5.0, 12.0), 3: "E", 4: (131.0, 48.0, 20.0)}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>34,5.2N</exif:GPSLatitude></x:xmpmeta>'


def _picture(kind: str = "jpeg", size: tuple[int, int] = (40, 30), **options) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def _exif(*, with_position: bool) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Model] = "Sample"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:23 10:00:00"
    if with_position:
        exif[ExifTags.IFD.GPSInfo] = GPS
    return exif


def _package(*members: str, content: bytes = b"<x/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for member in ("[Content_Types].xml", *members):
            package.writestr(member, content)
    return file.getvalue()


def _refusals(name: str, content: bytes, kinds=EVERY_KIND, **options) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        check_upload(name, content, kinds, **options)
    return [problem.message for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "content", "kind", "content_type"),
    [
        ("報告書.pdf", PDF, Kind.PDF, "application/pdf"),
        ("屋根.JPG", _picture(), Kind.JPEG, "image/jpeg"),
        ("屋根.jpeg", _picture(exif=_exif(with_position=False)), Kind.JPEG, "image/jpeg"),
        ("図面.png", _picture("png"), Kind.PNG, "image/png"),
        (
            "一覧.xlsx",
            _package("xl/workbook.xml"),
            Kind.XLSX,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "協定書.docx",
            _package("word/document.xml"),
            Kind.DOCX,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_that_is_what_its_name_says_is_kept_byte_for_byte(name, content, kind, content_type):
    checked = check_upload(name, content, EVERY_KIND)

    assert (checked.name, checked.kind, checked.content, checked.stripped_position) == (
        name,
        kind,
        content,
        False,
    )
    assert (checked.content_type, checked.size, checked.sha256) == (
        content_type,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )


def test_a_file_may_come_as_a_stream():
    assert check_upload("報告書.pdf", io.BytesIO(PDF), DOCUMENTS).content == PDF


@pytest.mark.parametrize(
    "name", ["../../etc/報告書.pdf", "C:\\写真\\報告書.pdf", "報告\u202e書.pdf\n", " 報告書.pdf"]
)
def test_a_name_is_kept_without_folders_and_unseen_characters(name):
    assert check_upload(name, PDF, DOCUMENTS).name == "報告書.pdf"


@pytest.mark.parametrize(
    ("name", "content", "kinds", "refusals"),
    [
        ("報告書.pdf", _picture("png"), EVERY_KIND, ["「報告書.pdf」は名前ではPDFですが、中身はPNGです。"]),
        ("屋根.png", _picture(), EVERY_KIND, ["「屋根.png」は名前ではPNGですが、中身はJPEGです。"]),
        (
            "報告書.pdf",
            b"MZ\x90\x00",
            EVERY_KIND,
            ["「報告書.pdf」は名前ではPDFですが、中身がそうなっていません。"],
        ),
        (
            "一覧.xlsx",
            _package("word/document.xml"),
            EVERY_KIND,
            ["「一覧.xlsx」は名前ではExcel（xlsx）ですが、中身はWord（docx）です。"],
        ),
        (
            "一覧.xlsx",
            _package("a.txt"),
            EVERY_KIND,
            ["「一覧.xlsx」は名前ではExcel（xlsx）ですが、中身がそうなっていません。"],
        ),
        (
            "一覧.xlsx",
            b"PK\x03\x04 broken",
            EVERY_KIND,
            ["「一覧.xlsx」は名前ではExcel（xlsx）ですが、中身がそうなっていません。"],
        ),
        (
            "一覧.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
            EVERY_KIND,
            ["「一覧.xlsx」は古い形式（xls・doc）か、パスワード付きのファイルです。保存し直してください。"],
        ),
        (
            "一覧.xlsx",
            _package("xl/workbook.xml", "xl/vbaProject.bin"),
            EVERY_KIND,
            ["「一覧.xlsx」にはマクロが入っています。マクロのない形式で保存し直してください。"],
        ),
        (
            "屋根.jpg",
            _picture()[:300],
            PHOTOS,
            ["「屋根.jpg」は画像として開けません。壊れていないか確かめてください。"],
        ),
        (
            "屋根.png",
            _picture("png")[:60],
            PHOTOS,
            ["「屋根.png」は画像として開けません。壊れていないか確かめてください。"],
        ),
        (
            "屋根.heic",
            b"\x00\x00\x00\x18ftypheic",
            PHOTOS,
            ["「屋根.heic」はHEIC形式の写真です。JPEGで保存し直してから添付してください。"],
        ),
        ("報告書.pdf", PDF, PHOTOS, ["「報告書.pdf」は添付できません。添付できるのはJPEG、PNGです。"]),
        ("実行.exe", b"MZ", PHOTOS, ["「実行.exe」は添付できません。添付できるのはJPEG、PNGです。"]),
        ("報告書.pdf", b"", EVERY_KIND, ["「報告書.pdf」は空のファイルです。"]),
        (
            "メモ",
            b"",
            frozenset({Kind.PDF}),
            ["「メモ」は添付できません。添付できるのはPDFです。", "「メモ」は空のファイルです。"],
        ),
        (
            "/",
            PDF,
            frozenset({Kind.PDF}),
            ["ファイル名がありません。", "「」は添付できません。添付できるのはPDFです。"],
        ),
        ("あ" * 197 + ".pdf", PDF, EVERY_KIND, ["ファイル名が長すぎます（200文字まで）。"]),
    ],
)
def test_a_file_is_refused_with_everything_that_is_wrong_with_it(name, content, kinds, refusals):
    assert _refusals(name, content, kinds) == refusals


@pytest.mark.parametrize(("size", "refused"), [(99, False), (100, False), (101, True)])
def test_a_file_may_be_as_large_as_the_limit(size, refused):
    content = PDF.ljust(size, b"\n")

    if refused:
        assert _refusals("a.pdf", content, max_bytes=100) == ["「a.pdf」は大きすぎます（0MBまで）。"]
    else:
        assert check_upload("a.pdf", content, DOCUMENTS, max_bytes=100).size == size


def test_a_stream_without_end_is_read_no_further_than_the_limit():
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size=-1, /):
            self.asked += size or 0
            return PDF.ljust(size or 0, b" ")

    endless = Endless()

    with pytest.raises(FileRefused, match="20MBまで"):
        check_upload("a.pdf", endless, DOCUMENTS)

    assert endless.asked == MAX_BYTES + 1


def test_a_package_that_would_unpack_to_more_than_is_sane_is_refused(monkeypatch):
    monkeypatch.setattr("common.files.MAX_UNPACKED_BYTES", 1024 * 1024)
    content = _package("xl/workbook.xml", content=bytes(600 * 1024))

    assert _refusals("一覧.xlsx", content) == ["「一覧.xlsx」は展開すると大きすぎます（1MBまで）。"]


def test_a_package_with_too_many_members_is_refused(monkeypatch):
    monkeypatch.setattr("common.files.MAX_MEMBERS", 2)

    assert check_upload("一覧.xlsx", _package("xl/workbook.xml"), EVERY_KIND).kind is Kind.XLSX
    assert _refusals("一覧.xlsx", _package("xl/workbook.xml", "a.xml")) == [
        "「一覧.xlsx」は展開すると大きすぎます（200MBまで）。"
    ]


@pytest.mark.parametrize(("size", "refused"), [((40, 30), False), ((40, 31), True)])
def test_a_picture_may_have_as_many_pixels_as_the_limit(monkeypatch, size, refused):
    monkeypatch.setattr("common.files.MAX_PIXELS", 1200)

    if refused:
        assert _refusals("a.png", _picture("png", size)) == ["「a.png」は画素数が多すぎます（0万画素まで）。"]
    else:
        assert check_upload("a.png", _picture("png", size), PHOTOS).kind is Kind.PNG


@pytest.mark.parametrize("limit", [600, 599])
def test_a_picture_that_the_decoder_itself_finds_too_large_is_refused(monkeypatch, limit):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)

    assert _refusals("a.png", _picture("png")) == ["「a.png」は画素数が多すぎます（5,000万画素まで）。"]


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "jpeg"), ("a.png", "png")])
def test_the_position_is_taken_out_of_a_photograph_and_the_rest_kept(name, kind):
    content = _picture(kind, exif=_exif(with_position=True))

    checked = check_upload(name, content, PHOTOS)

    assert checked.stripped_position is True
    with Image.open(io.BytesIO(checked.content)) as kept, Image.open(io.BytesIO(content)) as before:
        facts = kept.getexif()
        assert facts.get_ifd(ExifTags.IFD.GPSInfo) == {}
        assert dict(facts.get_ifd(ExifTags.IFD.Exif)) == {
            ExifTags.Base.DateTimeOriginal: "2026:11:23 10:00:00"
        }
        assert (facts[ExifTags.Base.Orientation], facts[ExifTags.Base.Model]) == (6, "Sample")
        assert (kept.size, kept.mode) == (before.size, before.mode)
        assert kept.format == kind.upper()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", _picture(xmp=XMP)),
        ("a.jpg", _picture(exif=_exif(with_position=False), comment=b"GPS 34.08,131.8")),
    ],
)
def test_a_position_hidden_elsewhere_in_a_jpeg_is_taken_out_too(name, content):
    checked = check_upload(name, content, PHOTOS)

    assert (checked.stripped_position, b"GPS" in checked.content) == (True, False)


def test_a_position_in_a_text_field_of_a_png_is_taken_out_too():
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())

    checked = check_upload("a.png", _picture("png", pnginfo=text), PHOTOS)

    assert (checked.stripped_position, b"GPS" in checked.content) == (True, False)


def test_facts_too_damaged_to_tell_are_taken_out_whole():
    exif = _exif(with_position=True).tobytes()
    content = _picture(exif=exif)
    at = content.index(b"Exif\x00\x00") + 6
    damaged = content[: at + 4] + b"\xff\xff\xff\x7f" + content[at + 8 :]

    checked = check_upload("a.jpg", damaged, PHOTOS)

    with Image.open(io.BytesIO(checked.content)) as kept:
        assert dict(kept.getexif()) == {}


def test_a_picture_without_its_position_passes_unchanged_a_second_time():
    once = check_upload("a.jpg", _picture(exif=_exif(with_position=True)), PHOTOS)

    again = check_upload("a.jpg", once.content, PHOTOS)

    assert (again.content, again.stripped_position) == (once.content, False)
