"""Requests of the filing benchmark: the restaurant bundle for many residents with their own files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx
import psycopg
from stdnum.cn import ric

from benchmarks.halls import Hall, answer
from benchmarks.load import request
from certificate_store import issuing
from certificate_store.holders import Holder, IdentifierType
from services_hall.clock import utc_now
from services_hall.core import create_core
from services_hall.database import certificate_transaction, reading
from services_hall.demo.accounts import DISTRICT, RESIDENTS
from services_hall.demo.certificates import ISSUED_ON, PREMISES, issuing_bodies
from services_hall.settings import Settings
from tests.support.restaurant import BUNDLE, UNLICENSED, field_value, picture

HELD: Final[tuple[tuple[str, str, Mapping[str, str]], ...]] = (
    ("identity-card", "public_security", {"household_address": PREMISES}),
    ("real-estate-title", "natural_resources", {"premises_address": PREMISES, "usage": "商业服务"}),
)
SCENARIO: Final = {key: value for key, value in UNLICENSED.items() if key != "lighting"} | {"sign": "no"}
"""A restaurant with registration and without a sign: four cases, of which three wait for the first.

Of its five materials the store waives two.
"""
PHONE: Final = "10000000009"
PERSON: Final = RESIDENTS[1]
NAME: Final = "测量居民"


@dataclass(frozen=True)
class Restaurant:
    """The scenario's requirements: materials without the waived ones, fields, editions."""

    wanted: tuple[str, ...]
    spared: tuple[str, ...]
    fields: tuple[Mapping[str, Any], ...]
    editions: Mapping[str, int]


def residents(count: int) -> list[Holder]:
    """Invented persons with valid check digits and birth years before such numbers existed."""
    holders = []
    for number in range(count):
        digits = f"42010218{80 + number // 1_000:02}0101{number % 1_000:03}"
        identifier = digits + ric.calc_check_digit(digits + "0")
        holders.append(Holder(NAME, IdentifierType.IDENTITY_CARD, identifier))
    return holders


def give_certificates(hall: Hall, holders: Sequence[Holder]) -> None:
    """Issue the certificates that waive materials of the restaurant to each resident."""
    app = create_core(Settings.read(hall.environ))
    with app.app_context():
        bodies = issuing_bodies(reading())
        with certificate_transaction() as store:
            for holder in holders:
                for type_code, role, fields in HELD:
                    code, name = bodies.get(role, bodies["public_security"])
                    issuing.issue_certificate(
                        store,
                        type_code=type_code,
                        holder=holder,
                        agency_code=code,
                        agency_name=name,
                        fields=fields,
                        issued_on=ISSUED_ON,
                        valid_from=ISSUED_ON,
                        valid_to=None,
                        source=f"bench:{type_code}:{holder.identifier}",
                        now=utc_now(),
                    )


def restaurant(system: httpx.Client, holder: Holder) -> Restaurant:
    """What the scenario requires from this resident, after the store's waivers."""
    requirements = answer(system.get(f"/api/v1/scenarios/{BUNDLE}", params=SCENARIO))
    body = {"code": BUNDLE, "scenario": SCENARIO, "holder": holder_json(holder), "consent": True}
    checked = answer(system.post("/api/v1/waiver-checks", json=body))["items"]
    waived = {row["key"] for row in checked if row["outcome"] == "proved"}
    keys = [one["key"] for one in requirements["materials"] if one["from_item"] is None]
    return Restaurant(
        wanted=tuple(key for key in keys if key not in waived),
        spared=tuple(key for key in keys if key in waived),
        fields=tuple(requirements["form_fields"]),
        editions={item["code"]: item["edition"] for item in requirements["items"]},
    )


def keep_file(system: httpx.Client) -> str:
    """Upload a file and return its public id."""
    upload = {"file": ("材料.png", picture(), "image/png")}
    return str(answer(system.post("/api/v1/attachments", files=upload))["id"])


def copy_file(database: psycopg.Connection[Any], uploaded: str, prefix: str, count: int) -> list[str]:
    """Copy the uploaded file's row, because each can be filed only once; returns the public ids."""
    columns = "owner_id, subject_kind, subject_id, name, media_type, size, sha256, file_name, uploaded_at"
    database.execute(
        f"INSERT INTO attachment (public_id, {columns}) "
        f"SELECT %s || '-' || n, {columns} FROM attachment, generate_series(1, %s) n WHERE public_id = %s",
        (prefix, count, uploaded),
    )
    return [f"{prefix}-{number}" for number in range(1, count + 1)]


def request_body(requirements: Restaurant, holder: Holder, attachments: Mapping[str, str]) -> bytes:
    """The request body for one application."""
    own = {
        "applicant_name": holder.name,
        "applicant_identifier": holder.identifier,
        "applicant_phone": PHONE,
    }
    answers = {
        field["key"]: own.get(field["key"]) or field_value(field, PERSON) for field in requirements.fields
    }
    body = {
        "code": BUNDLE,
        "division_code": DISTRICT,
        "holder": holder_json(holder),
        "phone": PHONE,
        "scenario": SCENARIO,
        "answers": {key: text for key, text in answers.items() if text},
        "attachments": attachments,
        "editions": requirements.editions,
        "consent": True,
        "delivery": {"way": "electronic", "consent": True},
    }
    return json.dumps(body, ensure_ascii=False).encode()


def holder_json(holder: Holder) -> dict[str, str]:
    """The holder as JSON for the API."""
    return {
        "name": holder.name,
        "identifier_type": holder.identifier_type.value,
        "identifier": holder.identifier,
    }


def complete_requests(
    requirements: Restaurant,
    holders: Sequence[Holder],
    files: Sequence[str],
    *,
    token: str,
    prefix: str,
    count: int,
) -> list[str]:
    """`count` complete requests, each for the next resident, with its own files and Idempotency-Key."""
    following, requests = iter(files), []
    for number in range(count):
        attachments = {key: next(following) for key in requirements.wanted}
        body = request_body(requirements, holders[number % len(holders)], attachments)
        headers = {"Authorization": token, "Idempotency-Key": f"bench-filing-{prefix}-{number}"}
        requests.append(request("POST", "/api/v1/applications", headers, body))
    return requests
