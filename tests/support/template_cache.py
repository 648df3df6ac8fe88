"""Compiled templates, shared by all applications of one process that runs tests."""

from types import CodeType
from typing import Final

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class TemplateCache(BytecodeCache):
    """Keeps what Jinja compiled, by the template's name and its source."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key, bucket.checksum] = bucket.code


CACHE: Final = TemplateCache()


def share_templates(app: Flask) -> Flask:
    """The application, which compiles no template that another one has compiled."""
    app.jinja_env.bytecode_cache = CACHE
    return app
