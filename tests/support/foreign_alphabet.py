"""A hall in an invented language: all marked texts and all content use Korean letters.

What is still Chinese on a page of it was never marked, or lost its mark on the way to the page.
"""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from guides.terms import canonical_bytes, terms_hash
from tests.support.message_catalogue import messages_of, texts_of

LANGUAGE: Final = "en"
CHINESE: Final = re.compile(r"[\u3007\u4e00-\u9fff]")
ESCAPED: Final = re.compile(r"\\u([4-9][0-9a-f]{3})")
TEXTS: Final = frozenset({"VARCHAR", "TEXT", "JSON"})
SYLLABLES: Final = (0xAC00, 11_172)
BEFORE_AND_AFTER: Final = 60


def foreign(text: str) -> str:
    """The text with a Korean syllable for each Chinese character; placeholders stay."""
    return CHINESE.sub(lambda found: _syllable(ord(found[0])), text)


def _syllable(character: int) -> str:
    first, count = SYLLABLES
    return chr(first + character % count)


def write_translation(catalogue: Catalog, translations: Path) -> None:
    """Writes a compiled translation of every marked text to this folder, as LANGUAGE."""
    translated = Catalog(locale=LANGUAGE)
    for message in messages_of(catalogue):
        texts = tuple(map(foreign, texts_of(message)))
        translated.add(message.id, texts if len(texts) > 1 else texts[0], flags=message.flags)
    path = translations / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, translated)


def write_content(database: Path) -> None:
    """Replaces all Chinese in the tables of an SQLite file by the same letters."""
    with closing(sqlite3.connect(database)) as connection:
        connection.create_function("other", 1, _other, deterministic=True)
        for trigger in _names(connection, "trigger"):  # some protect published texts
            connection.execute(f'DROP TRIGGER "{trigger}"')
        for table in _names(connection, "table"):
            for name in _text_columns(connection, table):
                connection.execute(f'UPDATE "{table}" SET "{name}" = other("{name}")')
            if {"content", "canonical", "sha256"} <= _columns(connection, table).keys():
                _sign_again(connection, table)
        connection.commit()


def _names(connection: sqlite3.Connection, kind: str) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,))
    return [name for (name,) in rows]


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Name → type."""
    return {name: kind for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")')}


def _text_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for name, kind in _columns(connection, table).items() if kind.split("(")[0] in TEXTS]


def _sign_again(connection: sqlite3.Connection, table: str) -> None:
    """Computes the hashes of changed texts, because caches of this process identify texts by their hash."""
    for number, text in connection.execute(f'SELECT id, content FROM "{table}"').fetchall():
        written = canonical_bytes(json.loads(text))
        changed = (written, terms_hash(written), number)
        connection.execute(f'UPDATE "{table}" SET canonical = ?, sha256 = ? WHERE id = ?', changed)


def _other(value: object) -> object:
    """The text in the other letters, inside JSON too; numbers and bytes stay."""
    if not isinstance(value, str):
        return value
    return foreign(ESCAPED.sub(_plain_text, value))


def _plain_text(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if CHINESE.match(character) else found[0]


def left_in_chinese(page: str, known: tuple[str, ...] = ()) -> list[str]:
    """The Chinese on the page apart from the `known` texts, with the text around it."""
    for text in sorted(known, key=len, reverse=True):
        page = page.replace(text, "")
    found, end = [], 0
    for match in CHINESE.finditer(page):
        if match.start() >= end:
            end = match.start() + BEFORE_AND_AFTER
            found.append(" ".join(page[max(0, match.start() - BEFORE_AND_AFTER) : end].split()))
    return found
