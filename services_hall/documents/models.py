"""Database table of numbered papers.

A paper belongs to one subject of any kind. A domain maps its own papers as a subclass whose
`polymorphic_identity` is the kind of its subject, with relationships to its own tables.
"""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedJson
from guides.enumerations import ItemType
from guides.models import Agency
from guides.orm import BigId, UtcDateTime
from services_hall.database import Base
from services_hall.documents.details import PaperDetails

DetailsT = TypeVar("DetailsT", bound=PaperDetails)


class Paper(Base):
    """A numbered paper: created by a rule, numbered and rendered by a job.

    Papers of one kind and subject differ in `ordinal`. `details` are the data of the text that are fixed when
    the paper is written, because a job renders it later. A paper that no longer holds has `void_at`.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "kind", "ordinal"),)
    __mapper_args__ = {"polymorphic_on": "subject_kind"}  # noqa: RUF012 - SQLAlchemy reads it so

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    ordinal: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    details: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("paper.details"))
    issuer_code: Mapped[str | None] = mapped_column(ForeignKey(Agency.code))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_name: Mapped[str | None] = mapped_column(String(80))
    sha256: Mapped[str | None] = mapped_column(String(64))
    void_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_cause: Mapped[str | None] = mapped_column(String(40))

    issuer: Mapped[Agency | None] = relationship()

    def details_as(self, shape: type[DetailsT]) -> DetailsT:
        """The details in the shape that this kind of paper has."""
        return shape.from_json(self.details)

    @property
    def lapse_cause(self) -> str | None:
        """Why the paper no longer holds; none while it does."""
        return None if self.void_at is None else self.void_cause or "void"

    @property
    def subject_name(self) -> str | None:
        """The name of what the paper is about; none by default."""
        return None

    @property
    def outcome_code(self) -> str | None:
        """How what the paper is about has ended; none by default."""
        return None

    @property
    def item_type(self) -> ItemType | None:
        """The type of the item that the paper is about; none by default."""
        return None

    @property
    def state_code(self) -> str | None:
        """Where what the paper is about stands now; none by default."""
        return None
