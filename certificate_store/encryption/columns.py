"""Column types whose values are encrypted in the database."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from certificate_store.encryption.keyring import decrypt, encrypt


class EncryptedText(TypeDecorator[str]):
    """A text encrypted for `associated` (`table.column`); it can be neither sorted nor searched."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, associated: str) -> None:
        super().__init__()
        self.associated = associated

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else encrypt(value.encode(), associated=self.associated)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else decrypt(bytes(value), associated=self.associated).decode()


class EncryptedJson(TypeDecorator[Any]):
    """A JSON value encrypted for `associated`; assign a new value, changes inside it are not tracked."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, associated: str) -> None:
        super().__init__()
        self.associated = associated

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return encrypt(text.encode(), associated=self.associated)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(decrypt(bytes(value), associated=self.associated))
