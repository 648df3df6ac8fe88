"""Whom the papers of applications and cases address, and how they name the applicant and the matter."""

from dataclasses import replace

from certificate_store.holders import Holder
from services_hall.applications.models import AnyPaper, Application, Case
from services_hall.applications.prefill.certificate_subjects import name_of_entity
from services_hall.documents.texts import PaperText


def addressee_of(case: Case) -> str:
    """Whom a paper of the case addresses: the market entity with its operator, or the applicant."""
    name, operator = name_of_entity(case), case.application.applicant_names
    return operator if name in (None, operator) else f"{name}（经营者：{operator}）"


def applicant_of(application: Application) -> str:
    """Whom a paper about the whole application addresses: its one market entity, or the applicant."""
    operator = application.applicant_names
    entities = {addressee_of(case) for case in application.cases} - {operator}
    return entities.pop() if len(entities) == 1 else operator


def public_party_of(paper: AnyPaper) -> str:
    """The party of a paper as the paper names it, with the names of people masked for the public."""
    application = paper.application
    operator = "、".join(_public_name(holder) for holder in application.applicants)
    cases = application.cases if paper.case is None else [paper.case]
    shops = {name_of_entity(case) for case in cases} - {None, application.applicant_names}
    return f"{shops.pop()}（经营者：{operator}）" if len(shops) == 1 else operator


def _public_name(holder: Holder) -> str:
    return holder.name if holder.is_organisation else holder.masked_name


def quoted(text: str) -> str:
    """“text”, with its own quotation marks as the inner ones ‘’ (GB/T 15834)."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def addressed_to_third_party(text: PaperText, case: Case, addressee: str) -> PaperText:
    """The same paper for somebody else: of the facts only the case, its matter and who applied for it."""
    facts = [("办件编号", case.number), ("办理事项", case.item_name), ("申请人", addressee_of(case))]
    return replace(text, addressee=addressee, facts=facts)


def as_record(text: PaperText, role: str) -> PaperText:
    """The same paper as a record that is kept, not sent: the party stands among the facts, in this role."""
    return replace(text, addressee="", facts=[(role, text.addressee), *text.facts])
