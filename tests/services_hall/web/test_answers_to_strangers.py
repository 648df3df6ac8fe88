"""Responses to anonymous visitors: file names, metrics, cached pages."""

from services_hall.core import encrypted_files
from services_hall.web import downloads
from tests.support.hall import Hall


def test_a_file_is_named_so_that_every_browser_reads_it(hall: Hall) -> None:
    with hall.app.test_request_context():
        kept = encrypted_files().put(b"%PDF-1.7")
        for name, header in {
            "收.pdf": "attachment; filename=file.pdf; filename*=UTF-8''%E6%94%B6.pdf",
            "plan.pdf": "attachment; filename=plan.pdf",
            'a"b; filename=x.exe.png': 'attachment; filename="a\\"b; filename=x.exe.png"',
        }.items():
            answer = downloads.send(kept, media_type="application/pdf", download_name=name)
            assert answer.headers["Content-Disposition"] == header
            assert header.isascii()


def test_made_up_methods_are_counted_as_one(hall: Hall) -> None:
    visitor = hall.visitor().client
    for number in range(20):
        visitor.open("/guides/", method=f"MADEUP{number}")
    figures = visitor.get("/metrics").text
    assert "MADEUP" not in figures
    assert 'method="(other)"' in figures


def test_a_kept_page_bears_nobodys_request_id(hall: Hall) -> None:
    visitor = hall.visitor().client
    asked = visitor.get("/guides/SPJY-XB", headers={"X-Request-Id": "somebody-else-1"})
    assert asked.status_code == 200
    assert "X-Request-Id" not in visitor.get("/guides/SPJY-XB").headers
