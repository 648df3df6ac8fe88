"""Papers of one kind that repeat for a subject, hold data of their text, and become void."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from sqlalchemy import select

from services_hall import database
from services_hall.applications import papers
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.models import CasePaper
from services_hall.applications.papers import write_case_paper
from services_hall.clock import utc_now
from services_hall.documents.kinds import PaperKind
from services_hall.documents.models import Paper
from services_hall.documents.paper_job import render_paper
from services_hall.documents.paper_records import void_paper
from services_hall.documents.texts import PaperText, Printing
from services_hall.job_registry import handlers
from services_hall.use_cases.verify_code import verify_code
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, case_row
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, case_of, file_restaurant
from tests.support.waiting_jobs import do_jobs

NOW = utc_now()


class Cause(StrEnum):
    REPLACED = "replaced"


@pytest.fixture
def case_number(either_hall: Hall) -> Iterator[str]:
    """An accepted case whose papers are rendered, in an open request."""
    market = system(either_hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), "SPJY-XB")
    accept(market, case)
    do_jobs(either_hall, "acceptance")
    with either_hall.app.test_request_context():
        yield str(case["number"])


def write_acceptance(number: str, ordinal: int, **details: str) -> int:
    """The id of the case's paper of acceptance with this ordinal."""
    with database.transaction() as session:
        paper = write_case_paper(
            session, case_row(number), PaperCode.ACCEPTANCE, now=NOW, ordinal=ordinal, details=details
        )
        return paper.id


def test_a_second_paper_of_a_kind_gets_its_own_row_and_number(either_hall: Hall, case_number: str) -> None:
    first, second = (write_acceptance(case_number, ordinal) for ordinal in (1, 2))
    assert second != first
    assert write_acceptance(case_number, 2, day="written again") == second
    do_jobs(either_hall, "acceptance")
    kept = database.reading().scalars(
        select(Paper).where(Paper.kind == PaperCode.ACCEPTANCE).order_by(Paper.ordinal)
    )
    assert [(paper.id, paper.ordinal, (paper.number or "")[-2:]) for paper in kept] == [
        (first, 1, "1号"),
        (second, 2, "2号"),
    ]
    assert database.reading().get_one(Paper, second).details == {}


@on_postgresql
def test_the_text_is_rendered_from_the_data_that_were_fixed_at_writing(case_number: str) -> None:
    texts = []

    def text(paper: CasePaper, printing: Printing) -> PaperText:
        assert paper.details is not None
        texts.append(paper.details["asked"])
        return papers.KINDS[PaperCode.ACCEPTANCE].text(paper, printing)

    kind = PaperKind(PaperCode.ACCEPTANCE, "受", "受理通知书", text)
    paper_id = write_acceptance(case_number, 2, asked="营业执照")
    handlers()
    effect = render_paper({kind.code: kind}, {"paper_id": paper_id})
    with database.transaction() as session:
        effect(session)
    assert texts == ["营业执照"]
    assert database.reading().get_one(Paper, paper_id).made_at is not None


@on_postgresql
def test_a_void_paper_is_genuine_but_no_longer_in_force(either_hall: Hall, case_number: str) -> None:
    paper_id = write_acceptance(case_number, 1)
    number = database.reading().get_one(Paper, paper_id).number or ""
    assert (verify_code(number).is_in_force, verify_code(number).status) == (True, "genuine")
    database.end_reading()
    with database.transaction() as session:
        void_paper(session.get_one(Paper, paper_id), Cause.REPLACED, now=NOW)
        void_paper(session.get_one(Paper, paper_id), Cause.REPLACED, now=utc_now())
    paper = database.reading().get_one(Paper, paper_id)
    assert (paper.void_at, paper.void_cause, paper.number) == (NOW, Cause.REPLACED, number)
    answer = verify_code(number)
    assert (answer.is_genuine, answer.is_in_force, answer.status) == (True, False, "void")
    page = either_hall.app.test_client().get(f"/verify/{number}").text
    assert "不再有效" in page
    assert "真实：" not in page
