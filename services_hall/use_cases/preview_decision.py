"""Preview of a decision: its paper and its certificate as they would be, without deciding."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificate_store.certificate_pages import certificate_page
from services_hall.applications.acceptance.express_acceptance import ProofRecheck
from services_hall.applications.certificates.issues import Issue, issue_in_store, issue_of
from services_hall.applications.decisions.outcomes import Decision
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.grounds.decision_grounds import DecisionGrounds
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.papers import KINDS
from services_hall.clock import local_day, utc_now
from services_hall.core import site_settings
from services_hall.database import certificate_transaction
from services_hall.documents.paper_pages import paper_page
from services_hall.documents.texts import PaperText, Printing
from services_hall.identity import Actor
from services_hall.use_cases.case_proofs import CaseRule, apply_with_proofs
from services_hall.use_cases.decide_case import checked_decision
from services_hall.use_cases.grant_on_commitment import commitment_rules
from services_hall.use_cases.store_access import STORE_ERRORS

LATER: Final = "（制作时编号）"
"""What stands for the number of a preview."""
NOTICE: Final = "预览：还没有决定，没有编号、签名，不是正式文书"


@dataclass(frozen=True)
class DecisionPreview:
    """The pages of a decision's paper and of its certificate as HTML.

    `certificate` is None for a decision that issues none, and while the store does not answer.
    """

    title: str
    paper: str
    certificate: str | None
    is_store_away: bool


class _PreviewDone(Exception):
    """Rolls back the transaction in which the decision was tried."""


def preview_decision(
    actor: Actor, number: str, outcome: Decision, reason: str, *, grounds: DecisionGrounds
) -> DecisionPreview:
    """What `decide_case` with the same arguments would write; nothing of it stays.

    Raises what `decide_case` raises.
    """
    rules = [checked_decision(actor, number, outcome, reason, grounds=grounds)]
    return _tried(actor, number, rules, PaperCode.GRANT if outcome is Decision.GRANT else PaperCode.DENIAL)


def preview_commitment(actor: Actor, number: str) -> DecisionPreview:
    """What `grant_on_commitment` would write; nothing of it stays. Raises what that raises."""
    return _tried(actor, number, commitment_rules(actor), PaperCode.GRANT)


def _tried(actor: Actor, number: str, rules: Sequence[CaseRule], kind: PaperCode) -> DecisionPreview:
    """The decision is carried out, read and rolled back, so that the preview is what would be written."""
    now, seen = utc_now(), list[tuple[PaperText, Issue | None]]()

    def look(session: Session, case: Case, _reproof: ProofRecheck) -> None:
        session.flush()
        found = select(CasePaper).where(CasePaper.subject_id == case.id, CasePaper.kind == kind)
        paper = session.scalars(found.order_by(CasePaper.id)).first()
        if paper is None:
            raise ValueError("a decision writes its paper")
        issue = issue_of(session, case, local_day(now)) if kind is PaperCode.GRANT else None
        seen.append((_text(paper), issue))
        raise _PreviewDone

    with suppress(_PreviewDone):
        apply_with_proofs(actor, number, *rules, look)
    ((text, issue),) = seen
    page = paper_page(text, qr_code="", notice=NOTICE)
    try:
        certificate = None if issue is None else _certificate(issue, now=now)
    except STORE_ERRORS:
        return DecisionPreview(text.title, page, None, is_store_away=True)
    return DecisionPreview(text.title, page, certificate, is_store_away=False)


def _text(paper: CasePaper) -> PaperText:
    kind, settings = KINDS[paper.kind], site_settings()
    printing = Printing(
        title=kind.title_for(paper),
        number=LATER,
        site_name=settings.site_name,
        base_url=settings.base_url,
        is_demo=settings.is_loopback,
    )
    return kind.text(paper, printing)


def _certificate(issue: Issue, *, now: datetime) -> str:
    pages = list[str]()
    try:
        with certificate_transaction() as store:
            certificate = issue_in_store(store, issue, now=now)
            is_numbered = bool(issue.entry.number) or issue.change is not None
            pages.append(
                certificate_page(
                    certificate,
                    number=certificate.number if is_numbered else LATER,
                    identifier=LATER,
                    qr_code="",
                    demo=site_settings().is_loopback,
                    notice=NOTICE,
                )
            )
            raise _PreviewDone
    except _PreviewDone:
        return pages[0]
