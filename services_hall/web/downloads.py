"""Responses with encrypted files from the data folder."""

from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response

from services_hall.core import encrypted_files


def send(file_name: str, *, media_type: str, download_name: str | None = None) -> Response:
    """A response with the decrypted file, for display or download, excluded from caches."""
    return send_data(encrypted_files().get(file_name), media_type=media_type, download_name=download_name)


def send_data(data: bytes, *, media_type: str, download_name: str | None = None) -> Response:
    """A response with these bytes, for display or download, excluded from caches."""
    response = Response(data, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if download_name is None:
        response.headers["Content-Disposition"] = "inline"
    else:
        response.headers.set("Content-Disposition", "attachment", **named(download_name))
    return response


def named(name: str) -> dict[str, str]:
    """The file name for the header (RFC 6266): in ASCII for old programs, and in percent-encoded UTF-8."""
    if name.isascii():
        return {"filename": name}
    ending = PurePosixPath(name).suffix
    return {
        "filename": f"file{ending if ending.isascii() else ''}",
        "filename*": f"UTF-8''{quote(name, safe='')}",
    }
