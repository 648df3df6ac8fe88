"""The jobs that send messages: of notices, and the links and codes that prove an address."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import end_reading, reading, transaction
from services_hall.identity import account_proofs
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.jobs.runner import Effect, no_effect
from services_hall.notices.enumerations import MessageChannel, MessageState
from services_hall.notices.mail import send_mail
from services_hall.notices.messages import MessageTexts
from services_hall.notices.models import Notice, NoticeMessage
from services_hall.notices.text_messages import send_text
from services_hall.settings import Settings


def send_notice(texts: MessageTexts, payload: Mapping[str, Any]) -> Effect:
    """Send one message of a notice, unless its owner no longer wants it.

    A job that is killed after the server took the message sends it again, under the same key.
    The key has the instant too: several sites may share a gateway.
    """
    message = reading().get_one(NoticeMessage, int(payload["message_id"]))
    if message.state is not MessageState.WAITING:
        return no_effect
    message_id, channel = message.id, message.channel
    key = f"notice-{message_id}-{message.notice.created_at:%Y%m%d%H%M%S%f}"
    settings, text = site_settings(), texts.of_notice(message.notice)
    address = _address(settings, message.notice, channel)
    end_reading()
    if address is not None:
        send = send_mail if channel is MessageChannel.EMAIL else send_text
        send(settings, address, text, key=key)
    state, now = MessageState.DROPPED if address is None else MessageState.SENT, utc_now()

    def effect(session: Session) -> None:
        row = session.get_one(NoticeMessage, message_id, with_for_update=True, populate_existing=True)
        row.state, row.sent_at = state, None if address is None else now

    return effect


def _address(settings: Settings, notice: Notice, channel: MessageChannel) -> str | None:
    """Where the message goes now; None if its owner or the site no longer has this channel."""
    account = notice.account
    if account is None:
        return notice.phone if settings.sms_url else None
    if account.disabled_at is not None:
        return None
    if channel is MessageChannel.EMAIL:
        return account.email if account.wants_email and settings.smtp_url else None
    is_proved = account.phone_verified_at is not None
    return account.phone if account.wants_text and is_proved and settings.sms_url else None


def send_proof(texts: MessageTexts, payload: Mapping[str, Any]) -> Effect:
    """Send a link or a code, made now: only the message itself contains it, the database has its hash."""
    proof_id, settings = int(payload["proof_id"]), site_settings()
    with transaction() as session:
        secret = account_proofs.renew_secret(session, proof_id, now=utc_now())
    if secret is None:
        return no_effect
    text, key = texts.of_proof(secret.purpose, secret.value), f"proof-{proof_id}"
    if secret.purpose is ProofPurpose.VERIFY_PHONE:
        if settings.sms_url:
            send_text(settings, secret.address, text, key=f"{key}-{secret.value}")
    elif settings.smtp_url:
        send_mail(settings, secret.address, text, key=key)
    return no_effect
