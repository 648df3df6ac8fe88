"""Built front-end files: named by their content, compressed, cached by browsers for a year."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, Response, abort, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from services_hall.web.access import PUBLIC, access

BUILD_DIR: Final = Path(__file__).parent.parent / "static" / "build"
YEAR_SECONDS: Final = 365 * 24 * 3600
MOST_FILES: Final = 256
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

blueprint = Blueprint("assets", __name__)


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Plain name → the name with a hash of the content; empty if `npm run build` has not run."""
    try:
        names: dict[str, str] = json.loads((BUILD_DIR / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return names


@lru_cache(maxsize=MOST_FILES)
def asset(name: str) -> str:
    """The address of a built file, such as `hall.css`."""
    return url_for("assets.file", name=manifest().get(name, name))


def init_app(app: Flask) -> None:
    """Serves the built files and registers `asset(name)` for templates."""
    manifest.cache_clear()
    asset.cache_clear()
    app.register_blueprint(blueprint)
    app.add_template_global(asset, "asset")
    if not manifest():
        app.logger.warning("no front-end files are built; run `make setup`")


@blueprint.get("/assets/<path:name>")
@access(PUBLIC)
def file(name: str) -> ResponseReturnValue:
    """A built file, in the best encoding that the browser accepts."""
    if not (BUILD_DIR / name).is_file():
        abort(404)
    response, encoding = _encoded(name)
    response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if name in manifest().values():
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = YEAR_SECONDS
    return response


def _encoded(name: str) -> tuple[Response, str | None]:
    mimetype = TYPES.get(Path(name).suffix, "application/octet-stream")
    for encoding, ending in ENCODINGS:
        if request.accept_encodings[encoding] and (BUILD_DIR / f"{name}{ending}").is_file():
            return send_from_directory(BUILD_DIR, f"{name}{ending}", mimetype=mimetype), encoding
    return send_from_directory(BUILD_DIR, name, mimetype=mimetype), None
