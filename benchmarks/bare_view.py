"""The limit for a page: a Flask view that returns a constant of BENCH_BYTES bytes."""

import os

from flask import Flask
from flask.typing import ResponseReturnValue

BODY = b"x" * int(os.environ["BENCH_BYTES"])
app = Flask(__name__)


@app.get("/guides/<code>")
def page(code: str) -> ResponseReturnValue:
    """Return the constant."""
    return BODY


@app.get("/readyz")
def ready() -> ResponseReturnValue:
    """Readiness of the server."""
    return {"ready": True}
