"""Blank forms and samples of materials: public files under the hash of their content."""

from pathlib import PurePosixPath
from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from guides.form_files import FOLDER, form_file
from services_hall.database import reading
from services_hall.web.access import PUBLIC, access

blueprint = Blueprint("form_files", __name__)

FOREVER: Final = "public, max-age=31536000, immutable"


@blueprint.get(f"{FOLDER}<name>")
@access(PUBLIC)
def file(name: str) -> ResponseReturnValue:
    """The file, for every cache and for ever: another content has another name."""
    found = form_file(reading(), FOLDER + name)
    if found is None:
        abort(404)
    response = Response(found.content, content_type=found.media_type)
    response.headers["Cache-Control"] = FOREVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.set("Content-Disposition", "inline", filename=_short_name(name))
    response.set_etag(found.sha256)
    return response.make_conditional(request)


def _short_name(name: str) -> str:
    """A name with which people save the file."""
    path = PurePosixPath(name)
    return f"form-{path.stem[:8]}{path.suffix}"
