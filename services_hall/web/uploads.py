"""Files of a form, as the browser sent them."""

from collections.abc import Iterable, Mapping

from werkzeug.datastructures import FileStorage

from services_hall.applications.answers import MATERIAL
from services_hall.attachments import uploads
from services_hall.use_cases.case_files import SentFile


def sent_files(files: Mapping[str, FileStorage], keys: Iterable[str]) -> list[SentFile]:
    """The files for these materials, each read up to one byte more than the allowed size."""
    sent = []
    for key in keys:
        file = files.get(MATERIAL + key)
        if file is not None and file.filename:
            sent.append(SentFile(key, file.filename, file.stream.read(uploads.LARGEST + 1)))
            file.close()
    return sent
