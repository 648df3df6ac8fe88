"""Commitments signed with an application: written when it is filed, each with its paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from services_hall.applications.enumerations import Channel, PaperCode, SubjectKind
from services_hall.applications.filing_rows import PROMISE, PROMISE_PAPER, PromisePaperRow, PromiseRow
from services_hall.applications.procedure_models import PromiseKind
from services_hall.applications.promises import PromiseText, authentication, promise_details
from services_hall.identity.random_tokens import new_public_id
from services_hall.jobs import outbox
from services_hall.jobs.names import JobName


@dataclass(frozen=True)
class Signing:
    """Who signed by which channel, and when."""

    account_id: int
    channel: Channel
    at: datetime


def write_commitments(
    session: Session, promises: Mapping[str, PromiseText], case_ids: Mapping[str, int], signing: Signing
) -> list[PromisePaperRow]:
    """Write the promise of each item handled on commitment with its paper; the papers."""
    papers = []
    for item_code, promise in promises.items():
        case_id, proof = case_ids[item_code], authentication(signing.channel)
        row = PromiseRow(
            case_id=case_id,
            kind=PromiseKind.COMMITMENT,
            text=promise.text,
            sha256=promise.sha256,
            signed_at=signing.at,
            signed_by_id=signing.account_id,
            authentication=proof,
        )
        PROMISE.write(session.connection(), row)
        paper = PromisePaperRow(
            public_id=new_public_id(),
            kind=PaperCode.COMMITMENT,
            subject_kind=SubjectKind.CASE,
            subject_id=case_id,
            written_at=signing.at,
            details=promise_details(promise, proof),
        )
        paper_id = PROMISE_PAPER.write(session.connection(), paper)
        outbox.insert_job(session, JobName.RENDER_PAPER, {"paper_id": paper_id})
        papers.append(paper)
    return papers
