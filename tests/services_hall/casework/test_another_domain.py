"""A domain without applications on attachments, documents and casework: lost property.

Whoever lost something reports it; the agency looks for it within a limit that pauses while it asks the
person, and issues a numbered notice when it was found.
"""

from datetime import date, datetime
from enum import StrEnum

import pytest
from sqlalchemy import ColumnElement, ForeignKey, MetaData, exists, literal, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from guides.calendar import WorkingDays
from guides.enumerations import Unit
from guides.models import Agency
from guides.orm import BigId, word_column
from services_hall import database, domains
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.attachments.models import UPLOADER, Attachment, FileSubject
from services_hall.attachments.ownership import take_files
from services_hall.attachments.uploads import check_upload, store_upload
from services_hall.casework.deadlines import BindingLimit, Pause, deadline
from services_hall.casework.due_day_sql import due_on_expression
from services_hall.casework.event_log import EventLog
from services_hall.casework.models import EventColumns
from services_hall.casework.obligations import Debtor, Obligation, ObligationTable
from services_hall.casework.transitions import TransitionRefused, TransitionTable
from services_hall.clock import local_day, utc_now
from services_hall.core import encrypted_files
from services_hall.documents.kinds import PaperKind, kinds_by_code
from services_hall.documents.models import Paper
from services_hall.documents.paper_job import render_paper
from services_hall.documents.paper_records import write_paper
from services_hall.documents.texts import PaperText, Printing
from services_hall.identity import Actor
from services_hall.job_registry import handlers
from services_hall.use_cases.verify_code import verify_code
from tests.support.demo_applications import PNG, person
from tests.support.hall import Hall
from tests.support.waiting_jobs import do_jobs_and_papers

SUBJECT = "lost_property"


class LostState(StrEnum):
    REPORTED = "reported"
    ASKED = "asked"
    FOUND = "found"


class LostAction(StrEnum):
    REPORT = "report"
    ASK = "ask"
    ANSWER = "answer"
    FIND = "find"


class LostDuty(StrEnum):
    SEARCH = "search"
    ANSWER = "answer"


class LostDueDay(StrEnum):
    SEARCH = "search_due_on"


class NoticeCode(StrEnum):
    FOUND = "lost_property_found"


TRANSITIONS = TransitionTable(
    {
        (LostState.REPORTED, LostAction.ASK): LostState.ASKED,
        (LostState.ASKED, LostAction.ANSWER): LostState.REPORTED,
        (LostState.REPORTED, LostAction.FIND): LostState.FOUND,
    },
    first_states={LostAction.REPORT: LostState.REPORTED},
)
OBLIGATIONS = ObligationTable(
    {
        LostState.REPORTED: (Obligation(Debtor.AGENCY, LostDuty.SEARCH, LostDueDay.SEARCH),),
        LostState.ASKED: (Obligation(Debtor.APPLICANT, LostDuty.ANSWER, None),),
    }
)


class LostBase(DeclarativeBase):
    """Its own tables, in the same database as the hall's."""

    metadata = MetaData(naming_convention=database.Base.metadata.naming_convention)


class LostProperty(LostBase):
    __tablename__ = "lost_property"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    thing: Mapped[str]
    state: Mapped[LostState] = mapped_column(word_column(LostState, "state"))
    search_due_on: Mapped[date]


class LostEvent(EventColumns, LostBase):
    __tablename__ = "lost_property_event"

    case_id: Mapped[int] = mapped_column(ForeignKey(LostProperty.id))
    action: Mapped[LostAction] = mapped_column(word_column(LostAction, "action"))
    old_state: Mapped[LostState | None] = mapped_column(word_column(LostState, "old_state"))
    new_state: Mapped[LostState] = mapped_column(word_column(LostState, "new_state"))


class LostPaper(Paper):
    __mapper_args__ = {"polymorphic_identity": SUBJECT}  # noqa: RUF012 - SQLAlchemy reads it so


LOG = EventLog(TRANSITIONS, LostEvent)


def may_read_notice(actor: Actor) -> ColumnElement[bool]:
    """Whoever reported the loss reads its notice."""
    return exists().where(LostEvent.case_id == Paper.subject_id, LostEvent.actor_id == actor.account_id)


def may_read_picture(actor: Actor) -> ColumnElement[bool]:
    """Whoever has a post at an agency sees the pictures of all things."""
    return literal(any(post.agency_code is not None for post in actor.posts))


def notice_text(paper: LostPaper, printing: Printing) -> PaperText:
    """The short text of the notice."""
    return PaperText(
        title=printing.title,
        number=printing.number,
        addressee="失主",
        facts=(),
        paragraphs=["您的物品已经找到。"],
        table_head=(),
        table=(),
        remedies=(),
        signed_by="失物招领处",
        signed_on="2026年11月28日",
        edition_line="",
        verify_url=printing.verify_url,
        is_demo=printing.is_demo,
    )


KINDS = kinds_by_code(PaperKind(NoticeCode.FOUND, "招", "认领通知书", notice_text))


@pytest.fixture
def lost_hall(either_hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """A hall on either kind of database with the tables and the declarations of the other domain."""
    with either_hall.app.app_context():
        LostBase.metadata.create_all(database.db.engine)
    monkeypatch.setitem(domains.PAPER_KINDS, NoticeCode.FOUND, KINDS[NoticeCode.FOUND])
    monkeypatch.setitem(domains.PAPER_READERS, SUBJECT, may_read_notice)
    monkeypatch.setitem(domains.FILE_READERS, SUBJECT, may_read_picture)
    return either_hall


def report(now: datetime, account_id: int) -> int:
    """A reported loss with its first event and a picture of the object."""
    calendar = WorkingDays({})
    limit = BindingLimit(10, Unit.WORKING_DAY, "law")
    due_on = deadline(
        date(2026, 11, 2), limit, calendar, [Pause(date(2026, 11, 9), date(2026, 11, 13))]
    ).due_on
    with database.transaction() as session:
        picture = store_upload(
            session,
            encrypted_files(),
            check_upload("伞.png", PNG),
            owner_id=account_id,
            subject=FileSubject(UPLOADER, account_id),
            now=now,
        )
        found = LostProperty(thing="伞", state=LOG.first_state(LostAction.REPORT), search_due_on=due_on)
        session.add(found)
        session.flush()
        first = LOG.first_event(
            found.id, LostAction.REPORT, actor_id=account_id, on_behalf_of_id=None, now=now
        )
        session.add(LostEvent(**vars(first)))
        subject = FileSubject(SUBJECT, found.id)
        take_files(session.connection(), [picture.id], subject=subject, taken_from=[UPLOADER])
        return found.id


def test_another_domain_has_files_events_due_days_and_papers(lost_hall: Hall) -> None:
    with lost_hall.app.test_request_context():
        now, account_id = utc_now(), person("li").account_id
        lost_id = report(now, account_id)
        with database.transaction() as session:
            lost = session.get_one(LostProperty, lost_id)
            LOG.change(session, lost, LostAction.ASK, actor_id=None, now=now, reason="什么颜色？")
            due_on = due_on_expression(
                OBLIGATIONS,
                Debtor.AGENCY,
                state=LostProperty.state,
                due_days={LostDueDay.SEARCH: LostProperty.search_due_on},
            )
            assert session.scalar(select(due_on)) is None, "the person owes an answer"
            with pytest.raises(TransitionRefused):
                LOG.change(session, lost, LostAction.FIND, actor_id=None, now=now)
            LOG.change(session, lost, LostAction.ANSWER, actor_id=account_id, now=now)
            session.flush()
            assert session.scalar(select(due_on)) == date(2026, 11, 23), "ten working days and a week's pause"
            LOG.change(session, lost, LostAction.FIND, actor_id=None, now=now)
            agency = session.scalars(select(Agency).where(Agency.document_prefix == "岸市监")).one()
            paper = write_paper(
                session, LostPaper, NoticeCode.FOUND, lost_id, issuer_code=agency.code, now=now
            )
            assert (
                write_paper(session, LostPaper, NoticeCode.FOUND, lost_id, issuer_code=agency.code, now=now)
                is paper
            )
            paper_id = paper.id
        handlers()
        effect = render_paper(KINDS, {"paper_id": paper_id})
        with database.transaction() as session:
            effect(session)
        session = database.reading()
        events = session.scalars(select(LostEvent).order_by(LostEvent.id)).all()
        assert [(one.action, one.old_state, one.new_state) for one in events] == [
            ("report", None, "reported"),
            ("ask", "reported", "asked"),
            ("answer", "asked", "reported"),
            ("find", "reported", "found"),
        ]
        assert events[1].reason == "什么颜色？"
        made = session.get_one(Paper, paper_id)
        assert isinstance(made, LostPaper)
        assert made.number == f"岸市监招〔{local_day(now).year}〕1号"
        assert encrypted_files().get(made.file_name or "").startswith(b"%PDF")


def test_a_file_that_belongs_to_a_subject_is_taken_by_no_other(lost_hall: Hall) -> None:
    with lost_hall.app.test_request_context():
        lost_id = report(utc_now(), person("li").account_id)
        other = FileSubject(SUBJECT, lost_id + 1)
        with database.transaction() as session:
            files = session.scalars(select(Attachment.id).where(Attachment.subject_kind == SUBJECT)).all()
            with pytest.raises(AttachmentNotFound):
                take_files(session.connection(), files, subject=other, taken_from=[UPLOADER])
        found = database.reading().scalars(select(Attachment).where(Attachment.subject_kind == SUBJECT)).one()
        assert found.subject_id == lost_id


def test_papers_and_files_of_another_domain_are_read_by_the_shared_routes(lost_hall: Hall) -> None:
    with lost_hall.app.test_request_context():
        now = utc_now()
        lost_id = report(now, person("li").account_id)
        with database.transaction() as session:
            agency = session.scalars(select(Agency).where(Agency.document_prefix == "岸市监")).one()
            paper = write_paper(
                session, LostPaper, NoticeCode.FOUND, lost_id, issuer_code=agency.code, now=now
            )
            paper_path, agency_name = f"papers/{paper.public_id}", agency.name
            picture = session.scalars(select(Attachment).where(Attachment.subject_kind == SUBJECT)).one()
            file_path = f"files/{picture.public_id}"
    li, wang, officer = (lost_hall.sign_in(name) for name in ("li", "wang", "shichang"))
    waiting = li.get(f"/my/{paper_path}")
    assert waiting.status_code == 202
    assert "认领通知书" in waiting.text
    assert wang.get(f"/my/{paper_path}").status_code == 404
    assert officer.get(f"/desk/{paper_path}").status_code == 404
    do_jobs_and_papers(lost_hall)
    assert li.get(f"/my/{paper_path}").data.startswith(b"%PDF")
    assert li.get(f"/my/{file_path}").data == PNG
    assert wang.get(f"/my/{file_path}").status_code == 404
    assert officer.get(f"/desk/{file_path}").data == PNG
    with lost_hall.app.test_request_context():
        answer = verify_code(f"岸市监招〔{local_day(now).year}〕1号")
        assert (answer.is_genuine, answer.title, answer.issued_by) == (True, "认领通知书", agency_name)
        assert answer.holder_name is None
