"""Filing: one transaction that pins editions, writes what must be proved, and opens a case at each agency."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from certificate_store.holders import Holder
from certificate_store.waivers import Proof
from guides.bundles import AskedMaterial
from guides.errors import FieldProblem
from services_hall.applications.answers import MATERIAL, AnswerFault, Filing
from services_hall.applications.dispatch import CasePlan
from services_hall.applications.errors import KeyReused, MaterialNotInGuide, RequirementsOpen
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
from services_hall.applications.numbering import application_number
from services_hall.applications.proofs import Proofs
from services_hall.attachments.errors import AttachmentNotFound
from services_hall.clock import local_day
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox

SEEN: Final = "seen"


@dataclass(frozen=True)
class Applicant:
    """For whom is filed: the account where there is one, who holds the rights, and how to reach them."""

    account_id: int | None
    holder: Holder
    phone: str


@dataclass(frozen=True)
class Request:
    """What makes a request known again: whose it is, under which key, and what it asked for."""

    filed_by_id: int
    idempotency_key: str
    hash: bytes


@dataclass(frozen=True)
class Submission:
    """How an application came in: by which request, through which channel, for which place;

    `purpose` is what the holder permits certificates to be used for."""

    request: Request
    channel: str
    division_code: str
    purpose: str


@dataclass(frozen=True)
class SubmittedMaterials:
    """What meets the materials, by asked key: files, proofs of the store, originals that a clerk saw."""

    attachments: Mapping[str, int]
    proofs: Proofs
    seen: frozenset[str] = frozenset()


Row = Mapping[str, Any]


@dataclass(frozen=True)
class FilingRows:
    """The rows of an application just filed, with their ids, as far as its document shows them."""

    application: Row
    cases: Sequence[Row]
    requirements: Sequence[Row]
    waits: Sequence[Row]
    receipt: Row


@dataclass(frozen=True)
class FilingResult:
    """An application that was filed; `written` is there when this very call filed it."""

    application_id: int
    filed_on: date
    written: FilingRows | None = None

    @property
    def number(self) -> str:
        """The number people quote."""
        return application_number(self.application_id, self.filed_on)


def request_hash(*parts: Any) -> bytes:
    """What a request asked for, as 32 bytes: the same body gives the same hash whatever its order."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).digest()


def meet_materials(
    materials: Sequence[AskedMaterial], given: SubmittedMaterials
) -> dict[str, dict[str, Any]]:
    """How each asked material is met: column values of its Requirement rows, by asked key.

    Raises MaterialNotInGuide for something given that is not asked, RequirementsOpen for what is missing.
    """
    asked_keys = {asked.key for asked in materials if asked.from_item is None}
    for key in sorted({*given.attachments, *given.seen} - asked_keys):
        raise MaterialNotInGuide(key)
    met: dict[str, dict[str, Any]] = {}
    missing: dict[str, FieldProblem] = {}
    for asked in materials:
        way = _way(asked, given)
        if way is None:
            missing[MATERIAL + asked.key] = FieldProblem(AnswerFault.MATERIAL_MISSING, {"name": asked.name})
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
    given: SubmittedMaterials,
    cases: Sequence[CasePlan],
    now: datetime,
) -> FilingResult:
    """Files in the caller's transaction; the files are taken before anything points at them.

    Raises RequirementsOpen, MaterialNotInGuide, AttachmentNotFound for a file of another application, and
    IntegrityError when another transaction filed under the same key meanwhile: `filed_before` knows which.
    """
    met = meet_materials(filing.selection.materials, given)
    connection = session.connection()
    application = _application_row(filing, applicant, submission, now)
    application_id: int = connection.execute(APPLICATION, application).scalar_one()
    item_ids = _insert_items(connection, filing, application_id)
    _take_files(connection, set(given.attachments.values()), application_id)
    requirements = _requirement_rows(filing, item_ids, met, now)
    REQUIREMENTS.write(connection, requirements)
    opened = _insert_cases(connection, cases, item_ids, application_id, submission.division_code, now)
    case_ids = {row["item_code"]: row["id"] for row in opened}
    waits = _wait_rows(cases, case_ids)
    WAITS.write(connection, waits)
    EVENTS.write(connection, _event_rows(cases, case_ids, submission, applicant, now))
    STEPS.write(connection, _step_rows(cases, case_ids, now))
    receipt = {
        "public_id": new_public_id(),
        "kind": "receipt",
        "application_id": application_id,
        "written_at": now,
    }
    paper_id: int = connection.execute(PAPER, receipt).scalar_one()
    outbox.write(session, "papers.render", {"paper_id": paper_id})
    written = FilingRows(application, opened, requirements, waits, receipt)
    return FilingResult(application_id, application["filed_on"], written)


def _take_files(connection: Connection, attachment_ids: set[int], application_id: int) -> None:
    """The files become this application's; raises AttachmentNotFound for one that is another's already."""
    if not attachment_ids:
        return
    taken = connection.execute(TAKE_FILES, {"taken_by": application_id, "wanted": list(attachment_ids)}).all()
    if len(taken) != len(attachment_ids):
        raise AttachmentNotFound


def filed_before(session: Session, request: Request) -> FilingResult | None:
    """The application filed by this very request before; raises KeyReused when the key held another body.

    Asked first, so that sending again stays harmless when guides and certificates have changed meanwhile.
    """
    asked = {"filed_by": request.filed_by_id, "key": request.idempotency_key}
    row = session.connection().execute(FILED_BEFORE, asked).one_or_none()
    if row is None:
        return None
    if row.request_hash != request.hash:
        raise KeyReused(row.id)
    return FilingResult(row.id, row.filed_on)


def _way(asked: AskedMaterial, given: SubmittedMaterials) -> dict[str, Any] | None:
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


def _application_row(
    filing: Filing, applicant: Applicant, submission: Submission, now: datetime
) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "code": filing.offer.code,
        "name": filing.offer.name,
        "bundle_edition_id": filing.offer.bundle_edition_id,
        "division_code": submission.division_code,
        "applicant_id": applicant.account_id,
        "filed_by_id": submission.request.filed_by_id,
        "channel": submission.channel,
        "holder_name": applicant.holder.name,
        "holder_identifier_type": applicant.holder.identifier_type.value,
        "holder_identifier": applicant.holder.identifier,
        "holder_index": applicant.holder.index,
        "phone": applicant.phone,
        "scenario": dict(filing.scenario),
        "answers": dict(filing.answers),
        "idempotency_key": submission.request.idempotency_key,
        "request_hash": submission.request.hash,
        "purpose": submission.purpose,
        "filed_on": local_day(now),
        "filed_at": now,
    }


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
    return {codes[position - 1]: id_ for position, id_ in ITEMS.write(connection, rows)}


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
) -> list[dict[str, Any]]:
    """The cases' rows with their ids and their agencies' names."""
    rows = [
        {
            "public_id": new_public_id(),
            "application_id": application_id,
            "application_item_id": item_ids[plan.item_code],
            "position": position,
            "filed_on": local_day(now),
            "item_code": plan.item_code,
            "item_name": plan.name,
            "agency_code": plan.agency_code,
            "division_code": division_code,
            "implementation_id": plan.implementation_id,
            "state": _first_state(plan),
            "is_by_commitment": plan.by_commitment,
            "received_at": None if plan.waits_for else now,
            "acceptance_due_on": None if plan.waits_for else plan.acceptance_due_on,
            "is_due_provisional": False,
        }
        for position, plan in enumerate(plans, start=1)
    ]
    ids = dict(iter(CASES.write(connection, rows)))
    return [
        {**row, "id": ids[row["position"]], "agency_name": plan.agency_name}
        for row, plan in zip(rows, plans, strict=True)
    ]


def _first_state(plan: CasePlan) -> CaseState:
    return CaseState.WAITING if plan.waits_for else CaseState.RECEIVED


def _event_rows(
    plans: Sequence[CasePlan],
    case_ids: Mapping[str, int],
    submission: Submission,
    applicant: Applicant,
    now: datetime,
) -> list[dict[str, Any]]:
    filed_by_id = submission.request.filed_by_id
    on_behalf = applicant.account_id if applicant.account_id != filed_by_id else None
    return [
        {
            "case_id": case_ids[plan.item_code],
            "action": CaseAction.RECEIVE if not plan.waits_for else "file",
            "new_state": _first_state(plan),
            "actor_id": filed_by_id,
            "on_behalf_of_id": on_behalf,
            "at": now,
        }
        for plan in plans
    ]


def _step_rows(plans: Sequence[CasePlan], case_ids: Mapping[str, int], now: datetime) -> list[dict[str, Any]]:
    """The steps of each case; being received is over at once, where the case waits for nothing."""
    return [
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


def _wait_rows(plans: Sequence[CasePlan], case_ids: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"case_id": case_ids[plan.item_code], "waits_for_id": case_ids[other]}
        for plan in plans
        for other in plan.waits_for
    ]
