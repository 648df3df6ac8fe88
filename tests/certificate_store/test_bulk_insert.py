"""Bulk insert: the same rows on both kinds of database, also of encrypted columns."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.bulk_insert import ManyRows
from certificate_store.certificate_types import certificate_type
from certificate_store.holders import Holder, IdentifierType
from certificate_store.lifecycle import CertificateStatus
from certificate_store.models import Certificate, Grant, Use
from tests.support.certificates import AGENCY, AGENCY_NAME, NOW, TODAY

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


def test_a_personal_column_is_encrypted_in_its_own_place(any_session: Session) -> None:
    holder = Holder("李样例", IdentifierType.IDENTITY_CARD, "11010519491231002X")
    row: dict[str, object] = {
        "identifier": "1.2.156.3005.2.TEST",
        "number": "1",
        "type_id": certificate_type(any_session, "food-permit").id,
        "serial": "TEST",
        "version": 1,
        "is_current": True,
        "holder_name": holder.name,
        "holder_identifier_type": holder.identifier_type,
        "holder_identifier": holder.identifier,
        "holder_index": holder.index,
        "joint_holders": [],
        "agency_code": AGENCY,
        "agency_name": AGENCY_NAME,
        "issued_on": TODAY,
        "valid_from": TODAY,
        "valid_to": None,
        "fields": {"premises": "街角面馆"},
        "status": CertificateStatus.ACTIVE,
        "source": "test:encrypted",
        "created_at": NOW,
    }
    certificates = ManyRows.of(Certificate, *row, giving=("id",))
    [(id_,)] = certificates.write(any_session.connection(), [row])
    written = any_session.get_one(Certificate, id_)
    assert (written.holder, written.fields, written.joint_holders) == (holder, row["fields"], ())
    cells = any_session.connection().exec_driver_sql("SELECT holder_name, fields FROM certificate").one()
    assert all("样例" not in bytes(cell).decode(errors="replace") for cell in cells)


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
