"""Public verification of a certificate or a paper: by its code, typed or scanned, or by its file."""

from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.text_input.numbers import scanned_code
from services_hall.applications.reads.number_kinds import kind_of_number
from services_hall.attachments.uploads import LARGEST
from services_hall.presentation import forms
from services_hall.use_cases.verify_code import (
    LONGEST_CODE,
    verify_certificate,
    verify_certificate_file,
    verify_paper,
    verify_paper_file,
)
from services_hall.web.access import PUBLIC, access

blueprint = Blueprint("verification", __name__)
PDF_START: Final = b"%PDF-"
PDF_FILES: Final = "application/pdf,.pdf"
FILE: Final = "file"


@blueprint.get("/verify")
@access(PUBLIC)
def verify() -> ResponseReturnValue:
    """The form; a code in the address redirects to its result."""
    code = "".join(scanned_code(request.args.get("code", "")).split())[:LONGEST_CODE]
    if code:
        return redirect(url_for(".answer", code=code), 303)
    return _page()


@blueprint.post("/verify")
@access(PUBLIC)
def verify_file() -> ResponseReturnValue:
    """The public data of an uploaded PDF; genuine only if it is the very file that this site issued."""
    file = request.files.get(FILE)
    content = b""
    if file is not None:
        content = file.stream.read(LARGEST + 1)
        file.close()
    error = _file_error(content)
    if error:
        return _page(file_error=error), 422
    paper = verify_paper_file(content)
    answer = None if paper is not None else verify_certificate_file(content)
    return _page(answer=answer, paper=paper, is_file=True)


@blueprint.get("/verify/<path:code>")
@access(PUBLIC)
def answer(code: str) -> ResponseReturnValue:
    """The public data of a code: genuine or not, valid or not; names of people are masked."""
    paper = verify_paper(code)
    if paper is not None:
        return _page(code=code, paper=paper)
    return _page(code=code, answer=verify_certificate(code), number_kind=kind_of_number(code))


def _page(*, file_error: str = "", **values: Any) -> str:
    """The forms for a code and for a file, with the answer."""
    field = forms.upload(
        FILE,
        _("或者核验 PDF 文件"),
        hint=_("选从这里下载的证照或文书原件。文件只核对，不保存。"),
        error=file_error or None,
        accept=PDF_FILES,
    )
    shown = {"code": "", "answer": None, **values}
    return render_template("online/verify.html", file_field=field, file_error=file_error, **shown)


def _file_error(content: bytes) -> str:
    """Why the file cannot be verified at all; an empty text if it can."""
    if not content:
        return _("请选择要核验的 PDF 文件。")
    if len(content) > LARGEST:
        return _("文件超过 10 MB，不是这里发的文件。")
    if not content.startswith(PDF_START):
        return _("这不是 PDF 文件。照片、截图和扫描件不能这样核验，请输入上面的编号。")
    return ""
