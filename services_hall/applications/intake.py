"""Filing: one transaction that pins editions, writes what must be proved, and opens a case at each agency."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from certificate_store.waivers import Proof
from guides.bundle_merging import AskedMaterial
from services_hall.applications.answers import MATERIAL, Filing
from services_hall.applications.dispatch import CasePlan
from services_hall.applications.errors import (
    AttachmentNotFound,
    KeyReused,
    MaterialNotInGuide,
    RequirementsOpen,
)
from services_hall.applications.intake_statements import (
    APPLICATION,
    CASES,
    EVENTS,
    FILED_BEFORE,
    ITEMS,
    PAPER,
    REQUIREMENTS,
    STEPS,
    TAKE_FILES,
    WAITS,
)
from services_hall.applications.lifecycle import CaseAction, CaseState
from services_hall.applications.proofs import Proofs
from services_hall.clock import local_day
from services_hall.jobs import outbox

SEEN: Final = "seen"


@dataclass(frozen=True)
class Applicant:
    """For whom is filed: the account where there is one, who holds the rights, and how to reach them."""

    account_id: int | None
    holder: Holder
    phone: str


@dataclass(frozen=True)
class Submission:
    """How an application came in: through which channel, by whose hand, for which place, under which key;

    `purpose` is what the holder permits certificates to be used for."""

    channel: str
    filed_by_id: int
    division_code: str
    idempotency_key: str
    request_hash: bytes
    purpose: str


@dataclass(frozen=True)
class Given:
    """What meets the materials, by asked key: files, proofs of the store, originals that a clerk saw."""

    attachments: Mapping[str, int]
    proofs: Proofs
    seen: frozenset[str] = frozenset()


def request_hash(*parts: Any) -> bytes:
    """What a request asked for, as 32 bytes: the same body gives the same hash whatever its order."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


def meet(materials: Sequence[AskedMaterial], given: Given) -> dict[str, dict[str, Any]]:
    """How each asked material is met: column values of its Requirement rows, by asked key.

    Raises MaterialNotInGuide for something given that is not asked, RequirementsOpen for what is missing.
    """
    asked_keys = {asked.key for asked in materials if asked.from_item is None}
    for key in sorted({*given.attachments, *given.seen} - asked_keys):
        raise MaterialNotInGuide(key)
    met: dict[str, dict[str, Any]] = {}
    missing: dict[str, str] = {}
    for asked in materials:
        way = _way(asked, given)
        if way is None:
            missing[MATERIAL + asked.key] = f"请提供{asked.name}。"
        else:
            met[asked.key] = way
    if missing:
        raise RequirementsOpen(missing)
    return met


def file(
    session: Session,
    filing: Filing,
    *,
    applicant: Applicant,
    submission: Submission,
    given: Given,
    cases: Sequence[CasePlan],
    now: datetime,
) -> int:
    """Files and gives the application's id; the same key and body again gives the same application.

    Raises KeyReused for the same key with another body, RequirementsOpen, MaterialNotInGuide,
    AttachmentNotFound for a file of another application.
    """
    met = meet(filing.selection.materials, given)
    connection = session.connection()
    application_id = _insert_application(connection, filing, applicant, submission, now)
    if application_id is None:  # another transaction was faster
        return _filed_already(session, submission)
    item_ids = _insert_items(connection, filing, application_id)
    connection.execute(REQUIREMENTS, _requirement_rows(filing, item_ids, met, now))
    case_ids = _insert_cases(connection, cases, item_ids, application_id, submission.division_code, now)
    _insert_case_parts(connection, cases, case_ids, submission, applicant, now)
    _take_files(connection, set(given.attachments.values()), application_id)
    receipt = {
        "public_id": public_id(),
        "kind": "receipt",
        "application_id": application_id,
        "written_at": now,
    }
    paper_id = connection.execute(PAPER, receipt).scalar_one()
    outbox.write(session, "papers.render", {"paper_id": paper_id}, unique_key=f"paper:{paper_id}")
    return application_id


def _take_files(connection: Connection, attachment_ids: set[int], application_id: int) -> None:
    """The files become this application's; raises AttachmentNotFound for one that is another's already."""
    if not attachment_ids:
        return
    taken = connection.execute(TAKE_FILES, {"taken_by": application_id, "wanted": list(attachment_ids)}).all()
    if len(taken) != len(attachment_ids):
        raise AttachmentNotFound


def filed_before(
    session: Session, *, filed_by_id: int, idempotency_key: str, request_hash: bytes
) -> int | None:
    """The application filed by this very request before; raises KeyReused when the key held another body.

    Asked first, so that sending again stays harmless when guides and certificates have changed meanwhile.
    """
    row = session.execute(FILED_BEFORE, {"filed_by": filed_by_id, "key": idempotency_key}).one_or_none()
    if row is None:
        return None
    if row.request_hash != request_hash:
        raise KeyReused
    return int(row.id)


def public_id() -> str:
    """A random name for addresses: 128 bits."""
    return secrets.token_urlsafe(16)


def _way(asked: AskedMaterial, given: Given) -> dict[str, Any] | None:
    if asked.from_item is not None:
        return {"met_by": "this_application", "certificate_type": _issued_type(asked)}
    if asked.key in given.attachments:
        return {"met_by": "file", "attachment_id": given.attachments[asked.key]}
    proof = given.proofs.proved(asked.key)
    if proof is not None:
        return {"met_by": "certificate", **_proof_columns(proof)}
    return {"met_by": SEEN} if asked.key in given.seen else None


def _issued_type(asked: AskedMaterial) -> str | None:
    return next(
        (spared["certificate_type"] for spared in asked.spared_by if spared.get("certificate_type")), None
    )


def _proof_columns(proof: Proof) -> dict[str, Any]:
    return {
        "certificate_type": proof.name,
        "certificate_identifier": proof.certificate_identifier,
    }


def _insert_application(
    connection: Connection, filing: Filing, applicant: Applicant, submission: Submission, now: datetime
) -> int | None:
    values = {
        "public_id": public_id(),
        "code": filing.offer.code,
        "name": filing.offer.name,
        "bundle_edition_id": filing.offer.bundle_edition_id,
        "division_code": submission.division_code,
        "applicant_id": applicant.account_id,
        "filed_by_id": submission.filed_by_id,
        "channel": submission.channel,
        "holder_name": applicant.holder.name,
        "holder_identifier_type": applicant.holder.identifier_type.value,
        "holder_identifier": applicant.holder.identifier,
        "holder_index": applicant.holder.index,
        "phone": applicant.phone,
        "scenario": dict(filing.scenario),
        "answers": dict(filing.answers),
        "idempotency_key": submission.idempotency_key,
        "request_hash": submission.request_hash,
        "purpose": submission.purpose,
        "filed_on": local_day(now),
        "filed_at": now,
    }
    new_id: int | None = connection.execute(APPLICATION[connection.dialect.name], values).scalar()
    return new_id


def _filed_already(session: Session, submission: Submission) -> int:
    application_id = filed_before(
        session,
        filed_by_id=submission.filed_by_id,
        idempotency_key=submission.idempotency_key,
        request_hash=submission.request_hash,
    )
    if application_id is None:
        raise LookupError("the application that holds this key is not there")
    return application_id


def _insert_items(connection: Connection, filing: Filing, application_id: int) -> dict[str, int]:
    codes = [item.code for item in filing.selection.items]
    rows = [
        {
            "application_id": application_id,
            "position": position,
            "item_id": filing.offer.items[code].item_id,
            "edition_id": filing.offer.items[code].edition_id,
        }
        for position, code in enumerate(codes, start=1)
    ]
    ids = connection.execute(ITEMS, rows).scalars()
    return dict(zip(codes, ids, strict=True))


def _requirement_rows(
    filing: Filing, item_ids: Mapping[str, int], met: Mapping[str, Mapping[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    blank = {
        "attachment_id": None,
        "certificate_type": None,
        "certificate_identifier": None,
        "proved_at": None,
    }
    return [
        {
            **blank,
            **met[asked.key],
            "application_item_id": item_ids[item],
            "edition_id": filing.offer.items[item].edition_id,
            "material_key": material,
            "name": asked.name,
            "proved_at": now if met[asked.key]["met_by"] == "certificate" else None,
        }
        for asked in filing.selection.materials
        for item, material in asked.members
    ]


def _insert_cases(
    connection: Connection,
    plans: Sequence[CasePlan],
    item_ids: Mapping[str, int],
    application_id: int,
    division_code: str,
    now: datetime,
) -> dict[str, int]:
    rows = [
        {
            "public_id": public_id(),
            "application_id": application_id,
            "application_item_id": item_ids[plan.item_code],
            "position": position,
            "filed_on": local_day(now),
            "item_code": plan.item_code,
            "item_name": plan.name,
            "agency_code": plan.agency_code,
            "division_code": division_code,
            "implementation_id": plan.implementation_id,
            "state": CaseState.WAITING if plan.waits_for else CaseState.RECEIVED,
            "is_by_commitment": plan.by_commitment,
            "received_at": None if plan.waits_for else now,
            "acceptance_due_on": None if plan.waits_for else plan.acceptance_due_on,
            "is_due_provisional": False,
        }
        for position, plan in enumerate(plans, start=1)
    ]
    ids = connection.execute(CASES, rows).scalars()
    return dict(zip((plan.item_code for plan in plans), ids, strict=True))


def _insert_case_parts(
    connection: Connection,
    plans: Sequence[CasePlan],
    case_ids: Mapping[str, int],
    submission: Submission,
    applicant: Applicant,
    now: datetime,
) -> None:
    on_behalf = applicant.account_id if applicant.account_id != submission.filed_by_id else None
    events = [
        {
            "case_id": case_ids[plan.item_code],
            "action": CaseAction.RECEIVE if not plan.waits_for else "file",
            "new_state": CaseState.WAITING if plan.waits_for else CaseState.RECEIVED,
            "actor_id": submission.filed_by_id,
            "on_behalf_of_id": on_behalf,
            "at": now,
        }
        for plan in plans
    ]
    connection.execute(EVENTS, events)
    steps = [
        {
            "case_id": case_ids[plan.item_code],
            "position": position,
            "key": step["key"],
            "name": step["name"],
            "kind": step["kind"],
            "started_at": now if step["kind"] == "receipt" and not plan.waits_for else None,
            "finished_at": now if step["kind"] == "receipt" and not plan.waits_for else None,
        }
        for plan in plans
        for position, step in enumerate(plan.steps, start=1)
    ]
    if steps:
        connection.execute(STEPS, steps)
    waits = [
        {"case_id": case_ids[plan.item_code], "waits_for_id": case_ids[other]}
        for plan in plans
        for other in plan.waits_for
    ]
    if waits:
        connection.execute(WAITS, waits)
