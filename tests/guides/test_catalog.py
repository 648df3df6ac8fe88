"""Queries of the catalogue: what is in force, when and where, and the number of statements."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from guides import catalog
from guides.editions import withdraw_edition
from guides.enumerations import DivisionLevel
from guides.errors import DivisionNotFound, EditionNotFound, GuideNotFound, NoImplementation
from guides.models import Implementation
from tests.support import small_city
from tests.support.edition_factories import (
    NOW,
    approved_guide,
    draft_guide,
    published_guide,
)
from tests.support.small_city import (
    CITY,
    COMMUNITY,
    DISTRICT,
    OTHER_DISTRICT,
    STREET,
    ZONE,
    ZONE_COMMUNITY,
    ZONE_STREET,
)
from tests.support.sql_statements import record_statements


def test_an_unknown_guide_and_one_never_published_are_not_found(session: Session) -> None:
    draft_guide(session)
    for code in ("TEST-XB", "NOWHERE"):
        with pytest.raises(GuideNotFound):
            catalog.current_edition(session, code)
    assert catalog.current_editions(session, ["TEST-XB", "NOWHERE"]) == {}


def test_drafts_are_seen_at_the_desk_only(session: Session) -> None:
    public, draft = published_guide(session), draft_guide(session, name="草稿")
    assert catalog.published_edition(session, "TEST-XB", 1) is public
    with pytest.raises(EditionNotFound):
        catalog.published_edition(session, "TEST-XB", 2)
    assert catalog.guide_edition_of_any_status(session, "TEST-XB", 2) is draft
    with pytest.raises(EditionNotFound):
        catalog.guide_edition_of_any_status(session, "TEST-XB", 3)
    assert catalog.published_editions(session, "TEST-XB") == [public]
    assert catalog.published_editions(session, "TEST-XB", public_only=False) == [draft, public]


def test_an_announced_edition_is_public_before_its_day(session: Session) -> None:
    later = approved_guide(session, effective_on=date(2026, 5, 1))
    assert catalog.published_edition(session, "TEST-XB", 1) is later
    assert catalog.announced_editions(session, "TEST-XB") == [later]


def test_what_was_in_force_on_a_day_can_always_be_shown(session: Session) -> None:
    first = published_guide(session)
    second = published_guide(session, now=NOW + timedelta(days=10), name="新版")
    withdraw_edition(session, second, now=NOW + timedelta(days=20))
    for day, edition in (
        (date(2026, 3, 2), first),
        (date(2026, 3, 11), first),
        (date(2026, 3, 12), second),
        (date(2026, 3, 22), second),
    ):
        assert catalog.edition_on(session, "TEST-XB", day) is edition
    for day in (date(2026, 3, 1), date(2026, 3, 23)):
        with pytest.raises(EditionNotFound):
            catalog.edition_on(session, "TEST-XB", day)


def test_lists_are_paged_by_code_and_narrowed_by_words(session: Session) -> None:
    for code, topic, audience in (
        ("A", "准营准办", "person"),
        ("B", "户籍办理", "person"),
        ("C", "准营准办", "organisation"),
    ):
        published_guide(session, code=code, topics=[topic], audience=[audience])
    draft_guide(session, code="D")

    def codes(**narrowed: str) -> list[str]:
        return [found.item.code for found in catalog.current_guides(session, limit=9, **narrowed)]

    assert codes() == ["A", "B", "C"]
    assert codes(after="A") == ["B", "C"]
    assert codes(topic="准营准办") == ["A", "C"]
    assert codes(topic="准营准办", audience="person") == ["A"]
    assert codes(life_event="出生") == []
    assert len(catalog.current_guides(session, limit=2)) == 2
    assert catalog.guide_topics(session) == {"准营准办": 2, "户籍办理": 1}


def test_a_list_takes_one_query_however_long(engine: Engine, session: Session) -> None:
    for number in range(5):
        published_guide(session, code=f"G{number}")
    session.commit()
    with record_statements(engine) as statements:
        assert len([found.item.name for found in catalog.current_guides(session, limit=9)]) == 5
    assert len(statements) == 1
    session.expire_all()
    with record_statements(engine) as statements:
        assert set(catalog.current_editions(session, ["G0", "G1"])) == {"G0", "G1"}
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("asked", "handled_by"),
    [
        (CITY, CITY),
        (DISTRICT, DISTRICT),
        (STREET, DISTRICT),
        (COMMUNITY, COMMUNITY),
        (OTHER_DISTRICT, CITY),  # no agency there, so the higher level
        (ZONE_STREET, ZONE),  # the zone is responsible
        (ZONE_COMMUNITY, ZONE),
    ],
)
def test_the_nearest_agency_handles_the_item(session: Session, asked: str, handled_by: str) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    for division in (CITY, DISTRICT, COMMUNITY):
        small_city.add_implementation(session, item, division=division)
    small_city.add_implementation(session, item, area=ZONE)
    found = session.get_one(Implementation, catalog.handler_for(session, item.code, asked).implementation_id)
    assert (found.division_code or found.area_code) == handled_by


def test_a_division_s_own_agency_comes_before_that_of_a_zone(session: Session) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    small_city.add_implementation(session, item, area=ZONE)
    own = small_city.add_implementation(session, item, division=ZONE_STREET)
    assert catalog.handler_for(session, item.code, ZONE_COMMUNITY).implementation_id == own.id


def test_finding_the_agency_takes_one_query(engine: Engine, session: Session) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    small_city.add_implementation(session, item, division=CITY)
    session.commit()
    with record_statements(engine) as statements:
        assert catalog.handler_for(session, "TEST-XB", COMMUNITY).agency_name == f"{CITY}局"
    assert len(statements) == 1


def test_where_nobody_handles_an_item_it_is_said(session: Session) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    small_city.add_implementation(session, item, division=DISTRICT)
    with pytest.raises(NoImplementation):
        catalog.handler_for(session, item.code, OTHER_DISTRICT)
    with pytest.raises(NoImplementation):
        catalog.handler_for(session, "NOWHERE", DISTRICT)
    for unknown in ("000000000000", "420103999000"):
        with pytest.raises(DivisionNotFound):
            catalog.handler_for(session, item.code, unknown)


def test_service_points_are_those_in_the_division_then_above(session: Session) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    for division, level in (
        (CITY, DivisionLevel.CITY),
        (DISTRICT, DivisionLevel.DISTRICT),
        (OTHER_DISTRICT, DivisionLevel.DISTRICT),
        (COMMUNITY, DivisionLevel.COMMUNITY),
    ):
        small_city.add_point(session, item, division, level)

    def service_divisions(division: str | None) -> list[str]:
        return [point.division_code for point in catalog.service_points(session, item.code, division)]

    assert service_divisions(DISTRICT) == [DISTRICT, COMMUNITY, CITY]
    assert service_divisions(COMMUNITY) == [COMMUNITY, DISTRICT, CITY]
    assert service_divisions(OTHER_DISTRICT) == [OTHER_DISTRICT, CITY]
    assert len(service_divisions(None)) == 4
    assert service_divisions("420103999000") == []
    assert catalog.service_points(session, "NOWHERE", CITY) == []
