"""Database table of the parties of applications."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.holders import Holder, IdentifierType
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.models.indexes import partial_index
from services_hall.applications.parties import Identification, PartyRole
from services_hall.applications.parties.organisation_people import OrganisationPeople
from services_hall.applications.parties.paper_mandates import PaperMandate
from services_hall.applications.parties.party_corrections import PartyCorrection
from services_hall.database import Base
from services_hall.identity.capacities import Capacity, Evidence
from services_hall.identity.models import Account
from services_hall.identity.sole_traders import SoleTrader


class ApplicationParty(Base):
    """Somebody with a part in an application: who applies, and who acts for them."""

    __tablename__ = "application_party"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        partial_index(
            "holder_name_index",
            "holder_name_index",
            where="holder_name_index IS NOT NULL",
            table="application_party",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[PartyRole] = mapped_column(word_column(PartyRole, "role", length=16, is_checked=False))
    name: Mapped[str] = mapped_column(EncryptedText("application_party.name"))
    identifier_type: Mapped[IdentifierType] = mapped_column(
        word_column(IdentifierType, "identifier_type", length=3, is_checked=False)
    )
    identifier: Mapped[str] = mapped_column(EncryptedText("application_party.identifier"))
    holder_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    holder_name_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """Of a joint applicant; the name of the first one is found in the application itself."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    capacity: Mapped[Capacity] = mapped_column(word_column(Capacity, "capacity", length=24, is_checked=False))
    evidence: Mapped[Evidence | None] = mapped_column(
        word_column(Evidence, "evidence", length=16, is_checked=False)
    )
    identification: Mapped[Identification] = mapped_column(
        word_column(Identification, "identification", length=16, is_checked=False)
    )
    is_number_from_original: Mapped[bool] = mapped_column(server_default=false())
    """Whether a clerk read the number from the original although its check digit is wrong."""
    phone: Mapped[str] = mapped_column(EncryptedText("application_party.phone"))
    details: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("application_party.details"))
    """What only some parties have, by name, as `Party.details` writes it."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a joint applicant confirmed the application."""

    @property
    def mandate(self) -> PaperMandate | None:
        """The mandate on paper with which an agent acts."""
        given = (self.details or {}).get("mandate")
        return None if given is None else PaperMandate.from_json(given)

    @property
    def corrections(self) -> list[PartyCorrection]:
        """What corrections in single cases changed about this party, oldest first."""
        return [PartyCorrection.from_json(one) for one in (self.details or {}).get("corrections", ())]

    @property
    def people(self) -> OrganisationPeople | None:
        """The legal representative and the contact of an organisation that applies."""
        return OrganisationPeople.from_json(self.details or {})

    @property
    def sole_trader(self) -> SoleTrader | None:
        """The trade under which a person applies."""
        given = (self.details or {}).get("sole_trader")
        return None if given is None else SoleTrader.from_json(given)

    @property
    def holder(self) -> Holder:
        """The party, as a holder in the certificate store."""
        return Holder.of_record(self.name, self.identifier_type, self.identifier)
