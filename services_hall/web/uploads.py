"""Uploaded files of a form, and the changes to files uploaded earlier."""

from collections.abc import Iterable, Mapping
from typing import Final

from werkzeug.datastructures import FileStorage, MultiDict

from services_hall.applications.answers import MATERIAL
from services_hall.attachments import uploads
from services_hall.attachments.groups import FileMove
from services_hall.use_cases.case_files import SentFile

ARRANGE: Final = "arrange"
"""The name of the buttons of a file; their values are the move and the file's public id."""


def sent_files(files: MultiDict[str, FileStorage], keys: Iterable[str]) -> list[SentFile]:
    """The files for these materials in order, each read up to one byte more than the allowed size."""
    sent = []
    for key in keys:
        for file in files.getlist(MATERIAL + key):
            if file.filename:
                sent.append(SentFile(key, file.filename, file.stream.read(uploads.LARGEST + 1)))
                file.close()
    return sent


def asked_move(form: Mapping[str, str]) -> tuple[str, FileMove] | None:
    """The public id of a file and the move of the button that was pressed, if it was such a button."""
    move, _dot, file_id = form.get(ARRANGE, "").partition(".")
    return (file_id, FileMove(move)) if move in set(FileMove) else None
