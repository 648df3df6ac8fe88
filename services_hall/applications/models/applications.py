"""Database table of applications."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.holders import Holder, IdentifierType
from guides.models import (
    BundleEdition,
    Division,
)
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.enumerations import (
    Channel,
    DeliveryWay,
)
from services_hall.applications.lifecycle import (
    ApplicationState,
    application_state,
)
from services_hall.applications.models.indexes import partial_index
from services_hall.applications.models.items import ApplicationItem
from services_hall.applications.models.parties import ApplicationParty
from services_hall.applications.numbering import application_number
from services_hall.applications.parties import PartyRole
from services_hall.applications.parties.organisation_people import OrganisationPeople
from services_hall.database import Base
from services_hall.identity.models import Account
from services_hall.identity.sole_traders import SoleTrader

if TYPE_CHECKING:
    from services_hall.applications.models.cases import Case
    from services_hall.applications.models.papers import AnyPaper, ApplicationPaper


PUBLIC_ID: Final = String(32)


class Application(Base):
    """An application for one item or a bundle; its state is derived from its cases."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("filed_by_id", "idempotency_key"),
        partial_index(
            "source", "source_certificate", where="source_certificate IS NOT NULL", table="application"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(PUBLIC_ID, unique=True)
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    bundle_edition_id: Mapped[int | None] = mapped_column(ForeignKey(BundleEdition.id))
    division_code: Mapped[str] = mapped_column(ForeignKey(Division.code))
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    filed_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    channel: Mapped[Channel] = mapped_column(word_column(Channel, "channel", length=10))
    holder_name: Mapped[str] = mapped_column(EncryptedText("application.holder_name"))
    holder_identifier_type: Mapped[IdentifierType] = mapped_column(
        word_column(IdentifierType, "holder_identifier_type", length=3, is_checked=False)
    )
    holder_identifier: Mapped[str] = mapped_column(EncryptedText("application.holder_identifier"))
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    holder_name_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    phone: Mapped[str] = mapped_column(EncryptedText("application.phone"))
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    scenario: Mapped[dict[str, str]] = mapped_column(EncryptedJson("application.scenario"))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("application.answers"))
    idempotency_key: Mapped[str] = mapped_column(String(80))
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    grant_request: Mapped[str] = mapped_column(String(64))
    delivery_way: Mapped[DeliveryWay] = mapped_column(
        word_column(DeliveryWay, "delivery_way", length=16, is_checked=False),
        default=DeliveryWay.ELECTRONIC,
        server_default=DeliveryWay.ELECTRONIC.value,
    )
    delivery_consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivery_address: Mapped[str | None] = mapped_column(EncryptedText("application.delivery_address"))
    source_certificate: Mapped[str | None] = mapped_column(String(120))
    """The certificate that is renewed, changed, replaced or cancelled; then its last day when filed."""
    source_valid_to: Mapped[date | None] = mapped_column(Date)
    is_late_renewal: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    filed_on: Mapped[date] = mapped_column(Date)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    items: Mapped[list[ApplicationItem]] = relationship(ApplicationItem, order_by=ApplicationItem.position)
    cases: Mapped[list["Case"]] = relationship(back_populates="application", order_by="Case.position")
    parties: Mapped[list[ApplicationParty]] = relationship(
        ApplicationParty,
        primaryjoin=lambda: foreign(ApplicationParty.application_id) == Application.id,
        order_by=ApplicationParty.position,
        viewonly=True,
    )
    own_papers: Mapped[list["ApplicationPaper"]] = relationship(
        primaryjoin="foreign(ApplicationPaper.subject_id) == Application.id",
        order_by="ApplicationPaper.id",
        viewonly=True,
    )

    @property
    def number(self) -> str:
        """The application's number."""
        return application_number(self.id, self.filed_on)

    @property
    def holder(self) -> Holder:
        """The applicant, as a holder in the certificate store."""
        return Holder.of_record(self.holder_name, self.holder_identifier_type, self.holder_identifier)

    @property
    def agent(self) -> ApplicationParty | None:
        """Who acts for the applicant, if somebody does."""
        return next((party for party in self.parties if party.role is PartyRole.AGENT), None)

    @property
    def people(self) -> OrganisationPeople | None:
        """The legal representative and the contact of an organisation that applies."""
        return next((party.people for party in self.parties if party.people is not None), None)

    @property
    def joint_applicants(self) -> list[ApplicationParty]:
        """Those who apply together with the applicant."""
        return [party for party in self.parties if party.role is PartyRole.APPLICANT][1:]

    @property
    def sole_trader(self) -> SoleTrader | None:
        """The trade under which the applicant applies."""
        return self.parties[0].sole_trader if self.parties else None

    @property
    def applicants(self) -> list[Holder]:
        """All applicants, the first applicant first."""
        return [self.holder, *(party.holder for party in self.joint_applicants)]

    @property
    def applicant_names(self) -> str:
        """The names of all applicants, the first applicant first."""
        return "、".join((self.holder_name, *(party.name for party in self.joint_applicants)))

    def applicant_with_number(self, number: int) -> Holder:
        """The applicant with this number, from 1; the first where there is none with it."""
        if 1 < number <= len(self.joint_applicants) + 1:
            return self.joint_applicants[number - 2].holder
        return self.holder

    @property
    def papers(self) -> list["AnyPaper"]:
        """Its receipt and its cases' papers for the applicant, in the order in which they were written."""
        of_cases = [paper for case in self.cases for paper in case.papers if paper.is_for_applicant]
        papers: list[AnyPaper] = [*self.own_papers, *of_cases]
        return sorted(papers, key=lambda paper: paper.id)

    @property
    def state(self) -> ApplicationState:
        """The state derived from the cases."""
        return application_state([case.standing for case in self.cases])
