"""Papers written before they could repeat keep their place, on the way back and forth."""

from alembic import command
from sqlalchemy import NullPool, create_engine, text

from services_hall import database
from services_hall.core import site_settings
from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.agency_systems import system
from tests.support.case_decisions import accept
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

OLD = "SELECT id, kind, number, subject_kind, subject_id, issuer_code, sha256 FROM paper ORDER BY id"
NEW = "SELECT ordinal, details, void_at, void_cause FROM paper ORDER BY id"


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_papers_are_the_first_of_their_kind(either_hall: Hall) -> None:
    market = system(either_hall, "market_supervision")
    accept(market, case_of(file_restaurant(market, LI), "SPJY-XB"))
    do_jobs(either_hall)
    with either_hall.app.app_context():
        database.db.engine.dispose()
        settings = site_settings()
    command.stamp(schema_upgrade.configuration(settings), "head")
    papers = rows(settings, OLD)
    assert {"receipt", "acceptance"} <= {row[1] for row in papers}

    schema_upgrade.downgrade(settings, "0005")
    assert rows(settings, OLD) == papers

    schema_upgrade.upgrade(settings)
    assert rows(settings, OLD) == papers
    assert rows(settings, NEW) == [(1, None, None, None)] * len(papers)
