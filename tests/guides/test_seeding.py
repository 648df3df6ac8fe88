"""Seeding: one run creates all divisions, agencies and samples; a second run changes nothing."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, func, make_url, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides import catalog, seeding
from guides.bundles.catalog import current_bundle
from guides.editions import open_draft
from guides.enumerations import DivisionLevel, EditionStatus
from guides.errors import DocumentPrefixTaken
from guides.models import (
    AdministeringArea,
    AdministeringAreaDivision,
    Agency,
    Division,
    EditionFormField,
    EditionMaterial,
    GuideEdition,
    GuideEvent,
    Implementation,
    ServiceItem,
    ServicePoint,
    ServicePointItem,
)
from guides.orm import Base
from guides.samples import load_bundle_sample, load_sample, sample_codes
from guides.samples import seeding as sample_seeding
from guides.terms import canonical_bytes, terms_hash
from tests.support.postgres import PostgresServer

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
RESTAURANT = ("GTDJ-SL", "SPJY-XB", "XFJC-YYQ", "HWZP-SZ", "HWGG-XK", "YCLS-XB")


def seed_all(url: str) -> None:
    made = create_engine(url, poolclass=NullPool)
    Base.metadata.create_all(made)
    with Session(made) as session, session.begin():
        seeding.seed_places(session)
        seeding.seed_bodies(session)
        seeding.seed_samples(session, now=NOW)


@pytest.fixture(scope="module")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded SQLite database, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "catalogue.db"
    seed_all(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def seeded_database(postgres: PostgresServer) -> Iterator[str]:
    """The name of a seeded PostgreSQL database, to be copied."""
    with postgres.database() as url:
        seed_all(url)
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgresql"])
def seeded(request: pytest.FixtureRequest, postgres: PostgresServer, tmp_path: Path) -> Iterator[Session]:
    """A session on a seeded catalogue of each kind."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = shutil.copy(request.getfixturevalue("seeded_file"), tmp_path / "catalogue.db")
            url = f"sqlite:///{path}"
        else:
            url = stack.enter_context(postgres.database(request.getfixturevalue("seeded_database")))
        yield stack.enter_context(Session(create_engine(url, poolclass=NullPool)))


def row_counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_the_city_has_its_divisions_of_four_levels(session: Session) -> None:
    seeding.seed_places(session)
    levels = Counter(session.scalars(select(Division.level)))
    assert levels == {
        DivisionLevel.CITY: 1,
        DivisionLevel.DISTRICT: 13,
        DivisionLevel.STREET: 193,
        DivisionLevel.COMMUNITY: 3495,
    }
    assert session.scalar(select(func.count()).where(Division.parent_code.is_(None))) == 1


def test_seeding_places_tells_how_far_it_is(session: Session) -> None:
    told: list[tuple[int, int, str]] = []
    seeding.seed_places(session, lambda done, total, label: told.append((done, total, label)))
    assert told[0] == (0, 3702, "行政区划")
    assert told[-1] == (3702, 3702, "行政区划")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_no_division_is_taken_over_twice_and_the_uncertain_area_takes_none(city: Session) -> None:
    held = Counter(city.scalars(select(AdministeringAreaDivision.division_code)))
    assert set(held.values()) == {1}
    names = dict(city.execute(select(AdministeringArea.code, AdministeringArea.name)).tuples().all())
    holding = set(city.scalars(select(AdministeringAreaDivision.area_code)))
    assert {names[code] for code in holding} == {
        "东湖新技术开发区",
        "武汉经济技术开发区",
        "东湖生态旅游风景区",
    }
    assert set(names.values()) - {names[code] for code in holding} == {"长江新区"}


def test_seeding_twice_changes_nothing(seeded: Session) -> None:
    before = row_counts(seeded)
    seeding.seed_places(seeded)
    seeding.seed_bodies(seeded)
    assert seeding.seed_samples(seeded, now=NOW) == []
    assert row_counts(seeded) == before


@pytest.mark.parametrize("code", RESTAURANT)
def test_every_district_handles_each_item_of_the_restaurant(city: Session, code: str) -> None:
    districts = set(city.scalars(select(Division.code).where(Division.level == DivisionLevel.DISTRICT)))
    handling = city.scalars(
        select(Implementation.division_code).join(Implementation.item).where(ServiceItem.code == code)
    )
    assert districts <= set(handling)


def test_an_approval_bureau_decides_in_its_two_districts(city: Session) -> None:
    deciding = city.execute(
        select(ServiceItem.code, Division.name, Agency.role)
        .select_from(Implementation)
        .join(Implementation.item)
        .join(Implementation.agency)
        .join(Division, Division.code == Implementation.division_code)
    ).tuples()
    roles = {(item, division): role for item, division, role in deciding}
    assert {division for (_, division), role in roles.items() if role == "approval_bureau"} == {
        "江汉区",
        "东西湖区",
    }
    assert roles["SPJY-XB", "江汉区"] == "approval_bureau"
    assert roles["XFJC-YYQ", "江汉区"] == "fire_rescue"
    assert roles["SPJY-XB", "江岸区"] == "market_supervision"
    assert roles["GJJ-TQ", "武汉市"] == "housing_fund"


def test_large_advertisements_are_decided_by_the_city_where_its_rule_says_so(city: Session) -> None:
    """武汉市户外广告设置管理办法 art. 13 (version of the copy unknown)."""
    deciding = city.scalars(
        select(Implementation).join(Implementation.item).where(ServiceItem.code == "HWGG-XK")
    )
    bodies = {one.division_code or one.area_code: (one.agency.name, one.appeal_body) for one in deciding}
    by_city = {
        place for place, body in bodies.items() if body == ("武汉市城市管理执法委员会", "武汉市人民政府")
    }
    assert by_city == {
        *(f"420{number}000000" for number in (102, 103, 104, 105, 106, 107, 111)),
        "DHGX",
        "WHJK",
    } | (by_city & {"DHFJ"})
    assert bodies["420115000000"] == ("江夏区城市管理执法局", "武汉市江夏区人民政府")


def test_who_is_asked_is_not_who_is_complained_to(city: Session) -> None:
    for handled in city.scalars(select(Implementation)):
        assert handled.enquiry_phone != handled.complaint_phone
        assert handled.hash


def test_who_hears_reconsideration_is_named_or_left_open(city: Session) -> None:
    """行政复议法 art. 24: a police branch has two; not known for areas, fire service and tobacco."""
    known = {
        (handled.item.code, handled.division_code): (handled.appeal_body, handled.second_appeal_body)
        for handled in city.scalars(select(Implementation))
    }
    district = "420102000000"
    assert known["SPJY-XB", district] == ("武汉市江岸区人民政府", "")
    assert known["JZZ-SL", district] == ("武汉市江岸区人民政府", "武汉市人民政府")
    assert known["GJJ-TQ", "420100000000"] == ("武汉市人民政府", "")
    assert known["XFJC-YYQ", district] == known["YCLS-XB", district] == ("", "")
    areas = {pair for (code, place), pair in known.items() if place is None and code != "HWGG-XK"}
    assert areas == {("", "")}
    assert not any("为准" in name for pair in known.values() for name in pair)


def test_an_item_is_served_only_at_levels_that_its_guide_names(city: Session) -> None:
    levels = {code: set(load_sample(code)["levels"]) for code in sample_codes()}
    served = city.execute(
        select(ServiceItem.code, ServicePoint.level, ServicePoint.name)
        .join(ServicePointItem, ServicePointItem.item_id == ServiceItem.id)
        .join(ServicePoint, ServicePoint.id == ServicePointItem.point_id)
    ).tuples()
    wrong = [(code, name) for code, level, name in served if level not in levels[code]]
    assert wrong == []


def test_all_samples_are_in_force_with_two_persons_behind_each(seeded: Session) -> None:
    editions = seeded.scalars(select(GuideEdition)).all()
    assert {edition.item.code for edition in editions} == set(sample_codes())
    for edition in editions:
        assert edition.status is EditionStatus.CURRENT
        assert (edition.drafted_by, edition.approved_by) == ("seed-editor", "seed-approver")
        assert edition.content == load_sample(edition.item.code)
        assert edition.sha256 == terms_hash(canonical_bytes(edition.public_content))
    bundle = current_bundle(seeded, "open-restaurant")
    assert bundle.content == load_bundle_sample("open-restaurant")
    assert (bundle.drafted_by, bundle.approved_by) == ("seed-editor", "seed-approver")
    assert seeded.scalar(select(func.count()).select_from(EditionMaterial))
    assert seeded.scalar(select(func.count()).select_from(EditionFormField))
    assert seeded.scalar(select(func.count()).where(GuideEvent.item_code.is_not(None))) == len(editions)


def changed_sample(code: str) -> dict[str, Any]:
    sample = load_sample(code)
    return {**sample, "short_name": f"{sample['short_name']}（新）"}


def test_a_sample_that_changed_becomes_a_new_edition(
    seeded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sample_seeding,
        "load_sample",
        lambda code: changed_sample(code) if code == "SYDJ" else load_sample(code),
    )
    published = seeding.seed_samples(seeded, now=NOW)
    assert [(edition.content["code"], edition.number) for edition in published] == [("SYDJ", 2)]


def test_a_guide_that_an_editor_took_up_is_left_alone(
    seeded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_draft(seeded, GuideEdition, code="SYDJ", content=changed_sample("SYDJ"), author="editor", now=NOW)
    monkeypatch.setattr(sample_seeding, "load_sample", changed_sample)
    published = {edition.content["code"] for edition in seeding.seed_samples(seeded, now=NOW)}
    assert "SYDJ" not in published
    assert "SPJY-XB" in published


def test_what_was_changed_in_the_catalogue_survives_seeding(seeded: Session) -> None:
    point = seeded.scalars(select(ServicePoint).order_by(ServicePoint.id)).first()
    assert point is not None
    point.address = "新地址"
    seeded.flush()
    seeding.seed_bodies(seeded)
    seeded.refresh(point)
    assert point.address == "新地址"


def test_implementation_codes_are_unique_text_of_at_most_64_characters(city: Session) -> None:
    codes = city.scalars(select(Implementation.implementation_code)).all()
    assert len(codes) == len(set(codes))
    assert all(0 < len(code) <= 64 for code in codes)


@pytest.mark.parametrize(
    ("item", "street", "agency"),
    [
        ("SPJY-XB", "420111080000", "东湖新技术开发区市场监督管理局"),  # 关东街道, held by a zone
        ("YCLS-XB", "420111080000", "洪山区烟草专卖局"),  # the zone has no tobacco agency
        ("SPJY-XB", "420111001000", "洪山区市场监督管理局"),
        ("HWZP-SZ", "420103001000", "江汉区行政审批局"),
        ("GJJ-TQ", "420103001000", "武汉住房公积金管理中心"),
    ],
)
def test_the_nearest_body_answers_for_a_street(city: Session, item: str, street: str, agency: str) -> None:
    assert catalog.handler_for(city, item, street).agency_name == agency


@pytest.mark.parametrize("code", sample_codes())
def test_every_item_has_a_place_and_a_body_in_every_district(city: Session, code: str) -> None:
    for district in city.scalars(select(Division.code).where(Division.level == DivisionLevel.DISTRICT)):
        assert catalog.handler_for(city, code, district)
        assert catalog.service_points(city, code, district)


def test_seeding_again_fills_missing_prefixes_and_leaves_edited_ones_alone(seeded: Session) -> None:
    edited, emptied = seeded.scalars(
        select(Agency).where(Agency.document_prefix.is_not(None)).order_by(Agency.code).limit(2)
    )
    seeded_prefix = emptied.document_prefix
    edited.document_prefix, emptied.document_prefix = "改过的", None
    seeded.flush()
    seeding.seed_bodies(seeded)
    assert (edited.document_prefix, emptied.document_prefix) == ("改过的", seeded_prefix)


def test_an_agency_gets_no_prefix_that_another_body_has(seeded: Session) -> None:
    owner, emptied = seeded.scalars(
        select(Agency).where(Agency.document_prefix.is_not(None)).order_by(Agency.code).limit(2)
    )
    prefix, emptied.document_prefix = emptied.document_prefix or "", None
    seeded.flush()
    with pytest.raises(DocumentPrefixTaken, match=prefix):
        seeding.seed_bodies(seeded, site_prefix=prefix)
    owner.document_prefix = prefix
    seeded.flush()
    with pytest.raises(DocumentPrefixTaken, match=prefix):
        seeding.seed_bodies(seeded)
    with pytest.raises(IntegrityError):
        seeded.execute(update(Agency).where(Agency.code == emptied.code).values(document_prefix=prefix))
