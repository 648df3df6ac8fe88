"""Jobs after filing and deciding: numbers without gaps, and no duplicates."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select, update

from services_hall import database
from services_hall.applications import papers
from services_hall.clock import utc_now
from services_hall.documents.models import Paper
from services_hall.documents.numbering import number_paper
from services_hall.job_registry import handlers
from services_hall.jobs.models import Job, JobStatus
from services_hall.jobs.runner import Runner
from tests.support.agency_systems import System
from tests.support.case_decisions import (
    application_row,
    case_row,
    certificates_of,
    grant,
    row_count,
)
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs, do_jobs_and_papers


def test_papers_get_numbers_without_gaps_though_many_are_numbered_at_once(
    either_hall: Hall, market: System
) -> None:
    for turn in range(10):
        file_restaurant(market, LI, key=f"restaurant-{turn}")
    with either_hall.app.app_context():
        ids = list(database.reading().scalars(select(Paper.id).where(Paper.kind == "receipt")))

    def give_number(paper_id: int) -> str:
        with either_hall.app.app_context(), database.transaction() as session:
            return number_paper(session, paper_id, papers.KINDS["receipt"], site_prefix="演政服")

    with ThreadPoolExecutor(5) as threads:
        given = list(threads.map(give_number, [*ids, *ids]))
    assert given[: len(ids)] == given[len(ids) :]  # a numbered paper keeps its number
    numbers = sorted(int(number.rpartition("〕")[2].removesuffix("号")) for number in set(given))
    assert numbers == list(range(1, 11))


@on_postgresql
def test_each_body_numbers_each_kind_of_its_papers_by_itself(either_hall: Hall, market: System) -> None:
    grant(market, case_of(file_restaurant(market, LI), "SPJY-XB"))
    do_jobs_and_papers(either_hall)
    with either_hall.app.app_context():
        made = database.reading().scalars(select(Paper).order_by(Paper.id)).all()
        year = made[0].written_at.year
        assert [paper.number for paper in made] == [
            f"演政服收〔{year}〕1号",
            f"演政服诺〔{year}〕1号",
            f"岸城管备〔{year}〕1号",
            f"岸市监受〔{year}〕1号",
            f"岸市监准〔{year}〕1号",
            f"演政服址〔{year}〕1号",
        ]
        assert all(paper.file_name and paper.sha256 and paper.made_at for paper in made)


def test_jobs_that_run_again_make_nothing_twice(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, LI)
    food = case_of(application, "SPJY-XB")
    grant(market, food)
    do_jobs(either_hall)
    before = what_there_is(either_hall, application["number"], food["number"])
    assert certificates_of(either_hall, "food-business-permit") == 1
    with either_hall.app.app_context(), database.transaction() as session:
        session.execute(update(Job).where(Job.status == JobStatus.DONE).values(status=JobStatus.WAITING))
    assert do_jobs(either_hall) > 0
    assert what_there_is(either_hall, application["number"], food["number"]) == before
    assert certificates_of(either_hall, "food-business-permit") == 1


def what_there_is(hall: Hall, application_number: str, case_number: str) -> object:
    """Papers, certificate and events as a comparable value."""
    with hall.app.app_context():
        case = case_row(case_number)
        made = [(one.number, one.sha256, one.made_at) for one in application_row(application_number).papers]
        return made, case.certificate_identifier, case.delivered_at, [event.id for event in case.events]


def test_a_certificate_whose_effect_was_lost_is_found_again_and_not_issued_anew(
    either_hall: Hall, market: System
) -> None:
    food = case_of(file_restaurant(market, LI), "SPJY-XB")
    grant(market, food)
    with either_hall.app.app_context():
        payload = {"case_id": case_row(food["number"]).id}
        jobs = database.reading().scalars(select(Job).where(Job.name == "certificates.issue"))
        assert payload in [job.payload for job in jobs]
        database.end_reading()
        handlers()["certificates.issue"](payload)  # the process ends before the effect is written
    do_jobs(either_hall)
    assert certificates_of(either_hall, "food-business-permit") == 1
    assert market.get(f"/cases/{food['number']}").get_json()["delivered_at"]


def test_two_workers_share_the_jobs_and_make_each_once(either_hall: Hall, market: System) -> None:
    for turn in range(2):
        grant(market, case_of(file_restaurant(market, LI, key=f"restaurant-{turn}"), "SPJY-XB"))

    def work(_number: int) -> int:
        with either_hall.app.app_context():
            return Runner(handlers()).run_until_empty()

    with ThreadPoolExecutor(2) as threads:
        ran = list(threads.map(work, range(2)))
    do_jobs(either_hall)
    with either_hall.app.app_context():
        assert row_count(Job, Job.status != JobStatus.DONE) == 0
        assert sum(ran) == row_count(Job, Job.finished_at < utc_now())
    assert certificates_of(either_hall, "food-business-permit") == 2
