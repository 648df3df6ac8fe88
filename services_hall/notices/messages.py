"""Outgoing messages of the hall, and the errors of sending them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.jobs.errors import JobError, JobImpossible
from services_hall.notices.models import Notice


class SendingFailed(JobError):
    """The server or the gateway did not take a message this time."""


class SendingRefused(JobImpossible):
    """The server or the gateway will not take this message."""


@dataclass(frozen=True)
class OutgoingText:
    """A message: subject and body of an e-mail, and the text message; `repr` shows no secret of it."""

    subject: str
    body: str = field(repr=False)
    short: str = field(repr=False)


@dataclass(frozen=True)
class MessageTexts:
    """The words of messages: of a notice, and of a proof with its secret."""

    of_notice: Callable[[Notice], OutgoingText]
    of_proof: Callable[[ProofPurpose, str], OutgoingText]
