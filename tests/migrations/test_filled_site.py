"""Cases, papers and files of a site in use, on the way down to an early schema and up again."""

from alembic import command
from sqlalchemy import NullPool, create_engine, text

from services_hall import database
from services_hall.applications.models import Case, CaseDemand, DemandKind
from services_hall.core import site_settings
from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row, decide, grant
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant, upload_file
from tests.support.waiting_jobs import do_jobs_and_papers

CASES = "SELECT item_code, state, outcome FROM agency_case ORDER BY id"
FILES = "SELECT id, subject_kind, subject_id, subject_key FROM attachment ORDER BY id"
PAPERS = "SELECT id, kind, number, subject_kind, subject_id, issuer_code, sha256 FROM paper ORDER BY id"
COLUMNS_OF_0006 = "SELECT ordinal, details, void_at, void_cause FROM paper ORDER BY id"
CASES_OF_0006 = "SELECT item_code, state FROM agency_case ORDER BY id"
OWNERS_OF_0003 = "SELECT kind, application_id, case_id FROM paper ORDER BY id"
DEMANDS = "SELECT application_item_id, edition_id, field_key FROM case_demand ORDER BY id"
FORM_FIELDS = "SELECT edition_id, key FROM edition_form_field ORDER BY edition_id, key"
FILES_OF_0003 = "SELECT application_id IS NULL, draft_id IS NULL FROM attachment ORDER BY id"


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def demand_of_field(case: Case) -> CaseDemand:
    """A demand of a form field that the edition of the case has."""
    return CaseDemand(
        case_id=case.id,
        kind=DemandKind.SUPPLEMENT,
        application_item_id=case.application_item_id,
        edition_id=case.application_item.edition_id,
        field_key="premises_area",
        name="面积",
        problem="不清楚",
        way_out="请写明",
    )


def filled_site(hall: Hall) -> Settings:
    """The settings of a site with files, papers and cases: one denied, one granted and checked."""
    market, fire = system(hall, "market_supervision"), system(hall, "fire_rescue")
    application = file_restaurant(market, LI)
    upload_file(market)
    food, check = (case_of(application, code) for code in ("SPJY-XB", "XFJC-YYQ"))
    accept(market, food)
    decide(market, food, "deny", "操作间面积不足")
    grant(fire, check)
    do_jobs_and_papers(hall)
    fire.post(f"/cases/{check['number']}/check", {"result": "kept"})
    with hall.app.app_context():
        with database.transaction() as session:
            session.add(demand_of_field(case_row(food["number"])))
        database.db.engine.dispose()
        settings = site_settings()
    command.stamp(schema_upgrade.configuration(settings), "head")
    return settings


def test_cases_papers_and_files_are_the_same_after_the_way_down_and_up(either_hall: Hall) -> None:
    settings = filled_site(either_hall)
    cases, papers, files = (rows(settings, query) for query in (CASES, PAPERS, FILES))
    demands, form_fields = rows(settings, DEMANDS), rows(settings, FORM_FIELDS)
    assert demands
    assert {("receipt", "application"), ("acceptance", "case")} <= {(row[1], row[3]) for row in papers}
    assert {row[1] for row in files} == {"application", "account"}

    schema_upgrade.downgrade(settings, "0011")
    schema_upgrade.upgrade(settings)
    assert rows(settings, DEMANDS) == demands

    schema_upgrade.downgrade(settings, "0006")
    state_before = dict(rows(settings, CASES_OF_0006))
    assert (state_before["SPJY-XB"], state_before["HWZP-SZ"]) == ("delivered", "delivered")
    old_papers = [row for row in papers if row[1] != "commitment"]

    schema_upgrade.downgrade(settings, "0005")
    assert [row for row in rows(settings, PAPERS) if row[1] != "commitment"] == old_papers

    schema_upgrade.downgrade(settings, "0003")
    (number,) = {row[4] for row in papers if row[3] == "application"}
    owners = [row for row in rows(settings, OWNERS_OF_0003) if row[0] != "commitment"]
    assert owners == [(row[1], number, row[4] if row[3] == "case" else None) for row in old_papers]
    assert [row[0] for row in rows(settings, FILES_OF_0003)] == [row[1] != "application" for row in files]

    schema_upgrade.upgrade(settings)
    assert (rows(settings, CASES), rows(settings, FILES)) == (cases, files)
    assert rows(settings, FORM_FIELDS) == form_fields
    kept = [row for row in rows(settings, PAPERS) if row[1] != "commitment"]
    assert kept == old_papers
    assert rows(settings, COLUMNS_OF_0006) == [(1, None, None, None)] * len(papers)
