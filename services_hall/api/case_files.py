"""API for the files and papers of a case, for its agency."""

from collections.abc import Sequence
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from services_hall.api.case_schemas import PaperDocument
from services_hall.api.operations import FILERS, HANDLERS, Blueprint
from services_hall.applications.models import CasePaper
from services_hall.applications.reads import queries
from services_hall.applications.reads.application_record import PaperRecord, paper_record
from services_hall.applications.reads.desk_files import DeskFile, desk_files
from services_hall.database import reading
from services_hall.web.access import signed_in_actor
from services_hall.web.paper_files import send_attachment, send_rendered_paper

blueprint = Blueprint("api_case_files", __name__, description="办件的材料文件和文书")


class FileDocument(Schema):
    """A file of a case; `file` is the address of its content."""

    id = fields.String(attribute="file.public_id", metadata={"example": "kq3v9x0d7m2a"})
    material = fields.String(
        allow_none=True,
        metadata={
            "description": "材料的键；核查照片、听证笔录等由部门存入的文件为 null",
            "example": "premises-proof",
        },
    )
    position = fields.Integer(
        attribute="file.position", metadata={"description": "同一份材料里的第几个文件，从 1 起"}
    )
    is_replaced = fields.Boolean(metadata={"description": "已被后来补正、更正的文件代替"})
    name = fields.String(attribute="file.name", metadata={"example": "租赁合同.pdf"})
    media_type = fields.String(attribute="file.media_type", metadata={"example": "application/pdf"})
    size = fields.Integer(attribute="file.size", metadata={"description": "字节数"})
    sha256 = fields.Function(
        lambda one: one.file.sha256.hex(),
        metadata={"type": "string", "description": "内容的 SHA-256，十六进制，下载后可核对"},
    )
    uploaded_at = fields.AwareDateTime(attribute="file.uploaded_at")
    file = fields.Function(lambda one: f"/api/v1/files/{one.file.public_id}", metadata={"type": "string"})


class FileList(Schema):
    """The files of a case."""

    items = fields.List(fields.Nested(FileDocument))


class PaperList(Schema):
    """The papers of a case."""

    items = fields.List(fields.Nested(PaperDocument))


@blueprint.operation("/cases/<string:number>/files", FileList, roles=HANDLERS)
def files(number: str) -> dict[str, Sequence[DeskFile]]:
    """The files of a case of the agency, whatever channel it came from: materials, replaced ones, photos"""
    session = reading()
    return {"items": desk_files(session, queries.desk_case(session, signed_in_actor(), number))}


@blueprint.operation("/cases/<string:number>/papers", PaperList, roles=HANDLERS)
def papers(number: str) -> dict[str, Sequence[PaperRecord]]:
    """All papers of a case of the agency, whatever channel it came from"""
    case = queries.desk_case(reading(), signed_in_actor(), number)
    written: Sequence[CasePaper] = case.papers
    return {"items": [paper_record(paper, case.number) for paper in written]}


@blueprint.operation("/files/<string:public_id>", None, roles=FILERS | HANDLERS, media_type="*/*")
def file(public_id: str) -> Response:
    """The content of a file that this system uploaded, or of a case of the agency; 404 for any other"""
    return send_attachment(public_id, as_download=True)


@blueprint.operation("/papers/<string:public_id>", None, roles=FILERS | HANDLERS)
def paper(public_id: str) -> Any:
    """The PDF of a paper that concerns the system or the agency; 404 until it is rendered"""
    return send_rendered_paper(public_id)
