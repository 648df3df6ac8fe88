"""Checks of uploaded files: empty, too large, of another type, misnamed, with a path as a name."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from services_hall.attachments import pictures, uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.file_kinds import FileKind
from services_hall.presentation.messages import message
from tests.support.restaurant import picture
from tests.support.uploaded_files import ofd, pdf, photo, png_of_size

PDF = pdf()
JPG = photo("JPEG")
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
ZIP = b"PK\x03\x04" + bytes(60)
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("平面图.pdf", PDF, "application/pdf"),
        ("平面图.PDF", PDF, "application/pdf"),
        ("照片.jpg", JPG, "image/jpeg"),
        ("照片.JPEG", JPG, "image/jpeg"),
        ("微信图片.jfif", JPG, "image/jpeg"),
        ("扫描.jpe", JPG, "image/jpeg"),
        ("招牌.png", picture(), "image/png"),
        ("邮件附件.pdf", b"\xef\xbb\xbf" + PDF, "application/pdf"),
        ("换行.pdf", b"\r\n\r\n" + PDF, "application/pdf"),
        ("不能打印.pdf", pdf(owner_password="owner"), "application/pdf"),
        ("一寸照片.jpg", photo("JPEG", size=(295, 413)), "image/jpeg"),
        ("灯光暗.jpg", photo("JPEG", paper="#555555"), "image/jpeg"),
    ],
)
def test_pdf_jpg_and_png_are_taken_for_what_they_are(name: str, data: bytes, media_type: str) -> None:
    checked = uploads.check_upload(name, data)
    assert (checked.name, checked.media_type, checked.data) == (name, media_type, data)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.pdf", b"", "空文件"),
        ("大.pdf", PDF + bytes(uploads.LARGEST), "超过 10 MB"),
        ("动图.gif", GIF, "不是 PDF、JPG、PNG、HEIC 或 WEBP"),
        ("网页.pdf", HTML, "不是 PDF、JPG、PNG、HEIC 或 WEBP"),
        ("压缩.png", ZIP, "不是 PDF、JPG、PNG、HEIC 或 WEBP"),
        ("文字.pdf", "只是文字".encode(), "不是 PDF、JPG、PNG、HEIC 或 WEBP"),
        ("照片.png", JPG, "其实是JPG 图片"),
        ("照片.exe", JPG, "与文件名不符"),
        ("照片", JPG, "与文件名不符"),
        ("平面图.jpg", PDF, "其实是PDF"),
        ("平面图.pdf.exe", PDF, "与文件名不符"),
        ("断.pdf", PDF[:-40], "不完整或者已经损坏"),
        ("没有一页.pdf", pdf(pages=0), "不完整或者已经损坏"),
        ("断.jpg", JPG[: len(JPG) // 2], "不完整或者已经损坏"),
        ("断.png", picture()[:-300], "不完整或者已经损坏"),
        ("断.heic", photo("HEIF")[:-300], "不完整或者已经损坏"),
        ("断.webp", photo("WEBP")[:-300], "不完整或者已经损坏"),
        ("有密码.pdf", pdf(open_password="1234"), "要密码才能打开"),
        ("电子发票.ofd", ofd(), "导出为 PDF"),
        ("发票.zip", ofd(), "导出为 PDF"),
        ("缩略图.jpg", photo("JPEG", size=(120, 160)), "太小（120×160 像素）"),
        ("巨图.png", png_of_size(20_000, 20_000), "像素太多"),
        ("大图.png", png_of_size(9_000, 9_000), "像素太多"),
        ("背面.jpg", photo("JPEG", is_written=False), "几乎是空白的"),
        ("镜头盖.jpg", photo("JPEG", is_written=False, paper="black"), "几乎是空白的"),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_its_name(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        uploads.check_upload(name, data)
    assert name in message(refused.value.problem)
    assert reason in message(refused.value.problem)


def test_the_largest_file_is_just_taken() -> None:
    assert len(uploads.check_upload("大.pdf", PDF.ljust(uploads.LARGEST, b"\n")).data) == uploads.LARGEST


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/平面图.pdf", "平面图.pdf"),
        ("C:\\用户\\桌面\\平面图.pdf", "平面图.pdf"),
        ("/tmp/平面图.pdf", "平面图.pdf"),
        ("  平面图.pdf ", "平面图.pdf"),
        ("平面\r\n图\x00.pdf", "平面图.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
        ("%D5%C5%C8%FD.pdf", "张三.pdf"),
        ("%E5%BC%A0 100%.pdf", "张 100%.pdf"),
        ("图\ufffd纸\u202efdp.pdf", "图纸fdp.pdf"),
        ("😀.pdf", "文件.pdf"),
        ("店面📷.pdf", "店面.pdf"),
    ],
)
def test_only_the_name_itself_is_kept_without_path_and_control_characters(given: str, kept: str) -> None:
    assert uploads.check_upload(given, PDF).name == kept


@pytest.mark.parametrize("name", ["", "/", "..", "\x00\n"])
def test_a_file_without_a_name_is_refused_as_one(name: str) -> None:
    with pytest.raises(UploadRefused):
        uploads.check_upload(name, PDF)


@pytest.mark.parametrize(("name", "form"), [("IMG_0001.HEIC", "HEIF"), ("截图.webp", "WEBP")])
def test_pictures_that_agencies_cannot_open_become_jpeg_and_the_original_stays(name: str, form: str) -> None:
    sent = photo(form)
    checked = uploads.check_upload(name, sent)
    assert (checked.name, checked.media_type) == (name.rpartition(".")[0] + ".jpg", "image/jpeg")
    assert checked.original is not None
    assert checked.original.data == sent
    with Image.open(BytesIO(checked.data)) as converted:
        assert (converted.format, converted.size) == ("JPEG", (600, 800))


def test_a_converted_picture_is_upright_without_the_data_of_its_camera() -> None:
    checked = uploads.check_upload("横拍.webp", photo("WEBP", orientation=6))
    with Image.open(BytesIO(checked.data)) as converted:
        assert converted.size == (800, 600)
        assert not converted.getexif()


def test_a_page_with_nothing_but_a_signature_is_not_blank() -> None:
    page = Image.new("RGB", (1654, 2339), "#f4f1ea")
    ImageDraw.Draw(page).line([(1100, 1900), (1180, 1820), (1260, 1930), (1400, 1850)], "#222266", width=5)
    written = BytesIO()
    page.save(written, "JPEG")
    assert uploads.check_upload("签名页.jpg", written.getvalue()).media_type == "image/jpeg"


def test_a_picture_has_a_small_upright_copy() -> None:
    with Image.open(
        BytesIO(uploads.check_upload("横拍.jpg", photo(orientation=6)).thumbnail or b"")
    ) as small:
        assert (small.format, small.size) == ("JPEG", (320, 240))


def test_a_turned_picture_goes_clockwise_from_how_the_camera_was_held() -> None:
    for quarter_turns, (right, bottom) in enumerate([(0, 0), (1, 0), (1, 1), (0, 1)]):
        data, _small = pictures.turned(photo("PNG"), FileKind.PNG, quarter_turns)
        with Image.open(BytesIO(data)) as picture:
            pixel = picture.getpixel((5 + right * (picture.width - 11), 5 + bottom * (picture.height - 11)))
            assert isinstance(pixel, tuple)
            assert pixel[0] > 200 > 60 > pixel[1], (quarter_turns, pixel)
