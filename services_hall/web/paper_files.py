"""Downloads of papers and files of all kinds of subjects, with access checks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString

from services_hall.attachments import file_readers
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.attachments.file_kinds import ENDINGS, FileKind
from services_hall.attachments.first_pages import readable_page
from services_hall.attachments.models import Attachment
from services_hall.attachments.queries import attachment_for
from services_hall.core import encrypted_files
from services_hall.database import reading
from services_hall.documents.errors import PaperNotFound
from services_hall.documents.models import Paper
from services_hall.documents.queries import paper_for
from services_hall.domains import FILE_READERS, PAPER_READERS, paper_title
from services_hall.web import downloads
from services_hall.web.access import signed_in_actor

PDF: Final = "application/pdf"
RELOAD_SECONDS: Final = "2"


@dataclass(frozen=True)
class BackLink:
    """The page of a paper's subject: its address and its short name in the breadcrumbs."""

    href: str
    name: str


@dataclass(frozen=True)
class WaitingPage:
    """The page that a channel shows while a paper is being rendered: its layout and its back link.

    `back_link` returns the link for a paper; None for a paper whose subject has no page in the channel.
    """

    layout: str
    section: str
    back_words: LazyString
    back_link: Callable[[Paper], BackLink | None]
    is_for_applicants: bool = False


def send_paper(public_id: str, waiting: WaitingPage, *, as_download: bool = False) -> ResponseReturnValue:
    """The PDF of a paper for the signed-in user, or a page that reloads until the PDF is rendered.

    Raises PaperNotFound for a paper that this user may not see.
    """
    paper = paper_for(reading(), PAPER_READERS, signed_in_actor(), public_id)
    if paper.file_name is None:
        page = render_template(
            "paper_waits.html", paper=paper, waiting=waiting, back_link=waiting.back_link(paper)
        )
        return page, 202, {"Refresh": RELOAD_SECONDS}
    return _send(paper, as_download=as_download)


def send_rendered_paper(public_id: str) -> Response:
    """The PDF of a paper for the signed-in program; raises PaperNotFound until it is rendered."""
    return _send(paper_for(reading(), PAPER_READERS, signed_in_actor(), public_id), as_download=False)


def _send(paper: Paper, *, as_download: bool) -> Response:
    if paper.file_name is None or paper.number is None:
        raise PaperNotFound
    name = download_name(paper) if as_download else None
    return downloads.send(paper.file_name, media_type=PDF, download_name=name)


def download_name(paper: Paper) -> str:
    """The file name for downloads of a paper: its Chinese title, as printed on it."""
    return f"{paper_title(paper)}.pdf"


def send_attachment(public_id: str, *, as_download: bool = False, is_original: bool = False) -> Response:
    """A file for the signed-in user, or the file as it was sent where this one was converted from it.

    Raises AttachmentNotFound for a file that this user may not see, and for an original that there is not.
    """
    file = attachment_for(reading(), FILE_READERS, signed_in_actor(), public_id)
    if is_original:
        return _send_original(file)
    name = file.name if as_download else None
    return downloads.send(file.file_name, media_type=file.media_type, download_name=name)


def send_thumbnail(public_id: str) -> Response:
    """The small picture of a file for the signed-in user.

    Raises AttachmentNotFound for a file that this user may not see, and where there is no picture.
    """
    file = attachment_for(reading(), FILE_READERS, signed_in_actor(), public_id)
    if file.thumbnail_file_name is None:
        raise AttachmentNotFound
    return downloads.send(file.thumbnail_file_name, media_type=FileKind.JPEG)


def send_page(public_id: str, *, number: int) -> Response:
    """A page of a PDF as a picture for the signed-in user, or the picture that the file is.

    Raises AttachmentNotFound for a file that this user may not see, and for a page that cannot be drawn.
    """
    file = attachment_for(reading(), FILE_READERS, signed_in_actor(), public_id)
    if file.media_type != PDF:
        return downloads.send(file.file_name, media_type=file.media_type)
    picture = readable_page(encrypted_files().get(file.file_name), number) if number > 0 else None
    if picture is None:
        raise AttachmentNotFound
    return downloads.send_data(picture, media_type=FileKind.JPEG)


def send_bound_files(public_id: str) -> Response:
    """All files of the group of this first file as one PDF for the signed-in user.

    Raises AttachmentNotFound for a file that this user may not see, FilesNotBound.
    """
    first = attachment_for(reading(), FILE_READERS, signed_in_actor(), public_id)
    files = encrypted_files()
    parts = ((FileKind(file.media_type), files.get(file.file_name)) for file in first.group)
    return downloads.send_data(file_readers.one_pdf(parts), media_type=PDF)


def _send_original(file: Attachment) -> Response:
    if file.original_file_name is None or file.original_media_type is None:
        raise AttachmentNotFound
    ending = ENDINGS[FileKind(file.original_media_type)][0]
    name = PurePosixPath(file.name).with_suffix(ending).name
    return downloads.send(file.original_file_name, media_type=file.original_media_type, download_name=name)
