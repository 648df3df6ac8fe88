"""The foundations of the catalogue's and the store's tables."""

from datetime import UTC, datetime, timedelta, timezone
from inspect import getsource as source

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

import certificate_store.orm
import guides.orm
from guides.models import GuideEvent
from tests.support.edition_factories import feed_event

CHINA = timezone(timedelta(hours=8))


def test_both_libraries_name_constraints_and_keep_instants_alike() -> None:
    assert guides.orm.NAMING_CONVENTION == certificate_store.orm.NAMING_CONVENTION
    ours, theirs = guides.orm, certificate_store.orm
    for method in ("process_bind_param", "process_result_value"):
        assert source(getattr(ours.UtcDateTime, method)) == source(getattr(theirs.UtcDateTime, method))
    assert source(ours.word_column) == source(theirs.word_column)
    assert repr(guides.orm.BigId) == repr(certificate_store.orm.BigId)


def test_an_instant_comes_back_in_utc_whatever_zone_it_had(session: Session) -> None:
    made = feed_event("A")
    made.seq, made.at = 1, datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
    session.add(made)
    session.commit()
    stored = session.get_one(GuideEvent, 1)
    assert (stored.at, stored.at.tzinfo) == (datetime(2026, 3, 2, 2, 0, tzinfo=UTC), UTC)


def test_a_naive_datetime_is_refused(session: Session) -> None:
    made = feed_event("A")
    made.seq, made.at = 1, datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001 - what is to be refused
    session.add(made)
    with pytest.raises(StatementError, match="time zone"):
        session.flush()
