"""Editions coming into force and leaving it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides import catalog, feed, publishing, workdays
from guides.errors import EditionOutdated, GuideNotFound, NotYetEffective, TransitionRefused
from guides.models import EditionFacet, EventKind, GuideEdition
from guides.workdays import DueDay, WorkingDays
from tests.guides.factory import MINIMAL
from tests.guides.stories import NOW, approved, drafted, published, submitted


def test_publishing_writes_rows_event_and_number(session: Session) -> None:
    edition = published(session)
    assert catalog.current_edition(session, "TEST-XB") is edition
    assert (edition.published_at, edition.effective_on) == (NOW, date(2026, 3, 2))
    assert [(row.key, row.position, row.necessity) for row in edition.materials] == [
        ("business-licence", 0, "required")
    ]
    facets = session.execute(select(EditionFacet.kind, EditionFacet.word)).all()
    assert ("topic", "准营准办") in [tuple(facet) for facet in facets]
    (event,) = feed.changes(session, after=0, limit=10)
    assert (event.seq, event.kind, event.item_code, event.edition_number, event.at) == (
        1,
        EventKind.GUIDE_PUBLISHED,
        "TEST-XB",
        1,
        NOW,
    )
    assert event.summary["first"] is True
    assert event.summary["sha256"] == edition.sha256
    assert feed.head(session) == 1


def test_the_edition_before_is_retired_and_the_event_says_what_changed(session: Session) -> None:
    first = published(session)
    later = NOW + timedelta(days=1)
    second = published(session, now=later, name="食品经营许可（新版）", materials=[])
    assert (first.status, first.retired_at, second.status) == ("retired", later, "current")
    assert second.item.name == "食品经营许可（新版）"
    event = feed.changes(session, after=1, limit=10)[0]
    assert {change["element"] for change in event.summary["changes"]} == {
        "name",
        "materials.business-licence",
    }
    assert event.summary["burden"]["materials"] == {"before": 1, "after": 0}


def test_the_database_refuses_a_second_edition_in_force(session: Session) -> None:
    published(session)
    second = approved(session)
    with pytest.raises(IntegrityError):
        session.execute(update(GuideEdition).where(GuideEdition.id == second.id).values(status="current"))


def test_the_database_refuses_a_status_that_does_not_exist(session: Session) -> None:
    edition = drafted(session)
    with pytest.raises((IntegrityError, LookupError)):
        session.connection().exec_driver_sql(
            f"UPDATE guide_edition SET status = 'burnt' WHERE id = {edition.id}"
        )


@pytest.mark.parametrize("make", [drafted, submitted, published])
def test_only_an_approved_edition_is_published(session: Session, make: object) -> None:
    edition: GuideEdition = make(session)  # type: ignore[operator]
    with pytest.raises(TransitionRefused):
        publishing.publish(session, edition, now=NOW)


def test_an_edition_waits_for_its_day_and_is_published_when_due(session: Session) -> None:
    first = published(session)
    day = date(2026, 3, 10)
    second = approved(session, name="新版", effective_on=day)
    with pytest.raises(NotYetEffective):
        publishing.publish(session, second, now=NOW)
    assert publishing.publish_due(session, now=NOW + timedelta(days=7)) == []
    assert catalog.announced(session, "TEST-XB") == [second]

    on_the_day = NOW.replace(day=9, hour=16)  # midnight in China
    assert publishing.publish_due(session, now=on_the_day) == [second]
    assert (second.status, first.status, second.effective_on) == ("current", "retired", day)
    kinds = [event.kind for event in feed.changes(session, after=0, limit=10)]
    assert kinds == [EventKind.GUIDE_PUBLISHED, EventKind.GUIDE_ANNOUNCED, EventKind.GUIDE_PUBLISHED]


def test_everything_due_is_published_in_one_go_with_consecutive_numbers(session: Session) -> None:
    for code in ("C", "A", "B"):
        approved(session, code=code)
    assert [edition.item.code for edition in publishing.publish_due(session, now=NOW)] == ["A", "B", "C"]
    events = feed.changes(session, after=0, limit=10)
    assert [(event.seq, event.item_code) for event in events] == [(1, "A"), (2, "B"), (3, "C")]


def test_two_due_editions_of_one_guide_follow_each_other(session: Session) -> None:
    first, second = approved(session), approved(session, name="新版")
    assert publishing.publish_due(session, now=NOW) == [first, second]
    assert (first.status, second.status) == ("retired", "current")


def test_an_edition_that_a_later_one_overtook_never_comes_into_force(session: Session) -> None:
    old = approved(session, effective_on=date(2026, 4, 1))
    new = published(session, name="新版")
    april = NOW + timedelta(days=31)
    assert publishing.publish_due(session, now=april) == []
    with pytest.raises(EditionOutdated):
        publishing.publish(session, old, now=april)
    assert catalog.current_edition(session, "TEST-XB") is new


def test_withdrawing_what_is_public_is_told_and_what_is_not_is_not(session: Session) -> None:
    publishing.withdraw(session, drafted(session, code="DRAFT"), now=NOW)
    publishing.withdraw(session, approved(session, code="APPROVED"), now=NOW)
    assert feed.head(session) == 0
    edition = publishing.withdraw(session, published(session), now=NOW)
    assert (edition.status, edition.retired_at) == ("withdrawn", NOW)
    assert feed.changes(session, after=1, limit=10)[0].kind is EventKind.GUIDE_WITHDRAWN
    with pytest.raises(GuideNotFound):
        catalog.current_edition(session, "TEST-XB")
    announced = approved(session, code="LATER", effective_on=date(2026, 4, 1))
    publishing.withdraw(session, announced, now=NOW)
    assert feed.changes(session, after=3, limit=10)[0].kind is EventKind.GUIDE_WITHDRAWN


def test_a_failed_publication_leaves_nothing_behind(session: Session) -> None:
    first = published(session)
    session.commit()
    publishing.publish(session, approved(session, name="新版"), now=NOW)
    session.rollback()
    assert catalog.current_edition(session, "TEST-XB").id == first.id
    assert feed.head(session) == 1


def test_a_guide_without_materials_is_published_too(session: Session) -> None:
    assert published(session, materials=[]).materials == []


def test_an_approved_change_is_public_by_the_end_of_the_next_working_day() -> None:
    calendar = WorkingDays({row["day"]: row["is_working"] for row in workdays.official_days()})
    friday_evening = NOW.replace(day=6, hour=12)
    assert publishing.public_deadline(friday_evening, calendar) == DueDay(date(2026, 3, 9), provisional=False)
    before_national_day = NOW.replace(month=9, day=30)
    assert publishing.public_deadline(before_national_day, calendar).day == date(2026, 10, 8)


def test_the_content_of_an_edition_holds_terms_only(session: Session) -> None:
    assert set(published(session).content) == set(MINIMAL)
