"""Stored differences as data: those of revision 0001 become equal to those written now."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import NullPool, create_engine, select
from sqlalchemy.orm import Session

from guides.editions import Difference
from guides.editions.differences import event_summary
from guides.enumerations import EditionStatus, EventKind
from guides.models import Bundle, BundleEdition, GuideEdition, GuideEvent, ServiceItem
from services_hall.runtime import schema_upgrade
from services_hall.settings import Settings
from tests.support.differing_editions import BUNDLE_TERMS, GUIDE_TERMS
from tests.support.edition_factories import NOW
from tests.support.small_hall import settings_for

TEXTS: Final[dict[str, list[list[dict[str, Any]]]]] = json.loads(
    (Path(__file__).parent / "data" / "differences_as_texts.json").read_text(encoding="utf-8")
)
"""What the code of revision 0001 stored of `GUIDE_TERMS` and `BUNDLE_TERMS`, each against the one before."""
K = EventKind
TEXT, DATA = "0001", "0002"
"""The revisions that store differences as texts and as data; later ones leave the tables of guides alone."""


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Settings:
    """A site at the revision that stores data, with the feed of a guide and of a bundle."""
    site = settings_for(tmp_path, database_url)
    schema_upgrade.upgrade(site, DATA)
    with opened(site) as session:
        write_guide(session)
        write_bundle(session)
    return site


@contextmanager
def opened(site: Settings) -> Iterator[Session]:
    engine = create_engine(site.database_url, poolclass=NullPool)
    with Session(engine) as session, session.begin():
        yield session


def frozen(number: int, content: dict[str, Any]) -> dict[str, Any]:
    """The columns of an edition that is no longer a draft."""
    return {
        "number": number,
        "content": content,
        "canonical": b"",
        "sha256": "",
        "drafted_by": "editor",
        "drafted_at": NOW,
        "status": EditionStatus.RETIRED,
    }


def write_guide(session: Session) -> None:
    """Edition 2 is announced before it is in force; 3 is withdrawn, so that 4 has no predecessor."""
    item = ServiceItem(code="A", name="A", item_type="licence", agency_role="health", level="handling")
    terms = [*GUIDE_TERMS, GUIDE_TERMS[0]]
    session.add_all(
        GuideEdition(item=item, **frozen(number, one)) for number, one in enumerate(terms, start=1)
    )
    feed: list[tuple[EventKind, int, int | None]] = [
        (K.GUIDE_PUBLISHED, 1, None),
        (K.GUIDE_ANNOUNCED, 2, 1),
        (K.GUIDE_PUBLISHED, 2, 1),
        (K.GUIDE_PUBLISHED, 3, 2),
        (K.GUIDE_WITHDRAWN, 3, 3),
        (K.GUIDE_PUBLISHED, 4, None),
    ]
    for seq, (kind, number, before) in enumerate(feed, start=1):
        summary = event_summary(None if before is None else terms[before - 1], terms[number - 1])
        session.add(
            GuideEvent(seq=seq, kind=kind, item_code="A", edition_number=number, at=NOW, summary=summary)
        )
    change = {"changes": [{"element": "phone", "before": "1", "after": "2"}]}
    session.add(GuideEvent(seq=7, kind=K.IMPLEMENTATION_CHANGED, item_code="A", at=NOW, summary=change))


def write_bundle(session: Session) -> None:
    bundle = Bundle(code="A", name="A")
    for number, terms in enumerate(BUNDLE_TERMS, start=1):
        session.add(BundleEdition(bundle=bundle, **frozen(number, terms)))
        summary = event_summary(None if number == 1 else BUNDLE_TERMS[number - 2], terms)
        event = GuideEvent(
            kind=K.BUNDLE_PUBLISHED, bundle_code="A", edition_number=number, at=NOW, summary=summary
        )
        event.seq = 7 + number
        session.add(event)


def summaries(site: Settings) -> dict[int, dict[str, Any]]:
    with opened(site) as session:
        return {event.seq: dict(event.summary) for event in session.scalars(select(GuideEvent))}


def test_differences_of_the_first_revision_become_those_written_now(site: Settings) -> None:
    written = summaries(site)
    schema_upgrade.downgrade(site, TEXT)
    texts = {seq: summary["changes"] for seq, summary in summaries(site).items()}
    assert texts == {
        1: [],
        2: TEXTS["guide"][0],
        3: TEXTS["guide"][0],
        4: TEXTS["guide"][1],
        5: [],
        6: [],
        7: [{"element": "phone", "before": "1", "after": "2"}],
        8: [],
        9: TEXTS["bundle"][0],
    }
    schema_upgrade.upgrade(site, DATA)
    assert summaries(site) == written


def test_what_the_editions_do_not_say_stays_as_text(site: Settings) -> None:
    written = summaries(site)
    schema_upgrade.downgrade(site, TEXT)
    texts = [
        {"element": "audience", "label": "服务对象", "before": "个人", "after": None},
        {"element": "limits.promised.days", "label": "承诺办结时限：时间", "before": None, "after": "5天"},
        {"element": "materials.a.name", "label": "申请材料：甲，名称", "before": "甲", "after": "乙"},
        {"element": "shoe.a", "label": "鞋：甲", "before": "甲", "after": "乙"},
    ]
    with opened(site) as session:
        event = session.get_one(GuideEvent, 3)
        event.summary = {**event.summary, "changes": texts}
    schema_upgrade.upgrade(site, DATA)
    migrated = summaries(site)
    changes = [Difference.from_json(change) for change in migrated[3]["changes"]]
    assert [(one.path, one.before, one.after) for one in changes] == [
        (text["element"], text["before"], text["after"]) for text in texts
    ]
    assert [one.entry.name if one.entry else None for one in changes] == [None, "时间", "甲，名称", "鞋：甲"]
    assert {seq: one for seq, one in migrated.items() if seq != 3} == {
        seq: one for seq, one in written.items() if seq != 3
    }
    schema_upgrade.downgrade(site, TEXT)
    assert summaries(site)[3]["changes"][:3] == texts[:3]


def test_an_edition_that_is_gone_leaves_its_event_as_text(site: Settings) -> None:
    schema_upgrade.downgrade(site, TEXT)
    engine = create_engine(site.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM guide_edition WHERE number = 2")
    schema_upgrade.upgrade(site, DATA)
    changes = [Difference.from_json(change) for change in summaries(site)[3]["changes"]]
    assert [one.path for one in changes] == [text["element"] for text in TEXTS["guide"][0]]
    assert [one.after for one in changes] == [text["after"] for text in TEXTS["guide"][0]]
