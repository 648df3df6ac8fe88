"""The differences between the channels that use the application form."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString

from guides.bundles import BundleSelection
from guides.errors import FieldProblem
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import SOURCE
from services_hall.applications.drafts.pinned_drafts import DraftChoices
from services_hall.applications.enumerations import Channel, UsePurpose
from services_hall.applications.errors import ApplicantRefused
from services_hall.applications.prefill.store_proofs import Proofs
from services_hall.identity import Actor, Role
from services_hall.presentation import application_form
from services_hall.presentation.application_form import MaterialRow
from services_hall.use_cases.open_draft import OpenDraft
from services_hall.web.application_form.problems import SubmissionProblem
from services_hall.web.form_state import EMPTY_FORM, FormState


class FormInvalid(Exception):
    """Invalid fields of the first page: problems by field name."""

    def __init__(self, errors: Mapping[str, FieldProblem]) -> None:
        super().__init__(f"wrong fields: {', '.join(sorted(errors))}")
        self.errors = dict(errors)


@dataclass(frozen=True)
class Materials:
    """The material rows of a page, and the answers of the certificate store behind them."""

    rows: list[MaterialRow]
    proofs: Proofs


@dataclass(frozen=True)
class ApplicationChannel(ABC):
    """A channel of the application form: roles, applicant, wording, next pages.

    `channel` is written into the application; `templates` is the folder of the channel's own pages; the pages
    are endpoints.
    """

    channel: Channel
    roles: tuple[Role, ...]
    templates: str
    guide_page: str
    bundle_page: str
    home_page: str
    application_page: str
    waiting_page: str
    filed_message: LazyString
    declaration_missing: LazyString
    saved_messages: Mapping[str, LazyString]
    asks_on_first_page: bool = False
    """Whether the first page asks the questions of the scenario, too."""
    form_page: str = "form"
    materials_page: str = "materials"
    """The pages with the fields and with the materials; they may be one."""

    def page_of(self, step: str) -> str:
        """The page of this channel on which a step of the form is done."""
        return {"form": self.form_page, "materials": self.materials_page}.get(step, step)

    def first_input(self, actor: Actor) -> Mapping[str, str]:
        """What was sent with the first page."""
        return request.form

    def told_errors(self, errors: Mapping[str, str]) -> dict[str, str]:
        """The errors of the first page that are told now."""
        return dict(errors)

    def is_declared(self, actor: Actor, current: OpenDraft) -> bool:
        """Whether the applicant has declared that what they submit is true."""
        return request.form.get("declared") == "yes"

    def first_errors(self, actor: Actor, offer: Offer, selection: BundleSelection) -> dict[str, str]:
        """The errors of the first page while questions on it are still open."""
        return {}

    @abstractmethod
    def start_draft(self, actor: Actor, offer: Offer, selection: BundleSelection) -> str:
        """The public id of the draft that the first page's form starts or continues.

        Raises FormInvalid, ApplicantRefused.
        """

    def refused_field(self, refused: ApplicantRefused) -> str:
        """The field of this channel's first page at which the refusal is shown."""
        return refused.field

    def first_state(self, actor: Actor, offer: Offer) -> FormState:
        """The first page as it is opened: the certificate in the address, if the offer starts from one."""
        return EMPTY_FORM if offer.starts_from is None else FormState({SOURCE: request.args.get(SOURCE, "")})

    @abstractmethod
    def start_values(
        self, actor: Actor, offer: Offer, selection: BundleSelection, state: FormState
    ) -> dict[str, Any]:
        """Template values that exist only on the first page of this channel."""

    @abstractmethod
    def step_values(
        self, actor: Actor, step: str, current: OpenDraft, materials: Materials, state: FormState
    ) -> dict[str, Any]:
        """Template values that exist only on the step pages of this channel."""

    @abstractmethod
    def licence_purpose(self, current: OpenDraft) -> UsePurpose | None:
        """For what the applicant's licence is looked at, to fill in the form; None if it may not be."""

    @abstractmethod
    def choices(self, current: OpenDraft) -> DraftChoices:
        """The choices of the form about materials: permission to use certificates, inspected originals."""

    @abstractmethod
    def materials(self, actor: Actor, current: OpenDraft, errors: Mapping[str, str]) -> Materials:
        """The materials of the draft that the user of this channel may see."""

    def missing(self, actor: Actor, current: OpenDraft) -> dict[str, str]:
        """An error by field name for each material or choice that is missing."""
        return application_form.missing_materials(self.materials(actor, current, {}).rows)

    def material_errors(self, actor: Actor, current: OpenDraft, refused: Mapping[str, str]) -> dict[str, str]:
        """The errors that block the materials step; `refused` are the errors of the files."""
        return dict(refused) or self.missing(actor, current)

    def submission_errors(
        self, actor: Actor, current: OpenDraft, problem: SubmissionProblem
    ) -> Mapping[str, str]:
        """The errors by field of the step that is shown again after a failed submission."""
        return problem.state.errors

    def after_saving(self, step: str, current: OpenDraft) -> ResponseReturnValue | None:
        """The response after saving a step for later; None for the page of the step itself."""
        flash(str(self.saved_messages[step]))
        return redirect(url_for(f".{step}", code=current.offer.code, draft=current.draft.public_id), 303)

    def district(self) -> str:
        """The district in the form."""
        return request.form.get(application_form.DISTRICT, "")
