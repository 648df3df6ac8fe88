"""Papers of applications and of cases, kinds of the table of papers."""

from sqlalchemy.orm import Mapped, foreign, relationship

from guides.enumerations import ItemType
from services_hall.applications.enumerations import (
    THIRD_PARTY_PAPERS,
    PaperCode,
    SubjectKind,
)
from services_hall.applications.lifecycle import (
    GRANT_ENDED,
)
from services_hall.applications.models.applications import Application
from services_hall.applications.models.cases import Case
from services_hall.documents.models import Paper


class ApplicationPaper(Paper):
    """A paper of a whole application: its receipt."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.APPLICATION.value}  # noqa: RUF012

    application: Mapped[Application] = relationship(
        Application, primaryjoin=foreign(Paper.subject_id) == Application.id, viewonly=True
    )

    @property
    def subject_name(self) -> str:
        """The name of the guide or bundle."""
        return self.application.name

    @property
    def case(self) -> None:
        """No case: it is about the application."""
        return None

    @property
    def case_id(self) -> None:
        """No case: it is about the application."""
        return None


class CasePaper(Paper):
    """A paper that an agency issues in one case."""

    __mapper_args__ = {"polymorphic_identity": SubjectKind.CASE.value}  # noqa: RUF012

    case: Mapped[Case] = relationship(Case, primaryjoin=foreign(Paper.subject_id) == Case.id, viewonly=True)

    @property
    def case_id(self) -> int:
        """The id of its case."""
        return self.subject_id

    @property
    def application(self) -> Application:
        """The application of its case."""
        return self.case.application

    @property
    def is_for_applicant(self) -> bool:
        """Whether the applicant reads it; what third parties were told names them."""
        if self.kind in {PaperCode.HEARING_NOTICE, PaperCode.DELIVERY_RECEIPT}:
            return not (self.details or {}).get("addressee")
        return self.kind not in THIRD_PARTY_PAPERS

    @property
    def subject_name(self) -> str:
        """The name of the item."""
        return self.case.item_name

    @property
    def lapse_cause(self) -> str | None:
        """Why the paper no longer holds: it is void, or the grant that it states has ended."""
        has_ended = PaperCode(self.kind).is_result and self.case.state in GRANT_ENDED
        return super().lapse_cause or (self.case.state.value if has_ended else None)

    @property
    def outcome_code(self) -> str | None:
        """The outcome of the case, once it has one."""
        return self.case.outcome

    @property
    def item_type(self) -> ItemType:
        """The type of the item of the case, by its pinned edition."""
        return self.case.application_item.edition.terms.item_type

    @property
    def state_code(self) -> str | None:
        """The present state of the case."""
        return self.case.state


AnyPaper = ApplicationPaper | CasePaper
