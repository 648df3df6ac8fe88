"""Columns shared by the tables of all kinds of cases: events and steps of a case.

A domain declares its own table with these columns and a `case_id` that refers to its own cases, so that the
database itself keeps the reference. References to accounts are declared separately for each table: a copied
one would find only tables of the same metadata.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from guides.enumerations import StepKind
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.identity.models import Account


class EventColumns:
    """A change of a case: actor, principal, reason, time; the domain adds case, action, old and new state.

    `details` are data of the change, such as corrected answers before and after.
    """

    __tablename__: str

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr
    def actor_id(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey(Account.id))

    @declared_attr
    def on_behalf_of_id(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey(Account.id))

    @declared_attr
    def reason(self) -> Mapped[str | None]:
        return mapped_column(EncryptedText(f"{self.__tablename__}.reason"))

    @declared_attr
    def details(self) -> Mapped[dict[str, Any] | None]:
        return mapped_column(EncryptedJson(f"{self.__tablename__}.details"))


class StepColumns:
    """One step of a case, with its own due day where the guide defines one; the domain adds the case."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[StepKind] = mapped_column(word_column(StepKind, "kind", length=16, is_checked=False))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(Date)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr
    def officer_id(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey(Account.id))
