"""Database tables of notices, and of the messages by which they are sent."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime, word_column
from services_hall.database import Base
from services_hall.identity.models import Account
from services_hall.notices.enumerations import MessageChannel, MessageState, NoticeSubject, NoticeTopic

UNREAD = text("read_at IS NULL")


class Notice(Base):
    """A notice to one account, or to the phone of a party that has none.

    `subject` is the number of what it is about, `name` the item or certificate. `unique_key` marks a notice
    that is written only once; `until` is the last day on which somebody must act.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_account_id", "account_id", "id"),
        Index("ix_notice_unread", "account_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("notice.phone"))
    topic: Mapped[NoticeTopic] = mapped_column(word_column(NoticeTopic, "topic", length=24, is_checked=False))
    subject_kind: Mapped[NoticeSubject] = mapped_column(
        word_column(NoticeSubject, "subject_kind", length=16, is_checked=False)
    )
    subject: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(300))
    until: Mapped[date | None] = mapped_column(Date)
    unique_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account | None] = relationship(Account)
    messages: Mapped[list["NoticeMessage"]] = relationship(
        back_populates="notice", order_by=lambda: NoticeMessage.id
    )


class NoticeMessage(Base):
    """A notice on its way by e-mail or as a text message; the address is read when it is sent."""

    __tablename__ = "notice_message"
    __table_args__ = (UniqueConstraint("notice_id", "channel"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id, ondelete="CASCADE"))
    channel: Mapped[MessageChannel] = mapped_column(
        word_column(MessageChannel, "channel", length=8, is_checked=False)
    )
    state: Mapped[MessageState] = mapped_column(
        word_column(MessageState, "state", length=8, is_checked=False), default=MessageState.WAITING
    )
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    notice: Mapped[Notice] = relationship(back_populates="messages")
