"""Database table of the delivery of results."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.applications.enumerations import ENDING_PAPERS, DeliveryWay, ItemState
from services_hall.applications.models.cases import Case
from services_hall.applications.models.papers import CasePaper
from services_hall.attachments.models import Attachment
from services_hall.database import Base
from services_hall.documents.models import Paper
from services_hall.identity.models import Account


class Delivery(Base):
    """The delivery of a case's result or of one paper: way, consent, day, and its proof (送达回证).

    One with a `paper` delivers that paper alone, one without it the result. `item_state` says where the
    physical card or paper is; None for what is only electronic.
    """

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey(Paper.id))
    way: Mapped[DeliveryWay] = mapped_column(word_column(DeliveryWay, "way", length=16))
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receiver: Mapped[str | None] = mapped_column(EncryptedText("delivery.receiver"))
    address: Mapped[str | None] = mapped_column(EncryptedText("delivery.address"))
    tracking_number: Mapped[str | None] = mapped_column(String(64))
    item_state: Mapped[ItemState | None] = mapped_column(word_column(ItemState, "item_state", length=16))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    proof_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))

    paper: Mapped[CasePaper | None] = relationship(CasePaper)
    proof: Mapped[Attachment | None] = relationship(Attachment)

    @property
    def is_of_notice(self) -> bool:
        """Whether it delivers a notice, and not how the case ended."""
        return self.paper is not None and not self.is_of_end

    @property
    def is_for_applicant(self) -> bool:
        """Whether it is the applicant's; one to a third party names them."""
        return self.paper is None or self.paper.is_for_applicant

    @property
    def is_of_end(self) -> bool:
        """Whether it delivers the decision that ended what was granted or recorded."""
        return self.paper is not None and self.paper.kind in ENDING_PAPERS
