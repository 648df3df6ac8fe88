"""A single file that a form sends with an action on a case."""

from flask import request

from services_hall.attachments import uploads
from services_hall.use_cases.case_files import SentFile


def sent_file(field: str) -> SentFile | None:
    """The file in this field of the form; None without one."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    return SentFile(field, file.filename, file.stream.read(uploads.LARGEST + 1))
