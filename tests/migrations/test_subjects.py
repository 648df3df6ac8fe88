"""Subjects of papers and files: kept when their columns change, in both directions."""

from alembic import command
from sqlalchemy import NullPool, create_engine, text

from services_hall import database
from services_hall.core import site_settings
from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.agency_systems import system
from tests.support.case_decisions import accept
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant, upload_file
from tests.support.waiting_jobs import do_jobs

OLD_KINDS = "WHERE kind <> 'commitment' ORDER BY id"
PAPERS = f"SELECT id, kind, number, subject_kind, subject_id, issuer_code FROM paper {OLD_KINDS}"
FILES = "SELECT id, subject_kind, subject_id, subject_key FROM attachment ORDER BY id"
OLD_PAPERS = f"SELECT kind, application_id, case_id FROM paper {OLD_KINDS}"
OLD_FILES = "SELECT application_id IS NULL, draft_id IS NULL FROM attachment ORDER BY id"


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_papers_and_files_keep_their_subjects(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    application = file_restaurant(market, LI)
    upload_file(market)
    accept(market, case_of(application, "SPJY-XB"))
    do_jobs(either_hall)
    with either_hall.app.app_context():
        database.db.engine.dispose()
        settings = site_settings()
    command.stamp(schema_upgrade.configuration(settings), "head")
    papers, files = rows(settings, PAPERS), rows(settings, FILES)
    assert {("receipt", "application"), ("acceptance", "case")} <= {(row[1], row[3]) for row in papers}
    assert {row[1] for row in files} == {"application", "account"}

    schema_upgrade.downgrade(settings, "0003")
    (number,) = {row[4] for row in papers if row[3] == "application"}
    assert rows(settings, OLD_PAPERS) == [
        (row[1], number, row[4] if row[3] == "case" else None) for row in papers
    ]
    assert [row[0] for row in rows(settings, OLD_FILES)] == [row[1] != "application" for row in files]

    schema_upgrade.upgrade(settings)
    assert (rows(settings, PAPERS), rows(settings, FILES)) == (papers, files)
