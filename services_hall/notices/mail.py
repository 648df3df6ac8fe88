"""Sending of e-mail over SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from services_hall.notices.messages import OutgoingText, SendingFailed, SendingRefused
from services_hall.settings import LOOPBACK, Settings

TIMEOUT_SECONDS: Final = 20
SMTP_PORT: Final = 587
SMTPS_PORT: Final = 465
PERMANENT: Final = 500


def send_mail(settings: Settings, address: str, text: OutgoingText, *, key: str) -> None:
    """Send the text to this address; `key` names the message, so that a second copy is known as one.

    Raises SendingFailed, and SendingRefused where another attempt is useless.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, address, text.subject
    message["Message-ID"] = f"<{key}@{urlsplit(settings.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.body)
    try:
        with _connection(settings.smtp_url or "") as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        _raise_refusal(max(code for code, _words in error.recipients.values()))
    except smtplib.SMTPAuthenticationError as error:
        raise SendingFailed(f"邮件服务器不接受用户名和密码（{error.smtp_code}）") from None
    except smtplib.SMTPNotSupportedError:
        raise SendingFailed("邮件服务器不支持加密或者登录") from None
    except ssl.SSLCertVerificationError:
        raise SendingFailed("邮件服务器的证书没有通过核验") from None
    except smtplib.SMTPResponseException as error:
        _raise_refusal(error.smtp_code)
    except (smtplib.SMTPException, OSError) as error:
        raise SendingFailed(f"邮件服务器没有应答（{type(error).__name__}）") from None


def _raise_refusal(code: int) -> None:
    refused = SendingRefused if code >= PERMANENT else SendingFailed
    raise refused(f"邮件服务器没有收下邮件（{code}）") from None


def _connection(url: str) -> smtplib.SMTP:
    """A connection to the server, whose certificate is checked; without encryption only to this machine."""
    parts = urlsplit(url)
    host, context = parts.hostname or "", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        port = parts.port or SMTPS_PORT
        server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or SMTP_PORT, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme == "smtp" and host not in LOOPBACK:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server
