"""An application being written, page by page: what a form shows and keeps; the same for every channel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from certificate_store.holders import Holder
from guides import catalog
from guides.bundles import AskedField, AskedMaterial, BundleSelection
from guides.divisions import districts
from guides.errors import NoImplementation
from services_hall.applications import answers, drafts, offers
from services_hall.applications.answers import FIELD, MATERIAL, QUESTION, FieldInvalid, Offer
from services_hall.applications.errors import AnswersInvalid, DraftFiled, ScenarioStops
from services_hall.applications.models import Draft
from services_hall.applications.proofs import Proofs
from services_hall.attachments import uploads
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.models import Attachment
from services_hall.clock import utc_now
from services_hall.core import encrypted_files
from services_hall.database import reading, transaction
from services_hall.identity import Actor
from services_hall.presentation import forms
from services_hall.presentation.messages import message
from services_hall.presentation.proof_words import proof_words

CONSENT: Final = "consent"
DISTRICT: Final = "district"
SEEN: Final = "seen"


@dataclass(frozen=True)
class Writing:
    """A draft with what it is about: the offer in force now and what its scenario selects."""

    draft: Draft
    offer: Offer
    selection: BundleSelection

    @property
    def is_changed(self) -> bool:
        """Whether a guide has a newer edition than this form was made from."""
        return self.draft.fingerprint != self.offer.fingerprint

    @property
    def newer(self) -> list[tuple[str, str, int, int]]:
        """Item code, name, edition number then and now, of each guide that changed.

        The bundle itself stands for a change that lies in none of its guides, without numbers.
        """
        changed = [
            (code, item.content["name"], self.draft.editions.get(code, 0), item.number)
            for code, item in self.offer.items.items()
            if self.draft.editions.get(code) != item.number
        ]
        return changed or ([(self.offer.code, self.offer.name, 0, 0)] if self.is_changed else [])

    @property
    def is_settled(self) -> bool:
        """Whether the scenario's answers still say what is applied for, as they did when it was begun."""
        return self.selection.may_apply


@dataclass(frozen=True)
class MaterialRow:
    """One asked material on the form, as the applicant's own situation: spared, given, or to be given."""

    asked: AskedMaterial
    state: str
    note: str
    attachment: Attachment | None
    field: forms.Field | None


def district_error(selection: BundleSelection, district: str) -> str:
    """What is wrong with the district: none chosen, or one where nobody handles an item; or nothing."""
    if district not in {division.code for division in districts(reading())}:
        return _("请选择在哪个区办理。")
    try:
        catalog.handlers_for(reading(), [item.code for item in selection.items], district)
    except NoImplementation as error:
        return nobody_handles(selection, error.item)
    return ""


def nobody_handles(selection: BundleSelection, code: str) -> str:
    """That an item of the selection is handled nowhere in the district, with the way out."""
    name = next(item.name for item in selection.items if item.code == code)
    return _("这个区暂不办理“%(item)s”，请换一个区，或拨打 12345 咨询。", item=name)


def settled(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection | None:
    """What the answers select, or None while questions are open or an answer forbids the application."""
    try:
        return answers.settle(offer, scenario)
    except (AnswersInvalid, ScenarioStops):
        return None


def scenario_in(form: Mapping[str, str]) -> dict[str, str]:
    """The answers to scenario questions in a form, by question."""
    return {key.removeprefix(QUESTION): value for key, value in form.items() if key.startswith(QUESTION)}


def district_field(value: str | None, error: str | None, *, hint: str = "") -> forms.Field:
    """The field that asks in which district it is handled."""
    options = [{"value": one.code, "label": one.name} for one in districts(reading())]
    definition = {"key": DISTRICT, "label": _("在哪个区办理"), "type": "choice", "options": options}
    return forms.form_field({**definition, "hint": hint}, value=value, error=error)


def begin(
    actor: Actor,
    offer: Offer,
    scenario: Mapping[str, str],
    division_code: str,
    *,
    holder: Holder | None = None,
    phone: str = "",
    choices: Mapping[str, str] | None = None,
) -> str:
    """A new draft's public id; `holder` where it is written for somebody else, with what they chose.

    Raises AnswersInvalid and ScenarioStops for a scenario that is not settled.
    """
    selection = answers.settle(offer, scenario)
    subject = holder or actor.holder
    values = prefilled(selection, subject, phone or actor.phone or "")
    with transaction() as session:
        draft = drafts.begin(
            session, offer, owner_id=actor.account_id, scenario=selection.answers, now=utc_now()
        )
        about = None if holder is None else {**holder.as_json(), "phone": phone}
        drafts.save(
            draft,
            now=utc_now(),
            division_code=division_code,
            answers=values,
            holder=about,
            choices=dict(choices or {}),
        )
        return draft.public_id


def resume(
    actor: Actor, public_id: str, offer: Offer, scenario: Mapping[str, str], division_code: str = ""
) -> None:
    """Goes on with a draft under other answers or in another district; what was typed and given stays.

    Raises DraftNotFound, DraftFiled, AnswersInvalid, ScenarioStops.
    """
    selection = answers.settle(offer, scenario)
    with transaction() as session:
        draft = drafts.locked(session, actor.account_id, public_id)
        holder, phone = subject(actor, draft)
        drafts.settle(draft, offer, now=utc_now())
        drafts.save(
            draft,
            now=utc_now(),
            scenario=selection.answers,
            division_code=division_code or draft.division_code,
            answers={**prefilled(selection, holder, phone), **draft.answers},
        )


def earlier(actor: Actor, offer: Offer) -> Draft | None:
    """The newest draft of the same offer that this person began for themselves and did not file."""
    begun = drafts.open_drafts(reading(), actor.account_id)
    return next((one for one in begun if one.code == offer.code and one.holder is None), None)


def prefilled(selection: BundleSelection, holder: Holder | None, phone: str) -> dict[str, str]:
    """What is known already and need not be typed again."""
    known = {"applicant.phone": phone}
    if holder is not None:
        known |= {"applicant.name": holder.name, "applicant.identifier": holder.identifier}
    values = {asked.key: known.get(asked.field.get("prefill") or "", "") for asked in selection.form_fields}
    return {key: value for key, value in values.items() if value}


def opened(actor: Actor, public_id: str) -> Writing:
    """The actor's own draft; raises DraftNotFound, OfferNotFound, DraftFiled."""
    try:
        draft = drafts.own_draft(reading(), actor.account_id, public_id)
    except DraftFiled as filed:
        if not filed.is_noted:
            with transaction() as session:
                drafts.note_filed(session, actor.account_id, public_id)
        raise
    offer = offers.current_offer(reading(), draft.code)
    return Writing(draft, offer, still_selected(offer, draft.scenario))


def still_selected(offer: Offer, scenario: Mapping[str, str]) -> BundleSelection:
    """What these answers select, without those that a newer edition no longer offers."""
    try:
        return answers.select(offer, scenario)
    except AnswersInvalid as error:
        gone = {key.removeprefix(QUESTION) for key in error.errors}
        return answers.select(offer, {key: value for key, value in scenario.items() if key not in gone})


def settle(actor: Actor, public_id: str) -> None:
    """The person goes on with the newer editions."""
    writing = opened(actor, public_id)
    with transaction() as session:
        draft = drafts.locked(session, actor.account_id, public_id)
        drafts.settle(draft, writing.offer, now=utc_now())
        drafts.save(draft, now=utc_now(), scenario=writing.selection.answers)


def discard(actor: Actor, public_id: str) -> None:
    """Takes the actor's own draft away, with its files; raises DraftNotFound, DraftFiled."""
    with transaction() as session:
        drafts.discard(session, drafts.locked(session, actor.account_id, public_id))


def keep_fields(actor: Actor, writing: Writing, form: Mapping[str, str]) -> dict[str, str]:
    """Keeps what was typed, wrong values too; gives the errors by field name, none when all is right."""
    typed = {asked.key: form.get(FIELD + asked.key, "") for asked in writing.selection.form_fields}
    public_id = writing.draft.public_id  # once the transaction begins, the draft may be gone
    with transaction() as session:
        draft = drafts.locked(session, actor.account_id, public_id)
        drafts.save(draft, now=utc_now(), answers=typed)
    return field_errors(writing, typed)


def field_errors(writing: Writing, typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with these fields, by field name."""
    errors: dict[str, str] = {}
    for asked in writing.selection.form_fields:
        try:
            answers.read_field(asked, typed.get(asked.key, ""))
        except FieldInvalid as error:
            errors[FIELD + asked.key] = message(error.problem)
    return errors


def fields(writing: Writing, errors: Mapping[str, str]) -> list[forms.Field]:
    """The form's fields with what was typed and what is wrong."""
    return [_field(writing, asked, errors) for asked in writing.selection.form_fields]


def field_groups(writing: Writing, errors: Mapping[str, str]) -> list[tuple[str, list[forms.Field]]]:
    """The form's fields under the name of the item that asks for them; what several ask for, first."""
    groups: dict[str, list[forms.Field]] = {"": []}
    for asked in writing.selection.form_fields:
        codes = {code for code, _key in asked.members}
        shared = len(codes) > 1 or asked.field.get("prefill") or len(writing.selection.items) == 1
        name = "" if shared else writing.offer.items[codes.pop()].content["short_name"]
        groups.setdefault(name, []).append(_field(writing, asked, errors))
    return [(name, found) for name, found in groups.items() if found]


def _field(writing: Writing, asked: AskedField, errors: Mapping[str, str]) -> forms.Field:
    return forms.form_field(
        {**asked.field, "key": asked.key},
        value=writing.draft.answers.get(asked.key),
        error=errors.get(FIELD + asked.key),
        name=FIELD + asked.key,
    )


def keep_files(
    actor: Actor, writing: Writing, files: Mapping[str, FileStorage], choices: Mapping[str, str]
) -> dict[str, str]:
    """Keeps each file that is what it says; gives an error by field name for each that is not."""
    errors: dict[str, str] = {}
    checked: dict[str, uploads.CheckedFile] = {}
    for asked in writing.selection.materials:
        given = files.get(MATERIAL + asked.key)
        if given is None or not given.filename:
            continue
        try:
            checked[asked.key] = uploads.check_upload(given.filename, given.stream.read(uploads.LARGEST + 1))
        except UploadRefused as refused:
            errors[MATERIAL + asked.key] = message(refused.problem)
        finally:
            given.close()
    public_id = writing.draft.public_id
    with transaction() as session:
        draft = drafts.locked(session, actor.account_id, public_id)
        drafts.save(draft, now=utc_now(), choices=dict(choices))
        for key, file in checked.items():
            attachment = uploads.store_upload(
                session,
                encrypted_files(),
                file,
                owner_id=actor.account_id,
                draft_id=draft.id,
                draft_key=key,
                now=utc_now(),
            )
            drafts.attach(session, draft, attachment, key)
    return errors


def material_rows(
    writing: Writing, proofs: Proofs, errors: Mapping[str, str], *, consent: bool = True
) -> list[MaterialRow]:
    """Each asked material with its state: issued here, spared, given, seen, or to be given."""
    files = drafts.given_files(writing.draft)
    seen = seen_keys(writing.draft)
    rows = []
    for asked in writing.selection.materials:
        held = proofs.proved(asked.key)
        proof = held if consent else None
        file = files.get(asked.key)
        name, error = MATERIAL + asked.key, errors.get(MATERIAL + asked.key)
        field = forms.upload(name, asked.name, hint=asked.material.get("notes") or "", error=error)
        if asked.from_item is not None:
            item = writing.offer.items[asked.from_item].content["name"]
            rows.append(
                MaterialRow(asked, "issued", _("本次申请中的“%(item)s”会办出", item=item), None, None)
            )
        elif file is not None:
            rows.append(MaterialRow(asked, "given", file.name, file, field))
        elif proof is not None:
            rows.append(MaterialRow(asked, "spared", proof_words(proof), None, None))
        elif asked.key in seen:
            rows.append(MaterialRow(asked, "seen", _("窗口已核验原件"), None, field))
        else:
            found = proofs.found.get(asked.key) if asked.spared_by else None
            told = proof_words(found) if found else ""
            note = _("证照库里有；您同意使用就不用上传。") if held else told
            rows.append(MaterialRow(asked, "open", note, None, field))
    return rows


def missing(rows: Iterable[MaterialRow]) -> dict[str, str]:
    """An error by field name for each material that is neither spared nor given."""
    return {
        MATERIAL + row.asked.key: _("请提供%(name)s。", name=row.asked.name)
        for row in rows
        if row.state == "open"
    }


def seen_keys(draft: Draft) -> frozenset[str]:
    """The materials whose originals a clerk has seen."""
    return frozenset(key for key, choice in draft.choices.items() if choice == SEEN)


def has_consent(draft: Draft) -> bool:
    """Whether the holder permits certificates to be used for this application."""
    return draft.choices.get(CONSENT) == "yes"


def subject(actor: Actor, draft: Draft) -> tuple[Holder | None, str]:
    """For whom the draft is written, and how to reach them."""
    if draft.holder is not None:
        return Holder.from_json(draft.holder), draft.holder.get("phone", "")
    return actor.holder, actor.phone or ""
