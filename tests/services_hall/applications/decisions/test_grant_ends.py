"""Ends of grants: prior notice, statement, annulment, withdrawal, cancellation, and what follows."""

from collections.abc import Callable
from typing import Final

import pytest
from sqlalchemy import select, update

from certificate_store import lookup
from certificate_store.lifecycle import CancelCause
from guides.enumerations import ItemType
from services_hall import database
from services_hall.applications.decisions.commitments import CorrectionOrder
from services_hall.applications.decisions.grant_ends import GrantEnding
from services_hall.applications.errors import (
    ActionInvalid,
    CorrectionFirst,
    CorrectionTimeRunning,
    NoOpenNotice,
    NoticeAlreadyGiven,
    PriorNoticeMissing,
    StatementTimeRunning,
)
from services_hall.applications.grounds.grant_bases import CancelGround, GrantEnd, possible_articles
from services_hall.applications.hearings.statements import Statement
from services_hall.applications.lifecycle import CaseState
from services_hall.applications.models import NoticeKind, PriorNotice
from services_hall.casework.transitions import TransitionRefused
from services_hall.use_cases.announce_end import announce_end
from services_hall.use_cases.end_grant import end_grant
from services_hall.use_cases.order_correction import order_correction
from services_hall.use_cases.record_statement import record_statement
from tests.support.agency_systems import System, actor_of, system
from tests.support.case_decisions import accept, case_row, decide, deliver_notices, end_time, grant
from tests.support.hall import Hall
from tests.support.postgres_hall import on_postgresql
from tests.support.restaurant import LI, UNLICENSED, ZHANG, case_of, file_restaurant
from tests.support.supplements import in_days
from tests.support.waiting_jobs import do_jobs

ON_REMEDIES = {"中华人民共和国行政复议法", "中华人民共和国行政诉讼法"}
FACTS: Final = "场所已经改作仓库"
FOOD: Final = "SPJY-XB"
ENDED: Final = {
    GrantEnd.ANNUL: (CaseState.ANNULLED, "annulment", CancelCause.ANNULLED),
    GrantEnd.WITHDRAW: (CaseState.GRANT_WITHDRAWN, "grant_withdrawal", CancelCause.WITHDRAWN),
    GrantEnd.CANCEL: (CaseState.GRANT_CANCELLED, "cancellation", CancelCause.EXPIRED_SURRENDER),
}
ARTICLES: Final = {
    GrantEnd.ANNUL: "licensing-69-1",
    GrantEnd.WITHDRAW: "licensing-8",
    GrantEnd.CANCEL: "licensing-70",
}
NOTICES: Final = {GrantEnd.ANNUL: NoticeKind.ANNULMENT, GrantEnd.WITHDRAW: NoticeKind.GRANT_WITHDRAWAL}


@pytest.fixture
def permit(either_hall: Hall, market: System) -> str:
    """The number of a food permit that was granted and issued."""
    case = case_of(file_restaurant(market, LI), FOOD)
    grant(market, case)
    do_jobs(either_hall)
    return str(case["number"])


def ending(end: GrantEnd, *, article: str | None = None, reason: str = FACTS) -> GrantEnding:
    ground = CancelGround.HOLDER_REQUEST if end is GrantEnd.CANCEL else None
    return GrantEnding(end, ARTICLES[end] if article is None else article, reason, ground)


def announce(number: str, kind: NoticeKind = NoticeKind.ANNULMENT) -> None:
    article = {NoticeKind.ANNULMENT: "licensing-69-1", NoticeKind.GRANT_WITHDRAWAL: "licensing-8"}[kind]
    announce_end(
        actor_of("market_supervision"),
        number,
        kind=kind,
        facts=FACTS,
        article_key=article,
        answer_until=in_days(1),
    )


@on_postgresql
@pytest.mark.parametrize("end", GrantEnd)
def test_a_grant_ends_with_its_paper_and_its_certificate(
    either_hall: Hall, market: System, permit: str, end: GrantEnd
) -> None:
    state, kind, cause = ENDED[end]
    do_jobs(either_hall, "grant")  # the decision has its number
    with either_hall.app.app_context():
        officer = actor_of("market_supervision")
        if end in NOTICES:
            announce(permit, NOTICES[end])
            record_statement(officer, permit, Statement("希望保留"))
        end_grant(officer, permit, ending(end))
    do_jobs(either_hall, kind)
    with either_hall.app.app_context():
        case = case_row(permit)
        assert (case.state, case.outcome) == (state, "granted")
        written = {paper.kind: paper for paper in case.papers}
        assert written["grant"].void_at is not None
        assert written["grant"].void_cause == state
        assert written[kind].void_at is None
        assert written[kind].made_at is not None
        details = written[kind].details or {}
        assert details["decision"] == written["grant"].number
        assert case.certificate_identifier is not None
        with database.certificate_transaction() as store:
            certificate = lookup.certificate(store, case.certificate_identifier)
            assert (certificate.status, certificate.cancel_cause) == ("cancelled", cause)
        shown = market.get(f"/verifications/{written['grant'].number}").get_json()
        assert (shown["is_genuine"], shown["is_in_force"]) == (True, False)


@on_postgresql
@pytest.mark.parametrize("end", [GrantEnd.ANNUL, GrantEnd.WITHDRAW])
def test_a_burdening_end_without_prior_notice_is_refused(
    either_hall: Hall, permit: str, end: GrantEnd
) -> None:
    with either_hall.app.app_context():
        officer = actor_of("market_supervision")
        with pytest.raises(PriorNoticeMissing):
            end_grant(officer, permit, ending(end))
        announce(permit, NOTICES[end])
        with pytest.raises(NoticeAlreadyGiven):
            announce(permit, NOTICES[end])
        with pytest.raises(StatementTimeRunning):
            end_grant(officer, permit, ending(end))
        assert case_row(permit).state == CaseState.GRANTED


def test_the_time_for_a_statement_may_pass_in_silence(hall: Hall) -> None:
    number = granted_permit(hall)
    with hall.app.app_context():
        announce(number)
        deliver_notices(case_row(number).id)
        with database.transaction() as session:
            session.execute(update(PriorNotice).values(answer_until=in_days(-1)))
        end_grant(actor_of("market_supervision"), number, ending(GrantEnd.ANNUL))
        paper = next(paper for paper in case_row(number).papers if paper.kind == "annulment")
        assert (paper.details or {})["heard"] == "no_statement"


def test_a_notice_of_withdrawal_does_not_allow_an_annulment(hall: Hall) -> None:
    number = granted_permit(hall)
    with hall.app.app_context():
        announce(number, NoticeKind.GRANT_WITHDRAWAL)
        record_statement(actor_of("market_supervision"), number, Statement("希望保留"))
        with pytest.raises(PriorNoticeMissing):
            end_grant(actor_of("market_supervision"), number, ending(GrantEnd.ANNUL))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"article": ""}, "end_article"),
        ({"article": "licensing-8"}, "end_article"),
        ({"article": "no-such-law"}, "end_article"),
        ({"reason": " "}, "end_reason"),
    ],
)
def test_an_end_needs_a_reason_and_an_article_of_its_own(
    hall: Hall, change: dict[str, str], field: str
) -> None:
    number = granted_permit(hall)
    with hall.app.app_context():
        with pytest.raises(ActionInvalid) as refused:
            end_grant(actor_of("market_supervision"), number, ending(GrantEnd.CANCEL, **change))
        assert set(refused.value.errors) == {field}
        assert case_row(number).state == CaseState.GRANTED


def test_articles_of_the_licensing_law_are_for_licences_alone(hall: Hall) -> None:
    number = granted_permit(hall)
    with hall.app.app_context():
        terms = case_row(number).application_item.edition.terms
        assert terms.item_type is ItemType.LICENCE
        own = {basis.key for basis in terms.legal_bases if basis.law not in ON_REMEDIES}
        for end in GrantEnd:
            assert own < {article.key for article in possible_articles(terms, end)}
            assert ARTICLES[end] in {article.key for article in possible_articles(terms, end)}


def test_a_grant_ends_once(hall: Hall) -> None:
    number = granted_permit(hall)
    with hall.app.app_context():
        end_grant(actor_of("market_supervision"), number, ending(GrantEnd.CANCEL))
        for end in GrantEnd:
            with pytest.raises(TransitionRefused):
                end_grant(actor_of("market_supervision"), number, ending(end))
        with pytest.raises(TransitionRefused):
            announce(number)
        with pytest.raises(NoOpenNotice):
            record_statement(actor_of("market_supervision"), number, Statement("太晚"))


@pytest.mark.parametrize("action", ["announce", "end"])
def test_nothing_that_was_not_granted_is_ended(hall: Hall, action: str) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), FOOD)
    accept(market, case)
    decide(market, case, "deny", "操作间面积不足")
    with hall.app.app_context():
        steps = {
            "announce": lambda: announce(case["number"]),
            "end": lambda: end_grant(actor_of("market_supervision"), case["number"], ending(GrantEnd.CANCEL)),
        }
        with pytest.raises(TransitionRefused):
            steps[action]()


def test_a_broken_commitment_is_corrected_first_unless_it_was_deceit(
    either_hall: Hall, market: System
) -> None:
    case = case_of(file_restaurant(market, LI), "XFJC-YYQ")
    grant(system(either_hall, "fire_rescue"), case)
    number = case["number"]
    with either_hall.app.app_context():
        officer = actor_of("fire_rescue")

        def told(article: str) -> Callable[[], None]:
            return lambda: announce_end(
                officer,
                number,
                kind=NoticeKind.ANNULMENT,
                facts=FACTS,
                article_key=article,
                answer_until=in_days(1),
            )

        with pytest.raises(CorrectionFirst):
            told("xff-58")()
        order_correction(officer, number, CorrectionOrder(FACTS, in_days(1)))
        with pytest.raises(CorrectionTimeRunning):
            told("xff-58")()
        end_time(number, "correction_due_on")
        told("xff-58")()
        (notice,) = database.reading().scalars(select(PriorNotice))
        assert (notice.kind, notice.text) == (NoticeKind.ANNULMENT, FACTS)


def test_deceit_is_announced_without_correction(hall: Hall) -> None:
    case = case_of(file_restaurant(system(hall, "market_supervision"), LI), "XFJC-YYQ")
    grant(system(hall, "fire_rescue"), case)
    with hall.app.app_context():
        announce_end(
            actor_of("fire_rescue"),
            case["number"],
            kind=NoticeKind.ANNULMENT,
            facts="以虚假材料取得",
            article_key="licensing-69-2",
            answer_until=in_days(1),
        )
        assert [event.action for event in case_row(case["number"]).events][-1] == "give_prior_notice"


def test_what_waited_for_an_ended_grant_is_ended_too(either_hall: Hall, market: System) -> None:
    application = file_restaurant(market, ZHANG, UNLICENSED)
    licence = case_of(application, "GTDJ-SL")
    grant(market, licence)
    with either_hall.app.app_context():
        terms = case_row(licence["number"]).application_item.edition.terms
        key = terms.legal_bases[0].key
        end_grant(actor_of("market_supervision"), licence["number"], ending(GrantEnd.CANCEL, article=key))
    do_jobs(either_hall)
    states = {
        case["item_code"]: case["state"]
        for case in market.get(f"/applications/{application['number']}").get_json()["cases"]
    }
    assert states.pop("GTDJ-SL") == "grant_cancelled"
    assert set(states.values()) == {"terminated"}


def granted_permit(hall: Hall) -> str:
    """The number of a food permit that was granted; its jobs are not done."""
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market, LI), FOOD)
    grant(market, case)
    return str(case["number"])
