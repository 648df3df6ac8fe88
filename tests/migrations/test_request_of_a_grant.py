"""Stored purposes split into a purpose and a request, in the store and in the hall."""

from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from services_hall.runtime import schema_upgrade, schema_version
from services_hall.settings import Settings
from tests.support.small_hall import settings_for

MARK: Final = "0123456789ab"
NAME: Final = "食品经营许可（新办）（申请 1）"
OLD: Final = f"办理{NAME}（申请 {MARK}）"
OWN: Final = "本人查看可免提交的材料"
HALF: Final = "办理食品经营许可（申请 xyz）"
MOMENT: Final = "2026-11-23 02:00:00+00:00"


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Settings:
    """A site at the previous revision, with grants and uses in the store and an application in the hall."""
    site = settings_for(tmp_path, database_url)
    if not database_url.startswith("sqlite"):
        site = settings_for(tmp_path, database_url, certificates_database_url=database_url)
    schema_upgrade.upgrade(site, "0002")
    with connection_to(site, "certificates") as store:
        insert(store, "certificate_type", {"id": 1, "code": "t", "name": "t"})
        for number, purpose in enumerate((OLD, OWN, HALF), start=1):
            insert(
                store,
                "certificate_grant",
                {
                    "id": number,
                    "public_id": str(number),
                    "type_id": 1,
                    "purpose": purpose,
                    "given_at": MOMENT,
                    "until": MOMENT,
                },
            )
            basis = OWN if purpose == OWN else None
            insert(
                store,
                "certificate_use",
                {"id": number, "purpose": purpose, "legal_basis": basis, "at": MOMENT},
            )
    with connection_to(site, "hall") as hall:
        insert(hall, "division", {"code": "42"})
        insert(hall, "account", {"id": 1, "public_id": "p", "created_at": MOMENT})
        insert(
            hall,
            "application",
            {
                "id": 1,
                "name": NAME,
                "purpose": OLD,
                "filed_by_id": 1,
                "division_code": "42",
                "filed_on": "2026-11-23",
                "filed_at": MOMENT,
            },
        )
    return site


def connection_to(site: Settings, name: str) -> Any:
    """A transaction on one of the databases."""
    return create_engine(schema_version.url_of(site, name), poolclass=NullPool).begin()


def insert(connection: Connection, table: str, values: dict[str, Any]) -> None:
    """One row; required columns without a value get a meaningless one."""
    row = {**nothing_in(connection, table), **values}
    places = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"), row)


def nothing_in(connection: Connection, table: str) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
        wanted = {name: kind for _, name, kind, needed, default, _ in rows if needed and default is None}
    else:
        query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = :table"
        query += " AND is_nullable = 'NO' AND column_default IS NULL"
        wanted = {name: kind for name, kind in connection.execute(text(query), {"table": table})}
    return {name: empty_value(name, kind.upper()) for name, kind in wanted.items()}


def empty_value(name: str, kind: str) -> Any:
    if name in SPECIAL:
        return SPECIAL[name]
    if kind in {"BYTEA", "BLOB"}:
        return b""
    if "INT" in kind or kind == "BOOLEAN":
        return False if kind == "BOOLEAN" else 0
    return "[]" if kind == "JSON" else ""


SPECIAL: Final = {"channel": "online", "level": "city", "holder_kind": "person"}
"""Words of columns that allow only some."""


def rows(site: Settings, name: str, query: str) -> list[tuple[Any, ...]]:
    with connection_to(site, name) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


GRANTS: Final = "SELECT purpose, request FROM certificate_grant ORDER BY id"
USES: Final = "SELECT purpose, request, legal_basis FROM certificate_use ORDER BY id"


def test_a_purpose_is_split_once_and_comes_back(site: Settings) -> None:
    schema_upgrade.upgrade(site, "0003")
    assert rows(site, "certificates", GRANTS) == [(NAME, MARK), ("own_view", ""), (HALF, "")]
    assert rows(site, "certificates", USES) == [
        (NAME, MARK, None),
        ("own_view", "", "own_view"),
        (HALF, "", None),
    ]
    assert rows(site, "hall", "SELECT name, grant_request FROM application") == [(NAME, MARK)]
    schema_upgrade.downgrade(site, "0002")
    assert rows(site, "certificates", "SELECT purpose FROM certificate_grant ORDER BY id") == [
        (OLD,),
        (OWN,),
        (HALF,),
    ]
    assert rows(site, "certificates", "SELECT purpose, legal_basis FROM certificate_use WHERE id = 2") == [
        (OWN, OWN)
    ]
    assert rows(site, "hall", "SELECT purpose FROM application") == [(OLD,)]
