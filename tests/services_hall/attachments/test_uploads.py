"""Checks of uploaded files: empty, too large, of another type, misnamed, with a path as a name."""

import pytest

from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.presentation.messages import message
from tests.support.restaurant import picture

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\xff\xd9"
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
        ("招牌.png", picture(), "image/png"),
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
        ("动图.gif", GIF, "不是 PDF、JPG 或 PNG"),
        ("网页.pdf", HTML, "不是 PDF、JPG 或 PNG"),
        ("压缩.png", ZIP, "不是 PDF、JPG 或 PNG"),
        ("文字.pdf", "只是文字".encode(), "不是 PDF、JPG 或 PNG"),
        ("照片.png", JPG, "其实是JPG 图片"),
        ("照片.exe", JPG, "与文件名不符"),
        ("照片", JPG, "与文件名不符"),
        ("平面图.jpg", PDF, "其实是PDF"),
        ("平面图.pdf.exe", PDF, "与文件名不符"),
        ("断.pdf", PDF.removesuffix(b"%%EOF\n"), "不完整或者已经损坏"),
        ("断.jpg", JPG[:-2], "不完整或者已经损坏"),
        ("断.png", picture()[:-12], "不完整或者已经损坏"),
        ("有密码.pdf", PDF.replace(b"%%EOF", b"trailer<</Root 1 0 R/Encrypt 5 0 R>>\n%%EOF"), "设了密码"),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_its_name(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        uploads.check_upload(name, data)
    assert name in message(refused.value.problem)
    assert reason in message(refused.value.problem)


def test_the_largest_file_is_just_taken() -> None:
    assert len(uploads.check_upload("大.pdf", PDF.ljust(uploads.LARGEST, b" ")).data) == uploads.LARGEST


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/平面图.pdf", "平面图.pdf"),
        ("C:\\用户\\桌面\\平面图.pdf", "平面图.pdf"),
        ("/tmp/平面图.pdf", "平面图.pdf"),
        ("  平面图.pdf ", "平面图.pdf"),
        ("平面\r\n图\x00.pdf", "平面图.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_only_the_name_itself_is_kept_without_path_and_control_characters(given: str, kept: str) -> None:
    assert uploads.check_upload(given, PDF).name == kept


@pytest.mark.parametrize("name", ["", "/", "..", "\x00\n"])
def test_a_file_without_a_name_is_refused_as_one(name: str) -> None:
    with pytest.raises(UploadRefused):
        uploads.check_upload(name, PDF)
