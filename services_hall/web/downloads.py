"""Responses with encrypted files of the data folder."""

from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response

from services_hall.core import encrypted_files


def send(file_name: str, *, media_type: str, download_name: str | None = None) -> Response:
    """The file's bytes, to be shown or saved, kept by no cache."""
    response = Response(encrypted_files().get(file_name), content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if download_name is None:
        response.headers["Content-Disposition"] = "inline"
    else:
        response.headers.set("Content-Disposition", "attachment", **named(download_name))
    return response


def named(name: str) -> dict[str, str]:
    """The name as headers bear it (RFC 6266): in ASCII for old programs, and in UTF-8 with percent signs."""
    if name.isascii():
        return {"filename": name}
    ending = PurePosixPath(name).suffix
    return {
        "filename": f"file{ending if ending.isascii() else ''}",
        "filename*": f"UTF-8''{quote(name, safe='')}",
    }
