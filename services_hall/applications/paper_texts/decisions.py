"""Texts of decisions: grant and denial, in the words of the item's type or of its guide."""

from datetime import date
from typing import Final

from guides.enumerations import HandlingKind, ItemType, ResultForm, StepKind
from guides.terms import GuideTerms
from services_hall.applications.delivery.result_delivery import deliver_decision
from services_hall.applications.enumerations import PaperCode
from services_hall.applications.grounds.result_entries import ResultEntry
from services_hall.applications.models import Case, CasePaper
from services_hall.applications.paper_texts.parts import (
    basis_clause,
    case_text,
    chinese_day,
    filed_sentence,
    sentence,
    warning_lines,
)
from services_hall.applications.paper_texts.validity import validity_words
from services_hall.applications.paper_texts.words import decision_words
from services_hall.clock import local_day
from services_hall.documents.kinds import PaperKind
from services_hall.documents.texts import PaperText, Printing

FORMS: Final = {
    ResultForm.ELECTRONIC: "为电子证照，存入电子证照库，可在“我的证照”下载、出示。",
    ResultForm.PHYSICAL: "为实体证件，制好后按你（单位）选定的方式交付。",
    ResultForm.BOTH: (
        "有电子证照和实体证件：电子证照存入电子证照库，可在“我的证照”下载、出示；"
        "实体证件制好后按你（单位）选定的方式交付。"
    ),
}


SILENCE: Final = "expired_on"
"""The detail of a grant by silence: the last day of the certificate that counts as renewed."""


def grant_title(paper: CasePaper) -> str:
    """The title of a decision that grants."""
    return decision_words(_terms(paper.case)).grant_title


def denial_title(paper: CasePaper) -> str:
    """The title of a decision that denies."""
    return decision_words(_terms(paper.case)).denial_title


def grant_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that grants, with its limits and duties (行政许可法 art. 38)."""
    case = paper.case
    silence = (paper.details or {}).get(SILENCE)
    granted = _granted(case) if silence is None else [_renewed_by_silence(case, silence)]
    paragraphs = [*granted, *_duties(case), *result_lines(case), *_succession(case)]
    if case.reason:
        paragraphs.append(f"说明：{sentence(case.reason, '')}")
    return case_text(paper, printing, paragraphs)


def denial_text(paper: CasePaper, printing: Printing) -> PaperText:
    """The decision that denies, with facts, reason, article and remedies (行政许可法 art. 38)."""
    case = paper.case
    decided = f"{basis_clause(case)}本机关决定{decision_words(_terms(case)).denial}。"
    facts = f"{filed_sentence(case)}。经审查，{sentence(case.reason, '不符合规定的条件')}"
    paragraphs = [facts, decided, *_unchanged(case), *warning_lines(paper.details or {})]
    return case_text(paper, printing, paragraphs, has_remedies=True)


def _terms(case: Case) -> GuideTerms:
    return case.application_item.edition.terms


def _granted(case: Case) -> list[str]:
    terms = _terms(case)
    verb, clause = decision_words(terms).grant, basis_clause(case)
    if terms.item_type is ItemType.PUBLIC_SERVICE:
        return [f"{filed_sentence(case)}。{clause}现{verb}，办理结果：{terms.result.name}。"]
    if case.is_by_commitment:
        return [
            f"{filed_sentence(case)}，并书面承诺符合规定的条件。",
            f"依据你（单位）作出的承诺，{clause}本机关决定{verb}。",
        ]
    return [
        f"{filed_sentence(case)}。经审查，你（单位）的申请符合规定的条件。",
        f"{clause}本机关决定{verb}。",
    ]


def _renewed_by_silence(case: Case, expired_on: str) -> str:
    """Why the licence counts as renewed (行政许可法 art. 50)."""
    day = chinese_day(date.fromisoformat(expired_on))
    return (
        f"{filed_sentence(case)}。本机关在原有效期届满（{day}）前没有作出是否准予延续的决定。"
        "根据《中华人民共和国行政许可法》第五十条第二款的规定，视为准予延续。"
    )


def _succession(case: Case) -> list[str]:
    """What becomes of the certificate from which the application started."""
    starts_from, identifier = _terms(case).starts_from, case.application.source_certificate
    if starts_from is None or identifier is None:
        return []
    if starts_from.action is HandlingKind.CANCELLATION:
        return [f"原证照（证照标识：{identifier}）自本决定作出之日起注销，请停止使用。"]
    return [f"证照编号不变；新证照签发后，原证照（证照标识：{identifier}）由新证照取代。"]


def _unchanged(case: Case) -> list[str]:
    """What a denial means for the certificate from which the application started (行政许可法 art. 70(1))."""
    starts_from, identifier = _terms(case).starts_from, case.application.source_certificate
    last_day = case.application.source_valid_to
    if starts_from is None or identifier is None:
        return []
    if starts_from.action is not HandlingKind.RENEWAL or last_day is None:
        return [f"原证照（证照标识：{identifier}）不因本决定改变。"]
    return [f"原证照（证照标识：{identifier}）的有效期至{chinese_day(last_day)}届满，不予延续。"]


def _duties(case: Case) -> list[str]:
    """What follows for a decision on a commitment: the check and what happens if the promise is broken."""
    commitment = _terms(case).commitment
    if not case.is_by_commitment or commitment is None:
        return []
    check = next((step for step in case.steps if step.kind is StepKind.AFTER_CHECK and step.due_on), None)
    if check is None or check.due_on is None:
        return [commitment.consequence] if commitment.consequence else []
    return [f"本机关将于{chinese_day(check.due_on)}前核查。{commitment.consequence}"]


def result_lines(case: Case) -> list[str]:
    """What is issued, until when, and how long it is valid."""
    result = _terms(case).result
    if not result.certificate_type:
        return []
    lines = [f"所发《{result.name}》{FORMS[result.form or ResultForm.ELECTRONIC]}"]
    if case.issue_due_on is not None:
        lines.append(f"本机关将于{chinese_day(case.issue_due_on)}前颁发、送达。")
    granted_on = None if case.decided_at is None else local_day(case.decided_at)
    if granted_on and (words := validity_words(ResultEntry.from_json(case.result_entry), granted_on, result)):
        lines.append(f"有效期：{words}。")
    return lines


KINDS: Final = (
    PaperKind(
        PaperCode.GRANT,
        "准",
        "批准决定书",
        grant_text,
        consequence=deliver_decision,
        title_of=grant_title,
    ),
    PaperKind(
        PaperCode.DENIAL,
        "驳",
        "不予批准决定书",
        denial_text,
        consequence=deliver_decision,
        title_of=denial_title,
    ),
)
