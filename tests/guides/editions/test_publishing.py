"""Editions of guides and bundles entering into force and leaving it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides import catalog
from guides.calendar import DueDay, WorkingDays
from guides.calendar.official_days import official_day_rows
from guides.editions import (
    feed_head,
    guide_events,
    has_due_editions,
    public_deadline,
    publish_due_editions,
    publish_edition,
    withdraw_edition,
)
from guides.enumerations import EventKind
from guides.errors import EditionOutdated, EditionTransitionRefused, GuideNotFound, NotYetEffective
from guides.models import EditionFacet
from tests.support.edition_factories import (
    BUNDLE,
    GUIDE,
    NOW,
    EditionFactory,
    published_guide,
)
from tests.support.guide_terms import MINIMAL


def current(session: Session, factory: EditionFactory[Any]) -> Any:
    """The only edition that is in force."""
    query = select(factory.editions).join(factory.editions.subject)
    in_force = query.where(factory.editions.status == "current", factory.kind.subjects.code == factory.code)
    return session.scalars(in_force).one_or_none()


def test_publishing_writes_event_and_number(session: Session, factory: EditionFactory[Any]) -> None:
    start = feed_head(session)
    edition = factory.publish(session)
    assert current(session, factory) is edition
    assert (edition.published_at, edition.effective_on) == (NOW, date(2026, 3, 2))
    (event,) = guide_events(session, after=start, limit=10)
    assert (event.seq, event.kind, event.edition_number, event.at) == (
        start + 1,
        factory.kind.published,
        1,
        NOW,
    )
    codes = {"item_code": None, "bundle_code": None, factory.kind.code_column: factory.code}
    assert (event.item_code, event.bundle_code) == (codes["item_code"], codes["bundle_code"])
    assert event.summary["first"] is True
    assert event.summary["sha256"] == edition.sha256
    assert feed_head(session) == start + 1


def test_publishing_a_guide_writes_the_rows_of_its_materials_and_facets(session: Session) -> None:
    edition = published_guide(session)
    assert catalog.current_edition(session, "TEST-XB") is edition
    assert [(row.key, row.position, row.necessity) for row in edition.materials] == [
        ("business-licence", 0, "required")
    ]
    facets = session.execute(select(EditionFacet.kind, EditionFacet.word)).all()
    assert ("topic", "准营准办") in [tuple(facet) for facet in facets]


def test_the_edition_before_is_retired_and_the_event_says_what_changed(
    session: Session, factory: EditionFactory[Any]
) -> None:
    first = factory.publish(session)
    later = NOW + timedelta(days=1)
    second = factory.publish(session, now=later, name="新版")
    assert (first.status, first.retired_at, second.status) == ("retired", later, "current")
    assert second.subject.name == "新版"
    event = guide_events(session, after=feed_head(session) - 1, limit=1)[0]
    assert [change["element"] for change in event.summary["changes"]] == ["name"]


def test_the_event_says_what_a_guide_asks_less(session: Session) -> None:
    published_guide(session)
    published_guide(session, materials=[])
    event = guide_events(session, after=1, limit=10)[0]
    (change,) = event.summary["changes"]
    assert (change["element"], change["entry"]["key"], change["after"]) == (
        "materials",
        "business-licence",
        None,
    )
    assert event.summary["burden"]["materials"] == {"before": 1, "after": 0}


def test_the_database_refuses_a_second_edition_in_force(
    session: Session, factory: EditionFactory[Any]
) -> None:
    factory.publish(session)
    second = factory.approve(session)
    with pytest.raises(IntegrityError):
        session.execute(
            update(factory.editions).where(factory.editions.id == second.id).values(status="current")
        )


def test_the_database_refuses_a_status_that_does_not_exist(
    session: Session, factory: EditionFactory[Any]
) -> None:
    edition = factory.draft(session)
    with pytest.raises((IntegrityError, LookupError)):
        session.connection().exec_driver_sql(
            f"UPDATE {factory.editions.__tablename__} SET status = 'burnt' WHERE id = {edition.id}"
        )


@pytest.mark.parametrize("make", ["draft", "submit", "publish"])
def test_only_an_approved_edition_is_published(
    session: Session, factory: EditionFactory[Any], make: str
) -> None:
    edition = getattr(factory, make)(session)
    with pytest.raises(EditionTransitionRefused):
        publish_edition(session, edition, now=NOW)


def test_an_edition_waits_for_its_day_and_is_published_when_due(
    session: Session, factory: EditionFactory[Any]
) -> None:
    start = feed_head(session)
    first = factory.publish(session)
    day = date(2026, 3, 10)
    second = factory.approve(session, name="新版", effective_on=day)
    with pytest.raises(NotYetEffective):
        publish_edition(session, second, now=NOW)
    week_later = NOW + timedelta(days=7)
    assert publish_due_editions(session, factory.editions, now=week_later) == []
    assert not has_due_editions(session, factory.editions, now=week_later)

    on_the_day = NOW.replace(day=9, hour=16)  # midnight in China
    assert has_due_editions(session, factory.editions, now=on_the_day)
    assert publish_due_editions(session, factory.editions, now=on_the_day) == [second]
    assert (second.status, first.status, second.effective_on) == ("current", "retired", day)
    kinds = [event.kind for event in guide_events(session, after=start, limit=10)]
    assert kinds == [factory.kind.published, factory.kind.announced, factory.kind.published]


def test_an_announced_guide_is_listed(session: Session) -> None:
    published_guide(session)
    later = GUIDE.approve(session, name="新版", effective_on=date(2026, 3, 10))
    assert catalog.announced_editions(session, "TEST-XB") == [later]


def test_everything_due_is_published_in_one_go_with_consecutive_numbers(
    session: Session, factory: EditionFactory[Any]
) -> None:
    start = feed_head(session)
    for code in ("C", "A", "B"):
        factory.approve(session, code=code)
    done = publish_due_editions(session, factory.editions, now=NOW)
    assert [edition.subject.code for edition in done] == ["A", "B", "C"]
    events = guide_events(session, after=start, limit=10)
    assert [(event.seq - start, getattr(event, factory.kind.code_column)) for event in events] == [
        (1, "A"),
        (2, "B"),
        (3, "C"),
    ]


def test_what_is_due_is_published_a_kind_at_a_time(session: Session) -> None:
    guides = [GUIDE.approve(session, code=code) for code in ("FOOD", "REG")]
    assert publish_due_editions(session, BUNDLE.editions, now=NOW) == []
    assert publish_due_editions(session, GUIDE.editions, now=NOW) == guides


def test_two_due_editions_of_one_code_follow_each_other(
    session: Session, factory: EditionFactory[Any]
) -> None:
    first, second = factory.approve(session), factory.approve(session, name="新版")
    assert publish_due_editions(session, factory.editions, now=NOW) == [first, second]
    assert (first.status, second.status) == ("retired", "current")


def test_an_edition_that_a_later_one_overtook_never_comes_into_force(
    session: Session, factory: EditionFactory[Any]
) -> None:
    old = factory.approve(session, effective_on=date(2026, 4, 1))
    new = factory.publish(session, name="新版")
    april = NOW + timedelta(days=31)
    assert publish_due_editions(session, factory.editions, now=april) == []
    with pytest.raises(EditionOutdated):
        publish_edition(session, old, now=april)
    assert current(session, factory) is new


def test_withdrawing_what_is_public_is_told_and_what_is_not_is_not(
    session: Session, factory: EditionFactory[Any]
) -> None:
    start = feed_head(session)
    for make in (factory.draft, factory.submit, factory.approve):
        withdraw_edition(session, make(session), now=NOW)
    assert feed_head(session) == start
    edition = withdraw_edition(session, factory.publish(session), now=NOW)
    assert (edition.status, edition.retired_at) == ("withdrawn", NOW)
    assert current(session, factory) is None
    withdraw_edition(session, factory.approve(session, effective_on=date(2026, 4, 1)), now=NOW)
    kinds = [event.kind for event in guide_events(session, after=start, limit=10)]
    assert kinds == [
        factory.kind.published,
        factory.kind.withdrawn,
        factory.kind.announced,
        factory.kind.withdrawn,
    ]


def test_a_withdrawn_guide_is_not_found(session: Session) -> None:
    withdraw_edition(session, published_guide(session), now=NOW)
    with pytest.raises(GuideNotFound):
        catalog.current_edition(session, "TEST-XB")


def test_a_failed_publication_leaves_nothing_behind(session: Session, factory: EditionFactory[Any]) -> None:
    first = factory.publish(session)
    session.commit()
    head = feed_head(session)
    publish_edition(session, factory.approve(session, name="新版"), now=NOW)
    session.rollback()
    assert current(session, factory).id == first.id
    assert feed_head(session) == head


def test_a_guide_without_materials_is_published_too(session: Session) -> None:
    assert published_guide(session, materials=[]).materials == []


def test_an_approved_change_is_public_by_the_end_of_the_next_working_day() -> None:
    calendar = WorkingDays({row["day"]: row["is_working"] for row in official_day_rows()})
    friday_evening = NOW.replace(day=6, hour=12)
    assert public_deadline(friday_evening, calendar) == DueDay(date(2026, 3, 9), provisional=False)
    before_national_day = NOW.replace(month=9, day=30)
    assert public_deadline(before_national_day, calendar).day == date(2026, 10, 8)


def test_the_content_of_an_edition_holds_terms_only(session: Session) -> None:
    assert set(published_guide(session).content) == set(MINIMAL)


@pytest.mark.parametrize(
    ("factory", "kinds"),
    [
        (GUIDE, (EventKind.GUIDE_ANNOUNCED, EventKind.GUIDE_PUBLISHED, EventKind.GUIDE_WITHDRAWN)),
        (BUNDLE, (EventKind.BUNDLE_ANNOUNCED, EventKind.BUNDLE_PUBLISHED, EventKind.BUNDLE_WITHDRAWN)),
    ],
)
def test_each_kind_has_its_own_words_in_the_feed(
    factory: EditionFactory[Any], kinds: tuple[EventKind, ...]
) -> None:
    assert (factory.kind.announced, factory.kind.published, factory.kind.withdrawn) == kinds
