"""Seeding of a new catalogue: the city's places, its agencies, the sample guides and bundles.

Each function can be repeated at any time: it adds missing rows and changes no existing ones.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeAlias

from sqlalchemy import insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from guides.division_codes import is_city
from guides.enumerations import DivisionLevel, ItemLevel
from guides.errors import DocumentPrefixTaken
from guides.models import (
    AdministeringArea,
    AdministeringAreaDivision,
    Agency,
    Division,
    Implementation,
    ServiceItem,
    ServicePoint,
    ServicePointItem,
)
from guides.orm import Base
from guides.samples import bundle_sample_paths as bundle_sample_paths
from guides.samples import load_bundle_sample as load_bundle_sample
from guides.samples import load_sample, read_yaml, sample_codes
from guides.samples import sample_paths as sample_paths
from guides.samples.seeding import seed_samples as seed_samples
from guides.terms import canonical_bytes, terms_hash

Progress: TypeAlias = Callable[[int, int, str], None]
Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = list[Row]

DIVISIONS: Final = "行政区划"
BATCH: Final = 1000
LEVEL_ORDER: Final = {level.value: place for place, level in enumerate(DivisionLevel)}


def seed_places(session: Session, progress: Progress | None = None) -> None:
    """The city's divisions of all four levels and its administering areas.

    `progress(done, total, label)` is called at the start and after each batch of divisions.
    """
    lines = data_file("wuhan_divisions.csv").read_text(encoding="utf-8").splitlines()
    rows: Rows = [{**row, "parent_code": row["parent_code"] or None} for row in csv.DictReader(lines)]
    rows.sort(key=lambda row: (LEVEL_ORDER[row["level"]], row["code"]))
    missing = missing_rows(session, Division.code, rows)
    report = progress or ignore_progress
    done = len(rows) - len(missing)
    report(done, len(rows), DIVISIONS)
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        session.execute(insert(Division), batch)
        done += len(batch)
        report(done, len(rows), DIVISIONS)
    seed_areas(session)


def ignore_progress(done: int, total: int, label: str) -> None:
    """A `progress` callback without effect."""


def seed_areas(session: Session) -> None:
    areas = data_rows("administering_areas.yaml", "areas")
    new = missing_rows(session, AdministeringArea.code, areas)
    insert_rows(session, AdministeringArea, [{"code": area["code"], "name": area["name"]} for area in new])
    area_divisions = [
        {"area_code": area["code"], "division_code": division}
        for area in new
        for division in area["divisions"]
    ]
    insert_rows(session, AdministeringAreaDivision, area_divisions)


def seed_bodies(session: Session, *, site_prefix: str | None = None) -> None:
    """Creates the agencies, the items of the sample guides, their handlers and the service points.

    The places must exist. Raises DocumentPrefixTaken for an agency whose new prefix of document numbers is
    another agency's or `site_prefix`, under which the site numbers its own papers.
    """
    agencies = data_rows("agencies.yaml", "agencies")
    rows = [
        {
            "code": agency["code"],
            "name": agency["name"],
            "role": agency["role"],
            "document_prefix": agency["document_prefix"],
            "division_code": agency["division"],
            "area_code": agency["area"],
            "parent_code": agency["parent"],
        }
        for agency in agencies
    ]
    refuse_taken_prefixes(session, rows, site_prefix)
    insert_rows(session, Agency, missing_rows(session, Agency.code, rows))
    add_document_prefixes(session, rows)
    samples = [load_sample(code) for code in sample_codes()]
    insert_rows(session, ServiceItem, missing_rows(session, ServiceItem.code, item_rows(samples, agencies)))
    item_ids = dict(session.execute(select(ServiceItem.code, ServiceItem.id)).tuples().all())
    seed_implementations(session, samples, agencies, item_ids)
    seed_service_points(session, item_ids)


def refuse_taken_prefixes(session: Session, rows: Rows, site_prefix: str | None) -> None:
    """Raise DocumentPrefixTaken if a prefix that these agencies would get has an owner; edited ones stay."""
    stored = dict(session.execute(select(Agency.code, Agency.document_prefix)).tuples().all())
    owners = {prefix: code for code, prefix in stored.items() if prefix is not None}
    for row in rows:
        code, prefix = row["code"], row["document_prefix"]
        if prefix is None or stored.get(code) is not None:
            continue
        if prefix == site_prefix or owners.setdefault(prefix, code) != code:
            raise DocumentPrefixTaken(prefix, row["name"])


def add_document_prefixes(session: Session, rows: Rows) -> None:
    """Set the prefix of document numbers of agencies that were created without one."""
    prefixes = {row["code"]: row["document_prefix"] for row in rows}
    for agency in session.scalars(select(Agency).where(Agency.document_prefix.is_(None))):
        agency.document_prefix = prefixes.get(agency.code)


def item_rows(samples: Iterable[Mapping[str, Any]], agencies: Iterable[Mapping[str, Any]]) -> Rows:
    """A handling item for each sample, owned by the city's agency of its role."""
    owners = {agency["role"]: agency["code"] for agency in agencies if is_city_agency(agency)}
    return [
        {
            "code": sample["code"],
            "name": sample["name"],
            "item_type": sample["item_type"],
            "level": ItemLevel.HANDLING,
            "agency_role": sample["agency_role"],
            "owner_agency_code": owners.get(sample["agency_role"]),
        }
        for sample in samples
    ]


def is_city_agency(agency: Mapping[str, Any]) -> bool:
    return agency["division"] is not None and is_city(agency["division"])


def seed_implementations(
    session: Session,
    samples: Iterable[Mapping[str, Any]],
    agencies: Sequence[Mapping[str, Any]],
    item_ids: Mapping[str, int],
) -> None:
    """Adds each sample's item in each place where an agency decides it; existing rows do not change."""
    rules = read_yaml(data_file("implementations.yaml"))
    names = dict(session.execute(select(Division.code, Division.name)).tuples().all())
    places = select(Implementation.item_id, Implementation.division_code, Implementation.area_code)
    there = set(session.execute(places).tuples())
    rows = []
    for sample in samples:
        for number, agency in enumerate(agencies, start=1):
            key = (item_ids[sample["code"]], agency["division"], agency["area"])
            if key not in there and is_deciding_agency(rules, agency, sample["agency_role"]):
                terms = implementation_terms(rules, sample, agency, number, names)
                terms |= city_decision(rules, sample, agency, agencies)
                terms |= size_limits(rules, sample, agency)
                rows.append({**terms, "item_id": key[0], "hash": row_hash({**terms, "item": sample["code"]})})
    insert_rows(session, Implementation, rows)


def is_deciding_agency(rules: Mapping[str, Any], agency: Mapping[str, Any], role: str) -> bool:
    """True when `agency` decides items of `role` in its own place."""
    acting = role
    for takeover in rules["takeovers"]:
        if agency["division"] in takeover["divisions"] and role in takeover["takes"]:
            acting = takeover["role"]
    is_for_city = rules["roles"][role]["level"] == DivisionLevel.CITY
    return bool(agency["role"] == acting) and is_city_agency(agency) == is_for_city


def city_decision(
    rules: Mapping[str, Any],
    sample: Mapping[str, Any],
    agency: Mapping[str, Any],
    agencies: Iterable[Mapping[str, Any]],
) -> Row:
    """The terms that differ where the city's body decides an item in place of the place's own `agency`."""
    for rule in rules["city_decides"]:
        here = agency["division"] in rule["divisions"] or agency["area"] in rule["areas"]
        if rule["item"] == sample["code"] and here:
            city = next(
                one for one in agencies if one["role"] == sample["agency_role"] and is_city_agency(one)
            )
            return {
                "agency_code": city["code"],
                "appeal_body": rule["appeal_body"],
                "second_appeal_body": "",
            }
    return {}


def size_limits(rules: Mapping[str, Any], sample: Mapping[str, Any], agency: Mapping[str, Any]) -> Row:
    """The size from which the item applies in the place of `agency`; None where it is not known."""
    parts = ("least_area", "least_seats", "size_source")
    known: Row = dict.fromkeys(parts, None) | {"size_source": ""}
    for rule in rules["sizes"]:
        if rule["item"] == sample["code"] and agency["division"] in rule["divisions"]:
            known = {name: rule[name] for name in parts}
    return known


def implementation_terms(
    rules: Mapping[str, Any],
    sample: Mapping[str, Any],
    agency: Mapping[str, Any],
    number: int,
    names: Mapping[str, str],
) -> Row:
    """The public terms of an implementation; fictitious phone numbers are made from `number`."""
    rule = rules["roles"][sample["agency_role"]]
    place = agency["division"] or agency["area"]
    place_name = names.get(place, "")
    appeals = ("", "") if agency["area"] else (rule["appeal_body"] or "", rule["second_appeal_body"] or "")
    return {
        "division_code": agency["division"],
        "area_code": agency["area"],
        "agency_code": agency["code"],
        "implementation_code": f"{agency['code']}-{sample['code']}-{place}",
        "entrusted_to": rule["entrusted_to"],
        "enquiry_phone": rules["enquiry_phone"].format(number=number),
        "complaint_phone": rules["complaint_phone"].format(number=number),
        "appeal_body": appeals[0].format(place=place_name),
        "second_appeal_body": appeals[1].format(place=place_name),
        "appeal_channel": rules["appeal_channel"],
        "court": "",
        "address": rules["address"].format(place=place_name, number=number),
    }


def seed_service_points(session: Session, item_ids: Mapping[str, int]) -> None:
    points = missing_rows(session, ServicePoint.code, data_rows("service_points.yaml", "points"))
    rows = []
    for point in points:
        row = {key: point[key] for key in ("code", "name", "level", "address", "hours", "phone")}
        row["division_code"] = point["division"]
        rows.append({**row, "hash": row_hash({**row, "items": sorted(point["items"])})})
    insert_rows(session, ServicePoint, rows)
    point_ids = dict(session.execute(select(ServicePoint.code, ServicePoint.id)).tuples().all())
    insert_rows(
        session,
        ServicePointItem,
        [
            {"point_id": point_ids[point["code"]], "item_id": item_ids[item]}
            for point in points
            for item in point["items"]
        ],
    )


def certificate_types() -> Rows:
    """The kinds of certificate that the sample guides name, as plain data.

    Each has code, identifier_code, name, agency_role, holder_kind, validity_months (or None), note and fields
    (key, label, required).
    """
    return data_rows("certificate_types.yaml", "types")


def data_file(name: str) -> Traversable:
    return files("guides").joinpath("data", name)


def data_rows(name: str, element: str) -> Rows:
    rows: Rows = read_yaml(data_file(name))[element]
    return rows


def missing_rows(session: Session, column: InstrumentedAttribute[str], rows: Iterable[Row]) -> Rows:
    """The rows whose code is not yet in `column`."""
    there = set(session.scalars(select(column)))
    return [row for row in rows if row["code"] not in there]


def insert_rows(session: Session, table: type[Base], rows: Rows) -> None:
    if rows:
        session.execute(insert(table), rows)


def row_hash(row: Mapping[str, Any]) -> str:
    """A hash that identifies the content of a row, computed like the hash of an edition."""
    return terms_hash(canonical_bytes(row))
