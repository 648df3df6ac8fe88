"""The database table of webhook endpoints of agencies' systems."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificate_store.encryption.columns import EncryptedText
from guides.orm import BigId, UtcDateTime
from services_hall.database import Base
from services_hall.identity.models import OAuthClient

LONGEST_URL: Final = 500


class WebhookEndpoint(Base):
    """Where an agency's system is told of each change in its cases; one endpoint a system."""

    __tablename__ = "webhook_endpoint"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey(OAuthClient.id, ondelete="CASCADE"), unique=True)
    url: Mapped[str] = mapped_column(String(LONGEST_URL))
    secret: Mapped[str] = mapped_column(EncryptedText("webhook_endpoint.secret"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when nothing is sent, after a failed attempt: a receiver that is away delays no other job."""
    failures: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How many attempts have failed since the last one that succeeded."""

    client: Mapped[OAuthClient] = relationship(OAuthClient)
