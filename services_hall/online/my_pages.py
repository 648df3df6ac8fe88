"""Pages of a person's own applications and certificates."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificate_store.certificate_faces import qr_svg
from certificate_store.holders import Holder
from services_hall.applications.agent_rights import acting_agent
from services_hall.applications.certificates.stuck_results import stuck_of_applicant
from services_hall.applications.drafts import joint_confirmations, pinned_drafts
from services_hall.applications.filing import offers
from services_hall.applications.reads import queries
from services_hall.clock import local_day, utc_now
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import Actor, Role, memberships, office_titles
from services_hall.online.todo_list import todo_items
from services_hall.presentation.certificate_actions import action_links
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.certificate_purposes import purpose_text
from services_hall.presentation.proof_words import USE_OUTCOMES
from services_hall.presentation.role_names import office_name
from services_hall.use_cases.certificate_uses import UseOccasion
from services_hall.use_cases.open_result import note_opened_certificate
from services_hall.use_cases.read_certificate_actions import PossibleApplication, certificate_actions
from services_hall.use_cases.read_own_certificates import (
    OwnCertificate,
    OwnCertificates,
    own_certificate_file,
    own_certificates,
    read_certificate_face,
    read_own_certificates,
)
from services_hall.use_cases.store_access import STORE_ERRORS
from services_hall.web import downloads
from services_hall.web.access import access, signed_in_actor
from services_hall.web.pagination import page_by_id

blueprint = Blueprint("my_pages", __name__)
OWNERS = (Role.RESIDENT, Role.LEGAL_PERSON)
PAGE: Final = 20


@blueprint.get("/my/")
@access(*OWNERS)
def home() -> ResponseReturnValue:
    """Applications, drafts, and a link to the certificates."""
    actor = signed_in_actor()
    page = page_by_id(
        lambda after, limit: queries.own_applications(
            reading(), actor, after=after, limit=limit, is_acted=True
        ),
        size=PAGE,
    )
    begun = [] if page.after else pinned_drafts.open_drafts(reading(), actor.account_id)
    asked = joint_confirmations.questions_to(reading(), actor.holders, now=utc_now())
    names = offers.named_drafts(reading(), [one.draft for one in asked]) if asked else []
    return render_template(
        "online/my.html",
        acted_for={one.id: one.applicant_names for one in page.rows if acting_agent(one, actor)},
        page=page,
        owed=todo_items(actor),
        stuck=stuck_of_applicant(reading(), actor),
        drafts=offers.named_drafts(reading(), begun),
        questions=[(name, one) for (name, _draft), one in zip(names, asked, strict=True)],
        joint_answers=joint_confirmations.answers_by_draft(reading(), [one.id for one in begun]),
    )


@blueprint.get("/my/certificates/")
@access(*OWNERS)
def certificates() -> ResponseReturnValue:
    """The certificates of the person and of organisations; a message if the store is unavailable."""
    actor, is_store_away = signed_in_actor(), False
    own = OwnCertificates((), ())
    actions: Mapping[str, Sequence[PossibleApplication]] = {}
    others: list[tuple[Holder, Sequence[OwnCertificate]]] = []
    names = certificate_names()
    if actor.holder is not None:
        try:
            own = read_own_certificates(actor.holder, names)
            actions = certificate_actions(own.held, actor.holder, is_online=True)
            others = [(one, own_certificates(one)) for one in _holders(actor) if one != actor.holder]
        except STORE_ERRORS:
            is_store_away = True
    return render_template(
        "online/certificates.html",
        held=own.held,
        others=[(one, held) for one, held in others if held],
        actions=action_links(actions),
        uses=own.uses,
        use_outcomes=USE_OUTCOMES,
        users=_users(actor, own.uses),
        purpose_text=purpose_text,
        is_away=is_store_away,
    )


@blueprint.get("/my/certificates/<identifier>")
@access(*OWNERS)
def certificate_page(identifier: str) -> ResponseReturnValue:
    """A certificate that the person may read: its face, what can be done with it, who used it; no other."""
    actor = signed_in_actor()
    names = certificate_names()
    try:
        face = read_certificate_face(_holders(actor), identifier, names, reader=actor.public_id)
    except STORE_ERRORS:
        return render_template("online/certificate.html", face=None), 503
    is_own = face.reader in actor.holders
    actions = action_links(certificate_actions([face.own], face.reader, is_online=True) if is_own else {})
    path = url_for("verification.answer", code=identifier)
    return render_template(
        "online/certificate.html",
        face=face,
        actions=actions.get(identifier, []),
        qr_code=qr_svg(f"{site_settings().base_url}{path}"),
        use_outcomes=USE_OUTCOMES,
        users=_users(actor, [*face.uses, *face.own_uses]),
        purpose_text=purpose_text,
    )


@blueprint.get("/my/certificates/<identifier>.pdf")
@access(*OWNERS)
def certificate(identifier: str) -> ResponseReturnValue:
    """The signed PDF of a certificate that the person may read; not found for any other certificate."""
    actor = signed_in_actor()
    file = own_certificate_file(_holders(actor), identifier)
    note_opened_certificate(actor, identifier)
    return downloads.send(file.file_name, media_type="application/pdf", download_name=f"{file.type_name}.pdf")


def _holders(actor: Actor) -> list[Holder]:
    """Those whose certificates the account reads, the organisations where it is a member too."""
    return memberships.readable_holders(reading(), actor, on=local_day(utc_now()))


def _users(actor: Actor, uses: Sequence[UseOccasion]) -> dict[str, str]:
    """The names of the offices that used certificates, by public id."""
    offices = office_titles.offices(reading(), {use.by for use in uses})
    return {by: office_name(office) for by, office in offices.items()} | {actor.public_id: _("本人")}
