"""Changes of implementations and service points: recorded in the feed without a new edition."""

import pytest
from sqlalchemy.orm import Session

from guides import catalog
from guides.editions import feed_head, guide_events
from guides.enumerations import DivisionLevel, EventKind
from guides.implementations import change_implementation, change_service_point, implementation_findings
from tests.support import small_city
from tests.support.edition_factories import NOW, published_guide
from tests.support.small_city import DISTRICT


def test_a_changed_implementation_gets_a_version_and_an_event_but_no_edition(session: Session) -> None:
    small_city.small_city(session)
    edition = published_guide(session)
    made = small_city.add_implementation(session, edition.item, division=DISTRICT)
    change_implementation(session, made, {"enquiry_phone": "027-1", "complaint_phone": "027-2"}, now=NOW)
    first_hash = made.hash
    change_implementation(session, made, {"enquiry_phone": "027-3"}, now=NOW)
    assert (made.version, made.hash != first_hash) == (3, True)
    event = guide_events(session, after=2, limit=9)[0]
    assert (event.kind, event.item_code) == (EventKind.IMPLEMENTATION_CHANGED, "TEST-XB")
    assert event.summary["changes"] == [{"element": "enquiry_phone", "before": "027-1", "after": "027-3"}]
    assert catalog.current_edition(session, "TEST-XB") is edition


def test_what_does_not_change_is_not_told(session: Session) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    made = small_city.add_implementation(session, item, division=DISTRICT)
    change_implementation(session, made, {"division_code": DISTRICT}, now=NOW)
    assert (made.version, feed_head(session)) == (1, 0)


def test_a_place_cannot_touch_a_term(session: Session) -> None:
    small_city.small_city(session)
    item = small_city.add_item(session)
    made = small_city.add_implementation(session, item, division=DISTRICT)
    with pytest.raises(ValueError, match="fees"):
        change_implementation(session, made, {"fees": []}, now=NOW)


def test_a_service_point_changes_its_hours_and_its_items(session: Session) -> None:
    small_city.small_city(session)
    item, other = small_city.add_item(session), small_city.add_item(session, "OTHER")
    point = small_city.add_point(session, item, DISTRICT, DivisionLevel.DISTRICT)
    change_service_point(session, point, {"hours": "9:00—17:00"}, now=NOW, item_codes=[other.code])
    assert (point.version, point.hours) == (2, "9:00—17:00")
    assert catalog.service_points(session, item.code) == []
    (event,) = guide_events(session, after=0, limit=9)
    assert event.kind is EventKind.SERVICE_POINT_CHANGED
    assert [change["element"] for change in event.summary["changes"]] == ["hours", "items"]


def test_one_phone_for_questions_and_complaints_is_warned_of(session: Session) -> None:
    small_city.small_city(session)
    made = small_city.add_implementation(session, small_city.add_item(session), division=DISTRICT)
    assert implementation_findings(made) == []
    made.enquiry_phone = made.complaint_phone = "12345"
    assert [finding.element for finding in implementation_findings(made)] == ["complaint_phone"]
