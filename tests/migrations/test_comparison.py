"""The comparison of schemas reports every kind of difference."""

from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from services_hall.runtime import schema_upgrade
from tests.support.database_schema import schema_parts
from tests.support.small_hall import settings_for

CHANGES = {
    "a partial index without its condition": (
        "DROP INDEX ix_agency_case_open_work",
        "CREATE INDEX ix_agency_case_open_work ON agency_case (agency_code, id)",
    ),
    "an index that is unique no more": (
        "DROP INDEX ix_application_holder_index",
        "CREATE UNIQUE INDEX ix_application_holder_index ON application (holder_index)",
    ),
    "a column more": ("ALTER TABLE requirement ADD COLUMN note VARCHAR(10)",),
    "a column less": ("ALTER TABLE requirement DROP COLUMN lost_at",),
}
POSTGRESQL_CHANGES = {
    "a check that lets more through": (
        "ALTER TABLE requirement DROP CONSTRAINT ck_requirement_met_by",
        "ALTER TABLE requirement ADD CONSTRAINT ck_requirement_met_by CHECK (met_by <> '')",
    ),
    "a composite key less": (
        "ALTER TABLE requirement DROP CONSTRAINT fk_requirement_edition_id_material_key_edition_material",
    ),
    "a shorter text": ("ALTER TABLE requirement ALTER COLUMN name TYPE VARCHAR(200)",),
    "a column that may be empty": ("ALTER TABLE requirement ALTER COLUMN name DROP NOT NULL",),
    "a default": ("ALTER TABLE requirement ALTER COLUMN name SET DEFAULT ''",),
}


@pytest.fixture
def migrated(database_url: str, tmp_path: Path) -> str:
    """A database of each kind at the newest revision."""
    schema_upgrade.upgrade(settings_for(tmp_path, database_url))
    return database_url


def test_every_kind_of_difference_is_told(migrated: str) -> None:
    changes = CHANGES | (POSTGRESQL_CHANGES if migrated.startswith("postgresql") else {})
    engine = create_engine(migrated, poolclass=NullPool)
    before = schema_parts(migrated)
    for name, statements in changes.items():
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        after = schema_parts(migrated)
        assert after != before, name
        before = after
