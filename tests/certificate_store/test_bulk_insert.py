"""Bulk insert: the same rows on both kinds of database; unencrypted values are refused."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.bulk_insert import ManyRows, OneRow
from certificate_store.certificate_types import certificate_type
from certificate_store.models import Certificate, Grant, Use
from tests.support.certificates import NOW

GRANTS = ManyRows.of(
    Grant,
    "public_id",
    "holder_index",
    "certificate_id",
    "type_id",
    "purpose",
    "request",
    "given_at",
    "until",
    giving=("public_id", "id"),
)


def rows(type_id: int, count: int) -> list[dict[str, object]]:
    return [
        {
            "public_id": f"grant-{number}",
            "holder_index": bytes([number]) * 32,
            "certificate_id": None,
            "type_id": type_id,
            "purpose": f"办理 \"{number}\" \\ {{'?': %s}} 𠮷\n",
            "request": f"{number}",
            "given_at": NOW,
            "until": NOW,
        }
        for number in range(count)
    ]


def test_what_is_written_is_read_back_and_gives_its_ids(any_session: Session) -> None:
    kind = certificate_type(any_session, "food-permit")
    wanted = rows(kind.id, 30)
    ids = dict(iter(GRANTS.write(any_session.connection(), wanted)))
    found = {grant.public_id: grant for grant in any_session.scalars(select(Grant))}
    assert {name: grant.id for name, grant in found.items()} == ids
    for row in wanted:
        grant = found[str(row["public_id"])]
        assert {name: getattr(grant, name) for name in row} == row


def test_no_rows_are_no_statement(any_session: Session) -> None:
    assert list(GRANTS.write(any_session.connection(), [])) == []


def test_nothing_is_given_that_was_not_asked_for(any_session: Session) -> None:
    kind = certificate_type(any_session, "food-permit")
    silent = ManyRows.of(Grant, *rows(kind.id, 1)[0])
    assert list(silent.write(any_session.connection(), rows(kind.id, 2))) == []
    assert len(any_session.scalars(select(Grant)).all()) == 2


def test_an_encrypted_column_is_refused_before_anything_is_written() -> None:
    with pytest.raises(TypeError, match="holder_name"):
        ManyRows.of(Certificate, "identifier", "holder_name")
    ManyRows.of(Use, "used_by", "at")


@dataclass(frozen=True)
class UseRow:
    used_by: str
    at: datetime


@dataclass(frozen=True)
class WrongRow:
    used_by: str
    used_for_nothing: str


def test_the_fields_of_a_row_are_the_columns_of_its_insert() -> None:
    assert ManyRows.of_rows(Use, UseRow) is not None
    with pytest.raises(TypeError, match="used_for_nothing"):
        ManyRows.of_rows(Use, WrongRow)
    with pytest.raises(TypeError, match="used_for_nothing"):
        OneRow.of(Use, WrongRow)
