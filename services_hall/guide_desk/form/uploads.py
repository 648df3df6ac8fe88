"""Files that are uploaded with the form for a guide's terms."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from werkzeug.datastructures import FileStorage

from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.uploads import LARGEST
from services_hall.guide_desk.form.layout import GUIDE_FORM, FormLayout
from services_hall.guide_desk.form.parsing import FormData, row_indices
from services_hall.guide_desk.form.schema_fields import FieldKind
from services_hall.guide_desk.form.term_paths import put
from services_hall.presentation.messages import message

UPLOAD: Final = ".file"
"""The ending of the name of a field's upload."""
StoreFile = Callable[[str, bytes], str]


def put_files(
    raw: dict[str, Any],
    form: FormData,
    files: Mapping[str, FileStorage],
    store: StoreFile,
    layout: FormLayout = GUIDE_FORM,
) -> dict[str, str]:
    """Puts the path of each uploaded file, as `store` gives it, into its field; returns errors by field.

    The file is stored even if other fields have errors, because a browser does not send it again.
    """
    errors = {}
    for field, typed_field in _file_fields(form, layout):
        upload = files.get(typed_field + UPLOAD)
        if upload is None or not upload.filename:
            continue
        section, index, name = field.split(".", 2)
        try:
            put(raw[section][int(index)], name, store(upload.filename, upload.stream.read(LARGEST + 1)))
        except UploadRefused as refused:
            errors[field] = message(refused.problem)
    return errors


def _file_fields(form: FormData, layout: FormLayout) -> Iterator[tuple[str, str]]:
    """The path of each field for a file, and its name in the form."""
    for section in layout:
        names = [field.path for field in section.fields if field.kind is FieldKind.FILE]
        if section.is_list and names:
            for index, typed_index in enumerate(row_indices(form, section.path)):
                for name in names:
                    yield f"{section.path}.{index}.{name}", f"{section.path}.{typed_index}.{name}"
