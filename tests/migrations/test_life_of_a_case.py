"""Cases of the schema before get their decision back as state, and its outcome."""

from alembic import command
from sqlalchemy import NullPool, create_engine, text

from services_hall import database
from services_hall.core import site_settings
from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide, grant
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

CASES = "SELECT item_code, state, outcome FROM agency_case ORDER BY id"
OLD_CASES = "SELECT item_code, state FROM agency_case ORDER BY id"


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_delivered_cases_become_what_was_decided(either_hall: Hall) -> None:
    market, fire = system(either_hall, "market_supervision"), system(either_hall, "fire_rescue")
    application = file_restaurant(market, LI)
    food, check = (case_of(application, code) for code in ("SPJY-XB", "XFJC-YYQ"))
    accept(market, food)
    decide(market, food, "deny", "操作间面积不足")
    grant(fire, check)
    do_jobs(either_hall)
    fire.post(f"/cases/{check['number']}/check", {"result": "kept"})
    with either_hall.app.app_context():
        database.db.engine.dispose()
        settings = site_settings()
    command.stamp(schema_upgrade.configuration(settings), "head")
    cases = rows(settings, CASES)

    schema_upgrade.downgrade(settings, "0006")
    before = dict(rows(settings, OLD_CASES))
    assert (before["SPJY-XB"], before["HWZP-SZ"]) == ("delivered", "delivered")

    schema_upgrade.upgrade(settings)
    assert rows(settings, CASES) == cases
