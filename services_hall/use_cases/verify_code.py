"""Public verification of certificates and papers by their printed code."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

from certificate_store.text_input.numbers import scanned_code
from certificate_store.verification import VerificationAnswer, verify_copy, verify_identifier
from guides.enumerations import ItemType
from services_hall.clock import local_day, utc_now
from services_hall.database import certificate_transaction, reading
from services_hall.documents.models import Paper
from services_hall.documents.queries import paper_by_hash, paper_by_number
from services_hall.domains import paper_party, paper_title

LONGEST_CODE: Final = 120


@dataclass(frozen=True)
class Verification:
    """The public result of a verification; names of people are masked.

    `outcome` and `state` say how the case of a paper ended and where it stands now, so that a genuine paper
    is not taken for a grant in force.
    """

    code: str
    kind: str
    is_genuine: bool
    is_in_force: bool
    status: str
    title: str | None = None
    issued_by: str | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    holder_name: str | None = None
    joint_holder_names: tuple[str, ...] = ()
    item_name: str | None = None
    lapse_cause: str | None = None
    outcome: str | None = None
    state: str | None = None
    item_type: ItemType | None = None


def verify_code(code: str) -> Verification:
    """The result for a certificate's identifier or a paper's number, today."""
    code = scanned_code(code)[:LONGEST_CODE]
    paper = verify_paper(code)
    if paper is not None:
        return paper
    return _of_certificate(verify_certificate(code))


def verify_certificate(code: str) -> VerificationAnswer:
    """The store's result for a certificate's identifier, today."""
    with certificate_transaction() as store:
        return verify_identifier(store, scanned_code(code)[:LONGEST_CODE], local_day(utc_now()))


def verify_certificate_file(content: bytes) -> VerificationAnswer:
    """The store's result for a file, today: genuine only if it is the very file that was issued."""
    with certificate_transaction() as store:
        return verify_copy(store, content, local_day(utc_now()))


def verify_paper(code: str) -> Verification | None:
    """The result for the number of a finished paper; None when there is no such paper."""
    code = scanned_code(code)[:LONGEST_CODE]
    paper = paper_by_number(reading(), code)
    return None if paper is None else _of_paper(paper.number or code, paper)


def verify_paper_file(content: bytes) -> Verification | None:
    """The result for the file of a paper of this site, found by its hash; None for any other file."""
    sha256 = hashlib.sha256(content).hexdigest()
    paper = paper_by_hash(reading(), sha256)
    return None if paper is None or paper.number is None else _of_paper(paper.number, paper)


def _of_paper(code: str, paper: Paper) -> Verification:
    return Verification(
        code=code,
        kind="paper",
        is_genuine=True,
        is_in_force=paper.lapse_cause is None,
        status="genuine" if paper.lapse_cause is None else "void",
        title=paper_title(paper),
        issued_by=paper.issuer.name if paper.issuer is not None else None,
        issued_on=local_day(paper.written_at),
        holder_name=paper_party(paper),
        item_name=paper.subject_name,
        lapse_cause=paper.lapse_cause,
        outcome=paper.outcome_code,
        state=paper.state_code,
        item_type=paper.item_type,
    )


def _of_certificate(answer: VerificationAnswer) -> Verification:
    facts = answer.facts
    if facts is None:
        return Verification(answer.identifier, "unknown", False, False, str(answer.doubt))
    return Verification(
        code=answer.identifier,
        kind="certificate",
        is_genuine=True,
        is_in_force=answer.is_in_force,
        status=str(answer.standing),
        title=facts.type_name,
        issued_by=facts.agency_name,
        issued_on=facts.issued_on,
        valid_to=facts.valid_to,
        holder_name=facts.holders[0].name,
        joint_holder_names=tuple(holder.name for holder in facts.holders[1:]),
    )
