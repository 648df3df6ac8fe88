"""The page of one edition: its form and text while it is a draft, findings, differences, what may be done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides import catalog, publishing, quality, workdays
from guides.differences import Difference, burden, differences
from guides.errors import EditionNotFound, GuideNotFound
from guides.exporting import terms_as_yaml
from guides.findings import Finding
from guides.lifecycle import EditionStatus
from guides.models import GuideEdition
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.guide_desk.form_fields import Filled, Part, field_names, named_errors, nearest
from services_hall.guide_desk.form_shape import ONLY_TEXT
from services_hall.guide_desk.shelves import UNDER_WAY
from services_hall.identity import Actor
from services_hall.identity.models import Account
from services_hall.identity.roles import Permission
from services_hall.web import forms
from services_hall.web.certificate_names import certificate_names

S = EditionStatus


@dataclass(frozen=True)
class Attempt:
    """What somebody tried and what hindered it, so that the page keeps everything typed."""

    raw: Mapping[str, Any] | None = None
    text: str | None = None
    change_note: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    text_errors: Sequence[tuple[int | None, str, str]] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    new_row: str = ""
    is_unsaved: bool = False
    hindrance: str = ""


@dataclass(frozen=True)
class Place:
    """A finding with the field of the form that it is about, if there is one."""

    finding: Finding
    href: str


@dataclass(frozen=True)
class May:
    """What this person may do with this edition now."""

    open_draft: bool
    write: bool
    approve: bool
    publish: bool
    drop: bool
    is_author: bool


def page(actor: Actor, edition: GuideEdition, attempt: Attempt | None = None) -> str:
    """The page of `edition` for an editor or an approver."""
    attempt = attempt or Attempt()
    session = reading()
    editions = catalog.editions(session, edition.item.code, public_only=False)
    current = next((one for one in editions if one.status is S.CURRENT), None)
    may = permissions(actor, edition, editions)
    names = certificate_names()
    filled = Filled(
        attempt.raw if attempt.raw is not None else edition.content,
        attempt.errors,
        certificate_names=names,
        new_row=attempt.new_row,
    )
    parts = filled.parts()
    findings = placed(found(edition.content, names), parts, to_fields=may.write)
    return render_template(
        "guide_desk/edition.html",
        edition=edition,
        content=edition.content,
        editions=editions,
        current=current,
        may=may,
        parts=parts,
        only_text=[(name, words, len(edition.content[name] or ())) for name, words in ONLY_TEXT.items()],
        text=attempt.text if attempt.text is not None else terms_as_yaml(edition.content),
        findings=findings,
        found_rows={".".join(place.finding.element.split(".")[:2]) for place in findings},
        others=differences(
            None, {name: edition.content[name] for name in ONLY_TEXT if edition.content[name]}
        ),
        changes=changes(edition, current, editions),
        burden=burden(current.content if current else None, edition.content),
        people=people(session, editions),
        public_by=public_by(session, edition),
        today=local_day(utc_now()),
        attempt=attempt,
        errors=forms.error_summary({**named_errors(parts, attempt.errors), **_text_summary(attempt)}),
    )


def working_edition(session: Session, code: str) -> GuideEdition:
    """The edition that work goes on with: the latest under way, else the one in force, else the last one.

    Raises GuideNotFound for a guide without any edition.
    """
    editions = catalog.editions(session, code, public_only=False)
    for wanted in (UNDER_WAY, (S.CURRENT,), tuple(S)):
        for edition in editions:
            if edition.status in wanted:
                return edition
    raise GuideNotFound(code)


def edition_of(session: Session, code: str, number: int) -> GuideEdition:
    """An edition of any status; raises EditionNotFound."""
    if number > 2**31 - 1:
        raise EditionNotFound(code, number)
    return catalog.desk_edition(session, code, number)


def permissions(actor: Actor, edition: GuideEdition, editions: Sequence[GuideEdition]) -> May:
    """What the actor's roles and the edition's status allow together."""
    may_write, may_approve = actor.may(Permission.WRITE_GUIDES), actor.may(Permission.APPROVE_GUIDES)
    status = edition.status
    is_due = edition.effective_on is None or edition.effective_on <= local_day(utc_now())
    return May(
        open_draft=may_write and not any(one.status in {S.DRAFT, S.SUBMITTED} for one in editions),
        write=may_write and status is S.DRAFT,
        approve=may_approve and status is S.SUBMITTED,
        publish=may_approve and status is S.APPROVED and is_due,
        drop=(may_write and status is S.DRAFT) or (may_approve and status is S.APPROVED),
        is_author=actor.public_id in {*edition.authors, edition.drafted_by},
    )


def found(content: Mapping[str, Any], known_types: Collection[str]) -> list[Finding]:
    """What is wrong with terms of the right shape; types stay unchecked while the store gives none."""
    return quality.findings(content, certificate_types=set(known_types) or None)


def placed(findings: Sequence[Finding], parts: Sequence[Part], *, to_fields: bool) -> list[Place]:
    """Each finding with a link to the field it is about, or to its section where fields are only read."""
    sections = {name: part.id for part in parts for name in field_names([part])}
    names = list(sections)
    places = []
    for finding in findings:
        name = nearest(finding.element, names)
        target = "text" if name is None else forms.field_id(name) if to_fields else sections[name]
        places.append(Place(finding, f"#{target}"))
    return places


def changes(
    edition: GuideEdition, current: GuideEdition | None, editions: Sequence[GuideEdition]
) -> list[Difference] | None:
    """Against the edition in force, or for one that is or was in force the one before; None for the first."""
    before = current
    if current is None or edition.number <= current.number:
        earlier = [one for one in editions if one.number < edition.number and one.published_at is not None]
        before = earlier[0] if earlier else None
    return None if before is None else differences(before.content, edition.content)


def public_by(session: Session, edition: GuideEdition) -> date | None:
    """The day by whose end an approved edition without a later day must be public."""
    if edition.status is not S.APPROVED or edition.approved_at is None or publishing.is_announced(edition):
        return None
    calendar = workdays.load(session, since=local_day(edition.approved_at))
    return publishing.public_deadline(edition.approved_at, calendar).day


def people(session: Session, editions: Sequence[GuideEdition]) -> dict[str, str]:
    """The names of those who wrote and approved, by their account's public id."""
    ids = {one for edition in editions for one in (edition.drafted_by, edition.approved_by) if one}
    rows = session.execute(select(Account.public_id, Account.name).where(Account.public_id.in_(ids)))
    known = {public_id: name for public_id, name in rows}
    return {one: known.get(one, _("系统导入")) for one in ids}


def _text_summary(attempt: Attempt) -> dict[str, str]:
    if not attempt.text_errors:
        return {}
    return {"text": "；".join(_told(line, words) for line, _path, words in attempt.text_errors[:3])}


def _told(line: int | None, words: str) -> str:
    return words if line is None else _("第 %(line)s 行：%(words)s", line=line, words=words)
