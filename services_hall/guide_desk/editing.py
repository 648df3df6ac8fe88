"""What an editor does: open a draft, write it in the form or as one text, submit it, or give it up."""

from collections.abc import Mapping
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides import catalog, content, drafting, importing, publishing
from guides.errors import BlockingFindings, CodeTaken, DraftInvalid, GuidesError, TransitionRefused
from guides.importing import ImportAltered, ImportUnreadable
from guides.lifecycle import EditionAction, EditionStatus
from guides.models import GuideEdition
from services_hall.audit import deeds
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.guide_desk import form_reading
from services_hall.guide_desk.blueprint import blueprint
from services_hall.guide_desk.form_fields import Filled, beside_fields, field_names
from services_hall.guide_desk.hindrances import DraftOvertaken, DraftUnderWay, told
from services_hall.guide_desk.page import Attempt, edition_of, found, page, working_edition
from services_hall.guide_desk.paths import value_at
from services_hall.guide_desk.text_lines import with_lines
from services_hall.identity import Permission, Role
from services_hall.web.access import access, signed_in_actor
from services_hall.web.certificate_names import certificate_names

LONGEST_NOTE: Final = 2000
TextErrors = list[tuple[int | None, str, str]]


@blueprint.post("/guides/<code>/drafts")
@access(Role.GUIDE_EDITOR)
def open_draft(code: str) -> ResponseReturnValue:
    """A new draft that begins as the guide stands now."""
    try:
        with transaction() as session:
            number = _opened(session, code, working_edition(session, code).content)
    except DraftUnderWay as error:
        return redirect(url_for(".edition", code=code, number=error.number), 303)
    flash(_("第 %(number)s 版的草稿已建好，内容与现在相同。", number=number))
    return redirect(url_for(".edition", code=code, number=number), 303)


@blueprint.get("/new")
@access(Role.GUIDE_EDITOR)
def new() -> ResponseReturnValue:
    """A field for the text of a new guide."""
    return render_template("guide_desk/new.html", text="", text_errors=(), hindrance="")


@blueprint.post("/new")
@access(Role.GUIDE_EDITOR)
def import_text() -> ResponseReturnValue:
    """A draft from a whole text: a new guide, or the next edition of one that is there."""
    text = request.form.get("text", "")
    terms, errors = read_text(text)
    if terms is not None:
        code = terms["code"]
        try:
            return redirect(url_for(".edition", code=code, number=_imported(code, terms)), 303)
        except DraftUnderWay as error:
            status, words = told(error)
            shown = {"code": code, "number": error.number}
            return render_template(
                "guide_desk/new.html", text=text, text_errors=(), hindrance=words, **shown
            ), status
    return render_template("guide_desk/new.html", text=text, text_errors=errors, hindrance=""), 422


@blueprint.post("/guides/<code>/editions/<int:number>/form")
@access(Role.GUIDE_EDITOR)
def save_form(code: str, number: int) -> ResponseReturnValue:
    """Keeps the form; its buttons also add or remove a row, or submit the draft."""
    edition = edition_of(reading(), code, number)
    raw, errors = form_reading.read(request.form, edition.content)
    note = request.form.get("change_note", "").strip()[:LONGEST_NOTE]
    changed_row = _changed_row(raw)
    if changed_row is not None:
        attempt = Attempt(raw=raw, change_note=note, new_row=changed_row, is_unsaved=True)
        return page(signed_in_actor(), edition, attempt)
    errors |= {path: words for path, words in shape_errors(raw).items() if path not in errors}
    if errors:
        return page(signed_in_actor(), edition, Attempt(raw=raw, change_note=note, errors=errors)), 422
    try:
        _keep(code, number, raw, note, submit=request.form.get("do") == "submit")
    except GuidesError as error:
        status, words = told(error)
        typed = Attempt(raw=raw, change_note=note, hindrance=words)
        return page(signed_in_actor(), edition_of(reading(), code, number), typed), status
    return redirect(url_for(".edition", code=code, number=number), 303)


@blueprint.post("/guides/<code>/editions/<int:number>/text")
@access(Role.GUIDE_EDITOR)
def save_text(code: str, number: int) -> ResponseReturnValue:
    """Keeps the whole text."""
    edition = edition_of(reading(), code, number)
    text = request.form.get("text", "")
    terms, errors = read_text(text, code=edition.item.code)
    if terms is None:
        return page(signed_in_actor(), edition, Attempt(text=text, text_errors=errors)), 422
    try:
        _keep(code, number, terms, None, submit=False)
    except GuidesError as error:
        status, words = told(error)
        typed = Attempt(text=text, hindrance=words)
        return page(signed_in_actor(), edition_of(reading(), code, number), typed), status
    return redirect(url_for(".edition", code=code, number=number), 303)


@blueprint.post("/guides/<code>/editions/<int:number>/withdrawal")
@access(Role.GUIDE_EDITOR, Role.GUIDE_APPROVER)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    """Gives up a draft, or takes an approval back before the edition is in force."""
    actor = signed_in_actor()
    needed = {
        EditionStatus.DRAFT: Permission.WRITE_GUIDES,
        EditionStatus.APPROVED: Permission.APPROVE_GUIDES,
    }
    try:
        with transaction() as session:
            edition = edition_of(session, code, number)
            drafting.lock(session, edition)
            permission = needed.get(edition.status)
            if permission is None or not actor.may(permission):
                raise TransitionRefused(edition.status, EditionAction.WITHDRAW)
            deeds.edition_changed(session, "withdraw", edition, actor=actor.public_id)
            publishing.withdraw(session, edition, now=utc_now())
    except GuidesError as error:
        status, words = told(error)
        return page(actor, edition_of(reading(), code, number), Attempt(hindrance=words)), status
    flash(_("第 %(number)s 版已撤销，历史里仍可看到。", number=number))
    return redirect(url_for(".guide", code=code), 303)


def shape_errors(raw: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the shape of the terms, by the form's fields."""
    try:
        content.load(raw)
    except DraftInvalid as error:
        names = field_names(Filled(raw, {}, certificate_names={}).parts())
        told_by_path = {
            path: [_("请填写。")] if value_at(raw, path) in (None, "") else words
            for path, words in error.errors.items()
        }
        return beside_fields(told_by_path, names)
    return {}


def read_text(text: str, *, code: str | None = None) -> tuple[dict[str, Any] | None, TextErrors]:
    """The terms that a text holds, or what is wrong with it and on which line; `code` must be the guide's."""
    try:
        raw = importing.read(text)
        terms = importing.terms(raw)
        if importing.is_bundle(terms):
            raise DraftInvalid({"items": [_("这是“一件事”，不是办事指南。")]})
        if code is not None and terms["code"] != code:
            raise DraftInvalid({"code": [_("这是“%(code)s”的指南，编码不能改。", code=code)]})
    except ImportUnreadable as error:
        words = _("写法有误，请检查缩进、冒号和引号（%(reason)s）。", reason=error.reason)
        return None, [(error.line, "", words)]
    except ImportAltered:
        return None, [
            (None, "", _("内容与文件里的校验码不符：导出的文件被改过。请只保留 content 下的内容。"))
        ]
    except DraftInvalid as error:
        return None, with_lines(text, error.errors)
    return terms, []


def _imported(code: str, terms: Mapping[str, Any]) -> int:
    """The number of a new draft, perhaps the first of its code; raises DraftUnderWay as `_opened` does."""
    try:
        with transaction() as session:
            return _opened(session, code, terms)
    except CodeTaken:  # the other one's draft is there to be seen now
        with transaction() as session:
            return _opened(session, code, terms)


def _opened(session: Session, code: str, terms: Mapping[str, Any]) -> int:
    """The number of a new draft; raises DraftUnderWay while another one is written or waits for approval.

    Raises CodeTaken when the code was new, and somebody's first draft of it came between look and lock.
    """
    was_there = drafting.locked_subject(session, GuideEdition, code) is not None
    for edition in catalog.editions(session, code, public_only=False):
        if edition.status in {EditionStatus.DRAFT, EditionStatus.SUBMITTED}:
            raise DraftUnderWay(edition.number)
    author = signed_in_actor().public_id
    edition = drafting.open_draft(
        session, GuideEdition, code=code, content=terms, author=author, now=utc_now()
    )
    if not was_there and edition.number > 1:
        raise CodeTaken(code)
    return edition.number


def _keep(code: str, number: int, terms: Mapping[str, Any], note: str | None, *, submit: bool) -> None:
    """Writes the draft that this form was made from, and submits it when nothing blocks it.

    Raises DraftOvertaken, TransitionRefused, BlockingFindings.
    """
    author, known = signed_in_actor().public_id, certificate_names()
    with transaction() as session:
        edition = edition_of(session, code, number)
        drafting.lock(session, edition)
        _refuse_overtaken(edition)
        drafting.revise(session, edition, terms, author=author, change_note=note)
        blocking = [one for one in found(edition.content, known) if one.is_blocking] if submit else []
        if submit and not blocking:
            drafting.submit(session, edition, author=author, now=utc_now())
    if blocking:
        raise BlockingFindings(blocking)
    flash(_("已提交，等待另一位审核人。") if submit else _("草稿已保存。"))


def _refuse_overtaken(edition: GuideEdition) -> None:
    if edition.status is EditionStatus.DRAFT and edition.sha256 != request.form.get("base"):
        raise DraftOvertaken


def _changed_row(raw: dict[str, Any]) -> str | None:
    """Adds or removes the row that a button asks for; the new row's place, "" for a removed one, or None."""
    if path := request.form.get("add"):
        place = form_reading.with_row_added(raw, path)
        return "" if place is None else f"{path}.{place}"
    if place_removed := request.form.get("remove"):
        form_reading.without_row(raw, place_removed)
        return ""
    return None
